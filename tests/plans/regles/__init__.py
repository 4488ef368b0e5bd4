"""Tests of the pure rules of plans."""
