"""Tests of what is kept at closings, and of what the file says beside its register."""
