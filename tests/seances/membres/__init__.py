"""Tests of the lists of members, imported once and again."""
