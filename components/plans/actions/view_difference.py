"""A form on what several people may write: what was read stays as it was read, and a clash shows both texts."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.core.refus import Refus
from components.plans.regles import actions
from components.ui import saisies, session, widgets
from data.plans import plans


def lue(cle: str, lire: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What this tab read of an object, kept until it is saved or read again."""
    read = session.get(f"plans_lue_{cle}")
    if read is None:
        read = lire()
        session.put(f"plans_lue_{cle}", read)
    return dict(read)


def valeurs(cle: str, read: dict[str, Any]) -> dict[str, Any]:
    """What the form starts from: what was read, or both texts put together after a clash."""
    clash = session.get(f"plans_choc_{cle}")
    return dict(clash["fusion"]) if clash else read


def montrer(cle: str, noms: Mapping[str, str]) -> None:
    """After a clash: who wrote meanwhile, and every field that both changed. `noms`: fields in words."""
    clash = session.get(f"plans_choc_{cle}")
    if clash is None:
        return
    st.warning(widgets.phrase_inerte(clash["mots"]))
    rows = [
        {
            "Champ": noms[e.champ],
            f"Écrit par {clash['auteur']}": actions.mot(e.champ, e.autre),
            "Écrit par vous": actions.mot(e.champ, e.mien),
        }
        for e in clash["ecarts"]
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True)
        st.caption("Le formulaire porte votre version de ces champs. Recopiez ce qu'il faut garder de l'autre.")
    else:
        st.caption("Vous n'avez pas touché aux mêmes champs : le formulaire porte les deux versions réunies.")


def enregistrer(cle: str, read: dict[str, Any], champs: dict[str, Any], act: Callable[[], object]) -> None:
    """Run the gesture that writes `champs`; outrun by someone else, keep both texts for `montrer`."""
    try:
        saisies.exiger()
        act()
    except plans.Depasse as late:
        merged = late.actuelle | actions.fusion(read, late.actuelle, champs)
        shown = actions.ecarts(read, late.actuelle, champs)
        clash = {"mots": str(late), "auteur": late.auteur, "ecarts": shown, "fusion": merged}
        session.put(f"plans_choc_{cle}", clash)
        session.put(f"plans_lue_{cle}", late.actuelle)
        st.rerun()
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
        return
    oublier(cle)
    st.rerun()


def oublier(cle: str) -> None:
    """Read the object again at the next drawing."""
    session.put(f"plans_lue_{cle}", None)
    session.put(f"plans_choc_{cle}", None)
