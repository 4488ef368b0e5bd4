"""Files to which something happened: refused, or read as they were meant."""
