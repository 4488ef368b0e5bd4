"""Method: formulas, parameters, sources and glossary, generated from what is in use."""
