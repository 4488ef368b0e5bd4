"""Paper ballots typed in by two tellers: view (who types, one line by ballot), view_grille (several in one grid),
gestes (what is typed, read, then kept)."""
