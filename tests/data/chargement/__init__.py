"""Tests of what a département keeps of a file."""
