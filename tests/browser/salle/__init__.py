"""Rehearsals of the room: phones without an account."""
