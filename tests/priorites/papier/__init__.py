"""Paper ballots typed in."""
