"""Tests of the door of the terminal, demonstration included."""
