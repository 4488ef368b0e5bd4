"""What holds on every screen of the browser: rows that open what they name, and nothing cut at any size."""
