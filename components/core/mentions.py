"""Sentences that every print carries, worded once."""

PIED = (
    "Avis de la table. Ne vaut ni zonage (L. 1434-4 CSP), ni constat de carence de la PDSA, ni reconnaissance de "
    "responsabilité ; n'ouvre aucun droit."
)
