"""The ledger of an action on screen: a line a month, filled in place, read at each review."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.mots import jours_pretes as dits
from components.core.mots import mois_dit
from components.plans.jours import lectures
from components.plans.regles.jours_pretes import Mois
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import ANNONCE, INCHANGE, geste
from data.base import jours
from data.base.store import writing
from data.plans import jours_pretes

NOMBRES = {
    jours_pretes.NOMS[name]: grilles.Nombre(jours_pretes.NOMS[name], bas=0, haut=jours_pretes.JOURS_MAX)
    for name in ("promis", "tenus", "annules")
}
MOIS, MOT = "Mois", jours_pretes.NOMS["mot"]
SAISIES = [*NOMBRES, MOT]
TOUR = "plans_jours_tour"  # counts the savings: a sheet saved starts anew
PRINCIPE = "Un mois sans nouvelle n'est ni tenu ni annulé. Ce registre est lu à chaque revue et figé avec elle."


def phrase(db: Database, ident: int) -> str:
    """« 12 jours promis, 9 tenus… » since the action began; "" for an action that lends nothing."""
    told = lectures.bilan(db, ident, jours.aujourd_hui(db))
    return dits(told) if told else ""


def afficher(db: Database, ident: int) -> None:
    """The sentence, then the sheet and its button."""
    ledger = lectures.registre(db, ident)
    if not ledger:
        st.info("Cette action ne prête aucun jour : son effet attendu n'est pas une consultation avancée.")
        return
    st.markdown(f"**Jours prêtés** : {phrase(db, ident) or 'rien encore, le premier mois est à venir'}.")
    key = f"plans_jours_{ident}_{session.get(TOUR, 0)}"
    rows = _lignes(ledger)
    base = grilles.reprise(key, grilles.textes(rows, NOMBRES), SAISIES)
    edited = grilles.saisir(base, NOMBRES, key=key, hide_index=True, disabled=[MOIS], nom=MOIS)
    grilles.retenir(key, edited)
    st.caption(PRINCIPE)
    if st.button("Enregistrer le registre", type="primary", key=f"plans_jours_oui_{ident}"):
        geste(lambda: _enregistrer(db, ident, rows, edited, ledger, key))
    widgets.telecharger(rows, "registre des jours pretes", ["Registre de la table, en jours"], f"plans_jours_{ident}")


def _lignes(ledger: list[Mois]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            MOIS: [mois_dit(one.mois) for one in ledger],
            **{
                jours_pretes.NOMS[name]: pd.Series([getattr(one, name) for one in ledger], dtype=float)
                for name in ("promis", "tenus", "annules")
            },
            MOT: [one.mot for one in ledger],
        }
    )


def _enregistrer(
    db: Database, ident: int, before: pd.DataFrame, after: pd.DataFrame, ledger: list[Mois], key: str
) -> None:
    """Write the months that changed, all or none."""
    numbers, done = grilles.lire(after, before, NOMBRES, MOIS), False
    with writing(db):
        for month, (_, row), (_, old) in zip(ledger, numbers.iterrows(), before.iterrows(), strict=True):
            now, then = _champs(row), _champs(old)
            if now != then:
                jours_pretes.inscrire(db, identity.acteur(), ident, month.mois, month.version, now)
                done = True
    session.put(ANNONCE, "Registre enregistré." if done else INCHANGE)
    grilles.retenir(key, None)
    session.put(TOUR, session.get(TOUR, 0) + 1)


def _champs(row: "pd.Series[float]") -> dict[str, float | str | None]:
    days = {
        name: None if pd.isna(row[jours_pretes.NOMS[name]]) else float(row[jours_pretes.NOMS[name]])
        for name in ("promis", "tenus", "annules")
    }
    return {**days, "mot": "" if pd.isna(row[MOT]) else str(row[MOT]).strip()}
