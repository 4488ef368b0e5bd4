"""The map at a horizon before it is drawn: where access would be below the threshold, or how it would change."""

import pandas as pd
from sqlite_utils import Database

from components.core.acces.assemblage import Acces
from components.core.francais import compte, nombre
from components.effectifs import figures
from components.effectifs.carte.lectures import Horizon
from components.effectifs.regles.horizon import DESSUS, INCONNU, PASSE, REMONTE, SOUS
from components.ui.cartes import carte_effet, carte_sites, fond, hachures, planche
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.effectifs import scenarios
from data.territoire import territoire

NOM = "effectifs"
NIVEAU, VARIATION = "Sous le repère", "Variation"
LECTURES = (NIVEAU, VARIATION)
TRAMES = {SOUS: hachures.CLAIRE, PASSE: hachures.DENSE}
MARQUES = {PASSE: "-", REMONTE: "+", INCONNU: "?"}
PHRASE = "Variation estimée, ajoutée à l'APL publiée ; ce n'est pas l'APL que publierait la DREES."
HACHURES = "Hachures : territoire sous le repère en moyenne, serrées s'il y passe d'ici là, espacées s'il y est déjà."


def composer(db: Database, estimate: Horizon, access: Acces, lecture: str, scenario: int, lettres: str) -> Planche:
    """The map of a horizon, read one way or the other (`LECTURES`), with families of sites. `scenario`: 0, trend."""
    names = scenarios.read(db)["nom"].to_dict()
    name = str(names.get(scenario, "tendance"))
    chosen = {
        "annee": estimate.annee,
        "lecture": "variation" if lecture == VARIATION else "",
        "scenario": scenario or "",
    }
    chosen |= {"sites": lettres}
    address = planche.adresse(NOM, chosen)
    source = " · ".join(
        [
            estimate.serie.titre,
            f"scénario : {name}",
            "par commune",
            PHRASE,
            besoin(estimate),
            f"Repère : {estimate.seuil.reference}",
        ]
    )
    if lecture == VARIATION:
        title = f"Accès aux médecins généralistes : variation d'ici {estimate.annee}"
        return carte_effet.composer(db, estimate.effet, access, title, source, lettres, address)
    return _niveau(db, estimate, source, lettres, address)


def besoin(estimate: Horizon) -> str:
    """Whether need moves too."""
    return "Partagée par le besoin projeté de chaque territoire." if estimate.besoin else "À population constante."


def libelles(estimate: Horizon) -> dict[str, str]:
    """The classes of a place against the threshold, in words."""
    level = nombre(estimate.seuil.value, 2)
    return {
        PASSE: f"passe sous {level} d'ici {estimate.annee}", SOUS: f"sous {level} aujourd'hui et en {estimate.annee}",
        REMONTE: f"repasse au-dessus de {level}", DESSUS: f"au-dessus de {level}", INCONNU: "niveau non estimé",
    }  # fmt: skip


def _niveau(db: Database, estimate: Horizon, source: str, lettres: str, address: str) -> Planche:
    rows, words = estimate.communes, libelles(estimate)
    cells = pd.DataFrame(
        {
            "couleur": [figures.NIVEAUX[kind] for kind in rows["classe"]],
            "marque": [MARQUES.get(kind, "") for kind in rows["classe"]],
            "texte": [_mots(row, estimate) for row in rows.itertuples()],
        },
        index=rows.index,
    )
    places = estimate.territoires
    overlay = pd.DataFrame({"trame": [TRAMES.get(kind, "") for kind in places["classe"]], "marque": ""}, places.index)
    counts = rows["classe"].value_counts()
    lines = tuple(
        LigneDeLegende.de(figures.NIVEAUX[kind], MARQUES.get(kind, ""), f"{words[kind]} ({counts[kind]})")
        for kind in words
        if counts.get(kind, 0)
    )
    told = " ; ".join(f"{words[kind]} : {compte(count, 'commune')}" for kind, count in counts.items())
    sites = carte_sites.autour(db, fond.lire(db), lettres)
    note = " ".join(part for part in (HACHURES, carte_sites.legende(sites)) if part)
    return Planche(
        titre=f"Accès aux médecins généralistes estimé en {estimate.annee} — {territoire.setting(db, 'nom')}",
        niveau="commune",
        panneaux=(Panneau("", cells),),
        legendes=(LegendeDeCarte("Communes", lines, note),),
        alt=f"Carte de l'accès estimé en {estimate.annee}. {told}.",
        source=source,
        territoires=overlay,
        sites=sites,
        adresse=address,
    )


def _mots(row: object, estimate: Horizon) -> str:
    now, then = row.publie, row.estime  # type: ignore[attr-defined]
    return f"APL publiée {nombre(now, 1)} ; estimée en {estimate.annee} {nombre(then, 2, 'non estimée')}"
