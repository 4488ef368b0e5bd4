"""Home: where the table stands and what comes next."""
