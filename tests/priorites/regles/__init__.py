"""The rules of a vote: weights, fragility, what other rules would fund."""
