"""`make soak`: a table at work for ten minutes, what may happen to it meanwhile, and what was acknowledged counted."""
