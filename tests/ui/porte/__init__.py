"""Tests of the door of the server."""
