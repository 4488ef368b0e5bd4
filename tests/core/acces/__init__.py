"""Tests of the access kernel."""
