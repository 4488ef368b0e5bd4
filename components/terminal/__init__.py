"""The door of the terminal, `python -m data COMMAND`: commandes (the list), chargement, vote, mots, demonstration."""
