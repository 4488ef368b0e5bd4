"""mesures: how access is shared among people."""
