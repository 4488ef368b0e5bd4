"""Tests of maps: their sheet, their names, their addresses, what a redraw says."""
