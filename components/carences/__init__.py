"""Carence: the map of access to care, and « et si ? » — moves of doctors and their estimated effect."""
