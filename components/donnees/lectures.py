"""What the page asks of the store: what a complete map still lacks, and how old each source is."""

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.francais import compte, jour, pluriel
from data.base import jours
from data.base.parameters import FIABILITES
from data.base.souvenir import partagee
from data.chargement import chargement
from data.territoire import indicateurs, noyau, territoire

ANCIEN_ANS = 5  # beyond that, the age of a source is said in full


@dataclass(frozen=True)
class FichierAttendu:
    """One thing a complete map needs: whether it is there, what there is or what lacks, the file that brings it."""

    nom: str
    present: bool
    etat: str
    genre: str


@partagee
def besoins(db: Database) -> list[FichierAttendu]:
    """The needs of the product's screens, in the order in which to load them."""
    communes = territoire.communes(db)
    inside = interieures(communes)
    placed, drawn = int(inside["lat"].notna().sum()), territoire.contours(db, "commune")
    names = {serie.indicateur for serie in indicateurs.series(db)}
    _, shared = noyau.population(db)
    mesh = territoire.maille(db)
    border = int((communes["role"] == "bordure").sum())
    return [
        FichierAttendu(
            "Centres",
            placed > 0,
            f"{placed} sur {len(inside)}, {compte(border, 'commune voisine', 'communes voisines')}",
            "centres",
        ),
        FichierAttendu("Contours", len(drawn) > 0, _drawn(db, len(drawn)), "contours"),
        FichierAttendu("APL médecins", "apl_mg" in names, _vintages(db, "apl_mg"), "apl-drees"),
        FichierAttendu("Pondération", indicateurs.STANDARDISEE in names, shared, "apl-drees"),
        FichierAttendu("Territoires", not mesh["de_repli"], str(mesh["nom"]), "tvs"),
    ]


def _drawn(db: Database, count: int) -> str:
    if not count:
        return "aucun"
    return f"{count} livrés avec le produit" if territoire.contours_livres(db) else f"{count} chargés"


def _vintages(db: Database, indicateur: str) -> str:
    vintages = sorted({serie.millesime for serie in indicateurs.series(db) if serie.indicateur == indicateur})
    return ", ".join(map(str, vintages)) if vintages else "aucune"


@partagee
def phrase(db: Database) -> str:
    """The answer of the page: what is there, and what the map still lacks."""
    needs = besoins(db)
    lacking = [_inside(need.nom) for need in needs[:3] if not need.present]
    count = len(indicateurs.series(db))
    sentence = (
        f"{pluriel(count, 'série chargée', 'séries chargées')}, {pluriel(len(territoire.sources(db)), 'source')}."
    )
    return f"{sentence} " + (
        f"Pour une carte complète, il manque : {', '.join(lacking)}." if lacking else "La carte est complète."
    )


def _inside(name: str) -> str:
    """A name inside a sentence: no capital, but for an acronym."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


@partagee
def sources(db: Database, today: date) -> pd.DataFrame:
    """Every source, newest first, indexed by id, with what it brought and its age in words."""
    cards, brought = territoire.sources(db), chargement.contenu(db)
    rows = {
        code: {
            "Source": card["titre"],
            "Ce qu'elle apporte": _brought(brought.loc[code]),
            "Millésime": card["millesime"],
            "Âge": age(str(card["millesime"]), today),
            "Producteur": card["producteur"],
            "Licence": card["licence"],
            "Fiabilité": FIABILITES.get(card["fiabilite"], card["fiabilite"]),
            "Fichier": card["fichier"],
            "Chargée le": jour(jours.jour_de(db, card["charge_le"])),
            "Empreinte": card["sha256"][:12],
        }
        for code, card in cards.iterrows()
    }
    return pd.DataFrame.from_dict(rows, orient="index").reindex(brought.index)


def age(millesime: str, today: date) -> str:
    """Age of a vintage in words, from the last year it names; nothing when it names none."""
    years = [int(word) for word in re.findall(r"(?<!\d)\d{4}(?!\d)", millesime)]
    if not years:
        return "inconnu"
    old = today.year - max(years)
    words = "de l'année" if old <= 0 else pluriel(old, "an")
    return f"{words} : à renouveler si possible" if old > ANCIEN_ANS else words


def _brought(row: "pd.Series[float]") -> str:
    names = {
        "series": ("série", "séries"), "valeurs": ("valeur", "valeurs"), "positions": ("position", "positions"),
        "contours": ("contour", "contours"), "sites": ("site", "sites"), "minutes": ("trajet", "trajets"),
        "offre": ("ligne d'offre", "lignes d'offre"), "mailles": ("maille", "mailles"),
    }  # fmt: skip
    parts = [pluriel(row[name], *words) for name, words in names.items() if row[name]]
    return ", ".join(parts) if parts else "rien d'autre que sa carte d'identité"
