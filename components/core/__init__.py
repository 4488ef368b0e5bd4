"""The ground: pure rules that every floor may import; it imports nothing of ours.

acces (the kernel and its moves) · francais (numbers, dates, plurals) · mots (words said once) · refus (refusals for
people) · secret (what is withheld) · geometrie · parts_egales, approbation (whole
ballots decide, sums leave) · essais (limits of failed tries)."""

import pandas as pd

# For every frame of the house, as whoever makes one imports the ground. Words are kept as Python's own: our frames hold
# hundreds of rows, looked up by code one at a time, for which pyarrow takes a sixth more of a page's time.
pd.set_option("mode.string_storage", "python")
