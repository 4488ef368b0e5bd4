"""Readings every carence screen starts from: an indicator at a level, the access kernels, kept moves."""
