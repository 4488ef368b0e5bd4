"""Places of care on the maps: a letter for each family, the families a visitor wants to see, one disc per place."""

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.ui import session
from components.ui.cartes.fond import Fond
from data.base.souvenir import partagee
from data.territoire import territoire

CLE = "carte_sites"
AUTOUR = 0.15  # share of the map's width and height in which sites across the border are still drawn
DECIMALES = 3  # of a degree: sites of one campus (about a hundred metres) share a disc
COLONNES = ["nom", "type", "lat", "lon", "lettres"]


@dataclass(frozen=True)
class FamilleDeSites:
    """A family of sites: its letter on the map, one and several in words, the kinds it holds."""

    lettre: str
    un: str
    plusieurs: str
    motif: str


FAMILLES = (
    FamilleDeSites("U", "service d'urgences", "services d'urgences", r"^(?!.*(smur|mobile|samu)).*urgence"),
    FamilleDeSites("M", "maternité", "maternités", r"maternit|obstetri"),
    FamilleDeSites("P", "pharmacie", "pharmacies", r"pharmacie|officine"),
    FamilleDeSites("C", "centre de santé", "centres de santé", r"centre.* de sante"),
    FamilleDeSites("E", "maison de santé", "maisons de santé", r"maison.* (de sante|medicale)|^msp"),
    FamilleDeSites(
        "H", "hôpital ou clinique", "hôpitaux et cliniques", r"hopital|hospitalier|clinique|etablissement|centre de"
    ),
)
AUTRE = FamilleDeSites("S", "autre site", "autres sites", "")
PAR_LETTRE = {found.lettre: found for found in (*FAMILLES, AUTRE)}
TOUJOURS, AU_DELA = ["U"], ["U", "M"]


def lettre(kind: str) -> str:
    """The letter of a kind of site, as files name it."""
    plain = unicodedata.normalize("NFKD", kind).encode("ascii", "ignore").decode().lower()
    return next((family.lettre for family in FAMILLES if re.search(family.motif, plain)), AUTRE.lettre)


def controle(db: Database) -> None:
    """Which families to draw on the maps; nothing when at most emergency departments are loaded."""
    counts = _known(db)["lettre"].value_counts()
    present = [letter for letter in PAR_LETTRE if letter in counts.index]
    if not set(present) - set(TOUJOURS):
        return
    session.keep(CLE)
    session.put(CLE, [letter for letter in session.get(CLE, TOUJOURS) if letter in present])
    st.multiselect(
        "Sites sur la carte", present, key=CLE, format_func=lambda letter: _words(letter, counts[letter]),
        placeholder="Aucun",
    )  # fmt: skip


def retenues() -> str:
    """The letters of the families that this visitor wants to see."""
    return "".join(session.get(CLE, TOUJOURS))


def autour(db: Database, drawn: Fond | None, lettres: str) -> pd.DataFrame:
    """The sites of these families, one row per place, that the whole map has room for: a national file brings hundreds
    around. Columns `COLONNES`: names, kinds, degrees, letters."""
    sites = _lieux(db, lettres)
    if drawn is None or sites.empty:
        return sites
    dx, dy = AUTOUR * drawn.largeur, AUTOUR * drawn.hauteur
    x = (sites["lon"] - drawn.repere.ouest) * drawn.repere.kx
    y = (drawn.repere.nord - sites["lat"]) * drawn.repere.ky
    return sites[x.between(-dx, drawn.largeur + dx) & y.between(-dy, drawn.hauteur + dy)]


@partagee
def _lieux(db: Database, lettres: str) -> pd.DataFrame:
    return par_lieu(_known(db), [letter for letter in PAR_LETTRE if letter in lettres])


@partagee
def _known(db: Database) -> pd.DataFrame:
    """Sites with their letter; those that people cross a border for are kept around the département, others inside."""
    sites = territoire.sites(db)
    sites = sites.assign(lettre=_letters(sites))
    located = sites["commune"].notna()
    return sites[located | sites["lettre"].isin(AU_DELA)] if located.any() else sites


def par_lieu(sites: pd.DataFrame, familles: list[str]) -> pd.DataFrame:
    """Sites of the families wanted, those of one place put together. `sites`: nom, type, lat, lon, lettre."""
    wanted = sites[sites["lettre"].isin(familles) & sites["lat"].notna()]
    groups = wanted.groupby([wanted["lat"].round(DECIMALES), wanted["lon"].round(DECIMALES)])
    rows = [
        (_list(g["nom"]), _list(g["type"]), g["lat"].mean(), g["lon"].mean(), "".join(_order(g["lettre"])))
        for _, g in groups
    ]
    return pd.DataFrame(rows, columns=COLONNES)


def legende(sites: pd.DataFrame) -> str:
    """« U : service d'urgences · M : maternité », for the letters drawn; empty without any."""
    drawn = _order(pd.Series(list("".join(sites["lettres"])), dtype=object))
    return " · ".join(f"{letter} : {PAR_LETTRE[letter].un}" for letter in drawn)


def _letters(sites: pd.DataFrame) -> "pd.Series[str]":
    by_kind = {kind: lettre(str(kind)) for kind in sites["type"].unique()}
    return sites["type"].map(by_kind)


def _words(letter: str, count: int) -> str:
    family = PAR_LETTRE[letter]
    return f"{letter} : {pluriel(count, family.un, family.plusieurs)}"


def _order(letters: "pd.Series[str]") -> list[str]:
    present = set(letters)
    return [letter for letter in PAR_LETTRE if letter in present]


def _list(texts: "pd.Series[str]") -> str:
    names = list(dict.fromkeys(texts))
    return ", ".join(names[:2]) + ("…" if len(names) > 2 else "")
