"""Speed measures, as ratios to a peer in one run."""
