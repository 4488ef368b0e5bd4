"""Every table of the file, by append-only migrations: ensembles lists the sets, one module each."""
