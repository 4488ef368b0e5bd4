"""Tests of the minutes: made, kept, shown."""
