"""The chain of a territory: read (lectures), drawn (figures), walked (view_chaine), and the register on screen."""
