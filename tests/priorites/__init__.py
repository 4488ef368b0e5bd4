"""The priority vote."""
