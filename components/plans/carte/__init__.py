"""The map of what the table has decided to do where: what it shows (planches), and its address (routes)."""
