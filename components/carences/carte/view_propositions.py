"""The proposals over the map of the diagnostic: hatching for what the rule proposes, marks for what is disputed."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.constat import lectures, lectures_signaux
from components.carences.regles.signaux import PROFESSIONS, PROPOSITIONS, Proposition
from components.ui import identity, session
from components.ui.cartes import hachures
from data.base import jours

MOTIFS: dict[Proposition, str] = {"a_examiner": hachures.DENSE, "a_surveiller": hachures.CLAIRE}
CONTESTE, CONSTAT = "!", "*"  # letters are those of sites
LEGENDE = (
    "Hachures serrées : territoire à examiner ; larges : à surveiller. "
    f"{CONTESTE} : un chiffre du territoire est contesté ; {CONSTAT} : un constat partagé est en vigueur ; "
    f"{CONTESTE}{CONSTAT} : les deux."
)
MARQUES = {CONTESTE: "chiffre contesté", CONSTAT: "constat partagé en vigueur"}
CACHEE = {"trame": "", "marque": "", "proposition": "non examiné par la table", "signalements": ""}


def controle(db: Database, indicateur: str) -> tuple[pd.DataFrame | None, str, str]:
    """The switch; when it is on, the hatching and marks by territory (columns trame, marque, and in words proposition,
    signalements), what they mean, and the profession they are about.

    The rule is read for the profession of the indicator on the map, else for the one chosen here. Readers only get
    the territories that the table has examined for it.
    """
    session.keep("carences_propositions")
    if not st.toggle("Montrer les propositions de la règle", key="carences_propositions"):
        return None, "", ""
    profession = profession_lue(db, indicateur)
    overlay, note = superposer(db, profession, prepares=identity.prepare())
    return overlay, note, profession


def superposer(db: Database, profession: str, *, prepares: bool) -> tuple[pd.DataFrame, str]:
    """The hatching and the marks by territory, as `controle`, and what they mean; for a reader, only what the table has
    examined."""
    dossier = lectures.rassembler(db, profession, jours.aujourd_hui(db))
    tableau = dossier.tableau
    seen = set(tableau.bilans) if prepares else set(dossier.examines)
    contests = dossier.contestees if prepares else dossier.publiques
    disputed = set(contests.loc[contests["suite"].isna(), "territoire"])
    adopted = {c.territoire for c in dossier.constats if c.en_vigueur and c.profession == profession}
    who = f"Profession : {tableau.profession.libelle}. "
    note = who + (LEGENDE if seen else "La table n'a encore examiné aucun territoire : rien n'est montré.")
    rows = {
        code: _ligne(review.proposition, code in disputed, code in adopted) if code in seen else CACHEE
        for code, review in tableau.bilans.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(CACHEE)), note


def _ligne(proposition: Proposition, disputed: bool, adopted: bool) -> dict[str, str]:
    """What the map draws on a territory and its table says: both marks when both hold, none hides the other."""
    marks = [mark for mark, holds in ((CONTESTE, disputed), (CONSTAT, adopted)) if holds]
    return {
        "trame": MOTIFS.get(proposition, ""),
        "marque": "".join(marks),
        "proposition": PROPOSITIONS[proposition],
        "signalements": ", ".join(MARQUES[mark] for mark in marks),
    }


def colonnes(overlay: pd.DataFrame, territoires: "pd.Series[str]") -> dict[str, "pd.Series[str]"]:
    """The hatching and the marks in words, for the table under the map. `territoires`: the territory of each row."""
    return {
        "Proposition": territoires.map(overlay["proposition"]).fillna(""),
        "Contesté, constat": territoires.map(overlay["signalements"]).fillna(""),
    }


def profession_lue(db: Database, indicateur: str) -> str:
    """The profession whose proposals are drawn over an indicator: its own, else the one chosen here."""
    professions = lectures_signaux.professions(db)
    shown = [name for name in professions if PROFESSIONS[name].acces == indicateur]
    if shown or len(professions) == 1:
        return (shown or professions)[0]
    session.keep("carences_profession")
    session.start("carences_profession", professions[0], professions)
    words = {name: PROFESSIONS[name].libelle.capitalize() for name in professions}
    return str(st.selectbox("Profession", professions, format_func=words.__getitem__, key="carences_profession"))
