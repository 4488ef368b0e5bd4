"""`python -m tests.matrice`: plays the attacks, writes docs/attaques.md from what the tests said; 1 when one fails."""

import sys

from tests.matrice import releve

text = releve.page(releve.jouer())
releve.DOC.write_text(text, encoding="utf-8")
sys.exit("**" in text.partition("| --- |")[2])
