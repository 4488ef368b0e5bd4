"""What the method says and the code that computes it, held together."""
