"""Tests of what every table stands on."""
