"""Tests of the file itself."""
