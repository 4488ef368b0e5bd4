"""The ground: pure rules that every floor may import; it imports nothing of ours.

acces (the kernel and its moves) · francais (numbers, dates, plurals) · mots (words said once) · refus (refusals for
people) · secret (what is withheld) · geometrie · parts_egales, approbation (whole
ballots decide, sums leave) · essais (limits of failed tries)."""
