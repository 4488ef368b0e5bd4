"""`python -m tests.livraison`: writes the inventory of the libraries, and prints them with their licences."""

from tests.livraison import dependances, inventaire

inventaire.DOC.write_text(inventaire.texte(), encoding="utf-8")
for one in dependances.arbre().values():
    print(f"{one.nom}\t{one.version}\t{one.licence}")
