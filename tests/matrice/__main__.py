"""`python -m tests.matrice`: plays the attacks, writes docs/attaques.md from what the tests said; 1 when one fails.

`python -m tests.matrice 15` plays those of a point; the lines of the others stay as they are.
"""

import sys

from tests.matrice import releve

points = [int(word) for word in sys.argv[1:]]
text = releve.page(releve.jouer(points), releve.DOC.read_text(encoding="utf-8") if points else "")
releve.DOC.write_text(text, encoding="utf-8")
sys.exit("**" in text.partition("| --- |")[2])
