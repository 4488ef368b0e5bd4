"""Tests of sharing an envelope."""
