"""What to open and where it may be: the form at the left of the map."""

from collections.abc import Mapping

import streamlit as st
from sqlite_utils import Database

from components.core.francais import de, pourcent
from components.propositions.implantation.regles import demande as demandes
from components.propositions.implantation.regles.demande import GENRES, DemandeDeSites
from components.propositions.implantation.regles.question import But
from components.propositions.lectures import Terrain
from components.ui import saisies, session
from data.territoire import territoire

PREFIXE = "implantation_"
IMPOSES, INTERDITS = f"{PREFIXE}imposes", f"{PREFIXE}interdits"
REGLES = {
    demandes.PEUPLEES: "Communes assez peuplées",
    demandes.TOUTES: "Toutes les communes",
    demandes.EQUIPEES: "Communes qui ont déjà un lieu de soins",
    demandes.MAIN: "Communes choisies à la main",
}
SITES_AU_PLUS = 10


def demander(db: Database, lieu: Terrain) -> DemandeDeSites:
    """The question, as the form asks it; it is kept when the visitor comes back."""
    session.keep(*(f"{PREFIXE}{name}" for name in ("genre", "nombre", "but", "regle", "main", "imposes", "interdits",
                                                   "ouverts", "provenance")))  # fmt: skip
    kind = st.selectbox("Ce qui ouvrirait", list(GENRES), format_func=lambda g: _titre(GENRES[g].un),
                        key=f"{PREFIXE}genre")  # fmt: skip
    left, right = st.columns(2)
    count = saisies.champ_entier(left, "Nombre de sites", 1, SITES_AU_PLUS, 3, key=f"{PREFIXE}nombre")
    size = _capacite(right, kind)
    goal = st.radio("Pour", list(_buts(lieu)), format_func=_buts(lieu).__getitem__, key=f"{PREFIXE}but")
    rule, least, chosen = _lieux_possibles(db, lieu)
    with st.expander("Lieux imposés, interdits, déjà ouverts ; d'où viennent les médecins", key=f"{PREFIXE}lieux"):
        imposed = _communes(lieu, "Imposer un site à", IMPOSES)
        forbidden = _communes(lieu, "Interdire", INTERDITS)
        opened = _communes(lieu, "Déjà ouverts, absents de l'APL publiée", f"{PREFIXE}ouverts")
        origin = _provenance(lieu)
    return DemandeDeSites(
        kind, size or GENRES[kind].usuelle, int(count or 3), goal, rule, least, chosen, imposed, forbidden, opened,
        origin,
    )  # fmt: skip


def _titre(words: str) -> str:
    return words[0].upper() + words[1:]


def _capacite(place: object, kind: str) -> float | None:
    genre = GENRES[kind]
    label = "Jours par mois, chacun" if genre.en_jours else "ETP de médecin, chacun"
    return saisies.champ_nombre(place, label, 0.5, genre.plafond, genre.usuelle, key=f"{PREFIXE}capacite_{kind}")


def _buts(lieu: Terrain) -> Mapping[But, str]:
    share = pourcent(lieu.valeurs.number("part_moins_bien_desservis"))
    return {
        "manque": "combler le plus de ce qui manque sous le repère",
        "bas": f"relever le plus les {share} d'habitants les moins bien desservis",
    }


def _lieux_possibles(db: Database, lieu: Terrain) -> tuple[str, int, tuple[str, ...]]:
    """The rule that says which communes may have a site, the least residents, the ones chosen by hand."""
    rules = [rule for rule in REGLES if rule != demandes.EQUIPEES or len(territoire.sites(db)["commune"].dropna())]
    rule = st.selectbox("Lieux possibles", rules, format_func=REGLES.__getitem__, key=f"{PREFIXE}regle")
    if rule == demandes.PEUPLEES:
        town = round(lieu.valeurs.number("habitants_lieu_possible"))
        least = saisies.champ_entier(
            st, "Habitants au moins", 0, 100_000, town, key=f"{PREFIXE}peuplement",
            help="Convention du produit : un bourg où un lieu de soins peut tenir. À régler par la table.",
        )  # fmt: skip
        return rule, int(least or 0), ()
    chosen = _communes(lieu, "Communes possibles", f"{PREFIXE}main") if rule == demandes.MAIN else ()
    return rule, 0, chosen


def _communes(lieu: Terrain, label: str, key: str) -> tuple[str, ...]:
    places, names = _par_nom(lieu), lieu.noms
    session.keep(key)
    session.put(key, [code for code in session.get(key, []) if code in places])
    return tuple(
        st.multiselect(label, places, format_func=lambda c: f"{names[c]} ({c})", key=key, placeholder="Aucune")
    )


def _provenance(lieu: Terrain) -> str:
    names = lieu.noms
    outside = "d'ailleurs : rien n'est retiré ici"
    options = ["", *_par_nom(lieu)]
    return str(
        st.selectbox("Les médecins viennent", options, key=f"{PREFIXE}provenance",
                     format_func=lambda c: f"{de(names[c])} ({c})" if c else outside)
    )  # fmt: skip


def _par_nom(lieu: Terrain) -> list[str]:
    return sorted((str(code) for code in lieu.access.habitants.index), key=lambda code: (lieu.noms[code], code))
