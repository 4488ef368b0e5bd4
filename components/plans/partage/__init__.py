"""Sharing an envelope: lectures_perequation, lectures_votes, lectures (every reading, with its reasons), its screen."""
