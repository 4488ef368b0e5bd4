"""Service priorities: catalogue, ballots, counts, results, proof."""
