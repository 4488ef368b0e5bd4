"""The team of a territory: estimated, entered, its history, and teams from a file."""
