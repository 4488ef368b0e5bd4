"""Sentences that every print carries, worded once."""

PIED = (
    "Avis de la table. Ne vaut ni zonage (L. 1434-4 CSP), ni constat de carence de la PDSA, ni reconnaissance de "
    "responsabilité ; n'ouvre aucun droit."
)

STATUTS = {
    "proposee": "Proposée",
    "retenue": "Retenue par la table",
    "financee": "Financée",
    "en_cours": "En cours",
    "bloquee": "Bloquée",
    "reportee": "Reportée",
    "realisee": "Réalisée",
    "abandonnee": "Abandonnée",
}
NATURES = {"avis": "avis de la table", "engagement": "engagement", "decision": "décision"}
MENTIONS = ("Très prioritaire", "Prioritaire", "Assez prioritaire", "Peu prioritaire", "Plus tard")
