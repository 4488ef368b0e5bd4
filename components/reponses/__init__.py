"""« Réponses »: which service is rendered here, by whom, and who answers for what is not.

A room of its own: constats, votes and plans all read it, and none of them owns it. Read in order: regles (pure),
lectures (what the file says), gestes (imports), view and its sections, view_imprimes (the mission map).
"""
