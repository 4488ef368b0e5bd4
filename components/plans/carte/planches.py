"""The map of actions by territory before it is drawn, and its table."""

import pandas as pd
from sqlite_utils import Database

from components.core.francais import nombre, pluriel
from components.plans.actions.lectures import Plan
from components.ui.cartes import planche
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.territoire import territoire

NOM = "plans"
SANS_ACTION, UNE, PLUSIEURS = (252, 252, 253), (178, 171, 210), (84, 39, 136)
SOURCE = "Plans de la table, saisis par la table"


def composer(db: Database, plan: Plan) -> tuple[Planche, pd.DataFrame]:
    """The map of the actions that are not given up, and its table (Territoire, Actions, Lesquelles)."""
    names = territoire.territoires(db)["nom"]
    alive = plan.actions[plan.actions["statut"] != "abandonnee"]
    counts = alive["territoire"].value_counts().reindex(names.index).fillna(0).astype(int)
    cells = pd.DataFrame(
        {
            "couleur": [SANS_ACTION if n == 0 else UNE if n == 1 else PLUSIEURS for n in counts],
            "marque": [str(n) if n else "" for n in counts],
            "texte": [_what(alive, code) for code in names.index],
        },
        index=names.index,
    )
    served = int((counts > 0).sum())
    have = "en ont au moins une" if served > 1 else "en a au moins une"
    drawn = Planche(
        titre=f"Actions des plans par territoire — {territoire.setting(db, 'nom')}",
        niveau="territoire",
        panneaux=(Panneau("", cells),),
        legendes=(
            LegendeDeCarte(
                "Actions inscrites par territoire",
                (
                    LigneDeLegende.de(SANS_ACTION, "", "aucune action"),
                    LigneDeLegende.de(UNE, "1", "une action"),
                    LigneDeLegende.de(PLUSIEURS, "2+", "plusieurs"),
                ),
            ),
        ),
        alt=f"Carte des actions : {pluriel(served, 'territoire')} sur {len(counts)} {have}. Même contenu au tableau.",
        source=SOURCE,
        adresse=planche.adresse(NOM, {}),
    )
    return drawn, pd.DataFrame({"Territoire": names, "Actions": counts, "Lesquelles": cells["texte"]})


def _what(actions: pd.DataFrame, code: str) -> str:
    here = actions.loc[actions["territoire"] == code, "titre_distinct"].tolist()
    return f"{nombre(len(here))} : {' ; '.join(here)}" if here else "aucune action"
