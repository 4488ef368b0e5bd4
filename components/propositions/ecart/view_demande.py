"""What the table declares possible, and what it wants reached by when: the form at the left of the map."""

import streamlit as st
from sqlite_utils import Database

from components.core.acces.moves import Niveau
from components.core.francais import distincts, nombre
from components.propositions.ecart import lectures
from components.propositions.ecart.lectures import COMMUNES, TERRITOIRES, DemandeDeMelange, Moyen, chiffrables
from components.propositions.lectures import Terrain
from components.ui import saisies, session
from data.territoire import territoire

PREFIXE, ANNEES = "ecart_", 10
CIBLES = {COMMUNES: "chaque commune qui peut l'être", TERRITOIRES: "chaque territoire, en moyenne"}
NIVEAUX: dict[Niveau, str] = {
    "central": "effets centraux",
    "bas": "effets bas : le mélange tient même ainsi",
    "haut": "effets hauts",
}
PLAFONDS = {"centre_sante": "plafond_etp_salaries", "consultations_avancees": "plafond_volontaires"}


def demander(db: Database, lieu: Terrain) -> DemandeDeMelange:
    """The question, as the form asks it; it is kept when the visitor comes back."""
    session.keep(*(f"{PREFIXE}{name}" for name in ("cibles", "zone", "annee", "niveau")))
    targets = st.radio("Porter au repère", list(CIBLES), format_func=CIBLES.__getitem__, key=f"{PREFIXE}cibles")
    areas = {str(k): str(v) for k, v in territoire.territoires(db)["nom"].items()}
    words = distincts(areas, {"": "Tout le département"})
    area = st.selectbox("Où", list(words), format_func=words.__getitem__, key=f"{PREFIXE}zone")
    years = list(range(lieu.jour.year + 1, lieu.jour.year + 1 + ANNEES))
    session.start(f"{PREFIXE}annee", years[3], years)
    year = st.selectbox("D'ici", years, format_func=str, key=f"{PREFIXE}annee")
    level = st.radio("Compter sur des", list(NIVEAUX), format_func=NIVEAUX.__getitem__, key=f"{PREFIXE}niveau")
    with st.expander("Ce que la table déclare possible", True, key=f"{PREFIXE}possible"):
        means = tuple(_moyen(lieu, key) for key in chiffrables())
        usual = round(lieu.valeurs.number("unites_par_lieu"))
        about = "Postes ou volontaires d'un même moyen."
        each = saisies.champ_entier(st, "Par commune, au plus", 1, 50, usual, key=f"{PREFIXE}par_lieu", help=about)
        label, town = "Communes d'au moins (habitants)", round(lieu.valeurs.number("habitants_lieu_possible"))
        least = saisies.champ_entier(st, label, 0, 100_000, town, key=f"{PREFIXE}peuplement")
    return DemandeDeMelange(targets, area, int(year), level, means, int(each or 1), int(least or 0))


def _moyen(lieu: Terrain, key: str) -> Moyen:
    lever, central = chiffrables()[key], lectures.NIVEAU_DU_COUT
    usual = round(lieu.valeurs.number(PLAFONDS[key])) if key in PLAFONDS else 0
    left, right = st.columns(2)
    cap = saisies.champ_entier(left, f"{lever.label} : au plus", 0, 500, usual, key=f"{PREFIXE}plafond_{key}",
                               help=f"En {lever.unite}. À déclarer par la table.")  # fmt: skip
    known_cost = None if lever.cout is None else lever.cout[central]
    about = "Aucune source ne le chiffre : sans coût, ce moyen n'est pas compté." if lever.cout is None else (
        f"De {nombre(lever.cout[0])} à {nombre(lever.cout[2])} € selon les sources. Payé par : {lever.financeur}."
    )  # fmt: skip
    cost = saisies.champ_nombre(right, "€ par an et par unité", 0, 1_000_000, known_cost, key=f"{PREFIXE}cout_{key}",
                                help=about)  # fmt: skip
    return Moyen(key, int(cap or 0), cost)
