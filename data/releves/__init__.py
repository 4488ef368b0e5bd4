"""Minutes kept whole at the closing of a séance (releves), and the closings in the register (clotures)."""
