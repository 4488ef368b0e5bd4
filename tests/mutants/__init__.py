"""`make mutants`: are the rules that decide or protect held by their tests? One small fault at a time, do tests see it?

Read `paquets.toml` (what is tried, against which tests), `explications.toml` (survivors that change nothing), then
`mutation.py` (cosmic-ray makes the faults), `execution.py` (runs the tests on each), `__main__.py` (the report).
"""
