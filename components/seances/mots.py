"""Words of the minutes for the codes of the store."""

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
