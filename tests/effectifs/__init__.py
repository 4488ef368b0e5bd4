"""Laws of the workforce projections."""
