"""The members' companion: the room reads and writes on its phones, without an account and without a script needed.

Read `routes` (pages), `view_ecrire` (forms), `view_salle` (facilitation), then `gestes` and `lectures`.
"""
