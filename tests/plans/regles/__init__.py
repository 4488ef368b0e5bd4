"""Tests of the pure rules of carence."""
