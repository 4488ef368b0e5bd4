"""Tests of the tables of the département."""
