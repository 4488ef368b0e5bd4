"""Who lends days to whom: moves with two ends, pledged by the table and read again at each review."""
