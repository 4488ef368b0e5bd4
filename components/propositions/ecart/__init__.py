"""What would close the gap, at least cost: regles (the question, a mix at once, the exact model) < calcul (the process
that proves) < lectures < the screens."""
