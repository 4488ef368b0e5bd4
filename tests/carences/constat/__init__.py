"""Tests of the shared constat on real files."""
