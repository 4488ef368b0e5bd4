"""Road minutes between the communes of a file, computed offline from OpenStreetMap by an engine that is optional.

`moteur` (the engine, alone to import it, and only when asked) < `minutes` (the table that `load` reads).
"""
