"""Tests of the tables of the plans."""
