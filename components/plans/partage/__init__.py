"""Sharing an envelope: lecture (what a reading is) < lectures_demandes (what is asked, and what it gains) <
lectures_comblement, lectures_perequation, lectures_votes < lectures (every reading, with its reasons), its screen."""
