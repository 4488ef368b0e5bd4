"""A page as it stands: what opens on it, whether a press did anything, and how it is taken up again."""
