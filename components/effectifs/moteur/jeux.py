"""The three assumption sets: which way each parameter moves between them, and which ones do not."""

from collections.abc import Mapping, Sequence

BAS, CENTRAL, HAUT = "bas", "central", "haut"
JEUX = (BAS, CENTRAL, HAUT)
FIXES = (
    "etalement_retraite", "entrees_mg_france", "effectif_mg_france", "age_entree_mg", "gabarit_ages_mg",
    "gabarit_ages_autres", "heures_femmes", "heures_jeunes", "part_femmes", "part_femmes_entrants", "heures_reference",
    "patientele_mt", "erreur_niveau_mg", "erreur_niveau_ide", "erreur_niveau_cd", "erreur_niveau_autres",
    "croissance_population", "actes_par_etp", "activite_plafond", "actes_par_jour", "mois_par_an",
)  # fmt: skip
SENS = {  # +1: a higher value means more care; -1: less; a parameter that is absent does not move between sets
    "age_retraite": 1, "part_cumul": 1, "duree_cumul": 1, "part_cumul_autres": 1, "duree_cumul_autres": 1,
    "activite_cumul": 1, "sorties_autres": -1, "attractivite": 1, "attractivite_mg": 1, "attractivite_ide": 1,
    "attractivite_cd": 1,
    "arrivees_ide": 1, "arrivees_mk": 1, "arrivees_sf": 1, "arrivees_cd": 1, "arrivees_ph": 1, "tendance_actes": -1,
    "croissance_besoin": -1,
}  # fmt: skip


def parametres(valeurs: Mapping[str, tuple[Sequence[float], object]], jeu: str) -> dict[str, object]:
    """The parameters of one assumption set. `valeurs`: name → ((low, central, high), rows or None)."""
    parameters: dict[str, object] = {}
    for name, (bounds, rows) in valeurs.items():
        if rows:
            parameters[name] = rows
            continue
        order = {BAS: 0, CENTRAL: 1, HAUT: 2}[jeu]
        parameters[name] = bounds[{1: order, -1: 2 - order}.get(SENS.get(name, 0), 1)]
    return parameters
