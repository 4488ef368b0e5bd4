"""Tests of the cellar: store, sources, contours."""
