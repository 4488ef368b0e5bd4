"""The proposals over the map of the diagnostic: hatching for what the rule proposes, marks for what is disputed."""

from datetime import date

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences import commands_signaux
from components.carences.model_signaux import Proposition
from components.ui import hachures, identity, session
from data import constats, contestations

MOTIFS: dict[Proposition, str] = {"a_examiner": hachures.DENSE, "a_surveiller": hachures.CLAIRE}
CONTESTE, CONSTAT = "!", "C"  # deck.gl only draws ASCII
LEGENDE = (
    "Hachures serrées : territoire à examiner ; larges : à surveiller. "
    f"{CONTESTE} : un chiffre du territoire est contesté ; {CONSTAT} : un constat est en vigueur."
)
PROFESSION = "medecin_generaliste"


def controle(db: Database) -> pd.DataFrame | None:
    """The switch, its legend, and the hatching and marks by territory (columns trame, marque) when it is on.

    Readers only get the territories that the table has examined.
    """
    session.keep("carences_propositions")
    if not st.toggle("Montrer les propositions de la règle", key="carences_propositions"):
        return None
    tableau = commands_signaux.tableau(db, PROFESSION, date.today())
    seen = set(tableau.bilans) if identity.prepare() else set(constats.examines(db))
    known = contestations.contestations(db)
    disputed = set(known.loc[known["suite"].isna(), "territoire"])
    adopted = {c.territoire for c in constats.constats(db) if c.en_vigueur}
    st.caption(LEGENDE if seen else "La table n'a encore examiné aucun territoire : rien n'est montré.")
    rows = {
        code: {
            "trame": MOTIFS.get(review.proposition, "") if code in seen else "",
            "marque": "" if code not in seen else CONTESTE if code in disputed else CONSTAT if code in adopted else "",
        }
        for code, review in tableau.bilans.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["trame", "marque"])
