"""Where to open k sites: regles (the question, greedy with swaps, the exact model) < calcul (the process that proves) <
lectures < the screens."""
