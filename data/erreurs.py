"""Refusals of the store, worded for people: what happened, what was kept, what to do."""


class Refus(Exception):
    """A gesture or a file was refused; the message is in French, and nothing was written."""


class Introuvable(Refus):
    """What was asked for is not in this file."""


class Interdit(Refus):
    """The actor may not do this: not signed in, or not with that role."""
