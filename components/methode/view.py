"""« Méthode »: every formula, parameter, source and licence in use, read from the TOML and the cards themselves."""

import math
from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour, nombre
from components.core.refus import Refus
from components.methode import lectures, view_epreuves, view_langage
from components.ui import identity, reglages, saisies, sceau, widgets
from components.ui.gestes import geste
from data.base import formules, jours, parameters, store
from data.base.parameters import FIABILITES, EnVigueur, Parametre, ValeurDatee
from data.territoire import territoire


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title("Méthode")
        sceau.dire(db, sceau.PARAMETRE)
        widgets.reponse(
            "Aucune convention cachée : chaque formule, chaque paramètre et chaque source de l'outil est ici."
        )
        shown: dict[str, Callable[[Database], None]] = {
            "Formules": _formulas, "Paramètres": _parameters, "Sources et licences": _sources,
            "Épreuves": view_epreuves.afficher, "Glossaire": _glossary, "Langage visuel": view_langage.afficher,
        }  # fmt: skip
        shown |= {"Journal": _journal} if identity.prepare() else {}
        tabs = st.tabs(list(shown), key="methode_onglets", on_change="rerun")
        for tab, draw in zip(tabs, shown.values(), strict=True):
            with tab:
                if tab.open:  # hundreds of lines: those looked at
                    draw(db)


def _formulas(db: Database) -> None:
    for cle, formule in formules.catalogue().items():
        st.markdown(f"## {widgets.markdown_inerte(formule.titre)}\n\n{widgets.markdown_inerte(formule.texte)}")
        parts = [part.strip().rstrip(",") for part in formule.formule.split(r"\qquad")]
        st.expander("La formule", key=f"methode_formule_{cle}").markdown(
            "\n\n".join(f"$$\n{part}\n$$" for part in parts)
        )
        names = [parameters.catalogue()[name].label for name in formule.parametres]
        widgets.ligne_source([f"Source : {formule.source}", f"Paramètres : {', '.join(names)}" if names else ""])
    _conservation(db)


def _conservation(db: Database) -> None:
    st.header("Vérification sur ce fichier")
    try:
        check = lectures.conservation(db, jours.aujourd_hui(db))
    except Refus as problem:
        st.info(widgets.phrase_inerte(f"La vérification attend des positions de communes. {problem}"))
        return
    st.markdown(
        f"1 000 actes ajoutés à {widgets.markdown_inerte(check.lieu)} : "
        f"{nombre(check.actes_recus, 6)} actes reçus par les habitants "
        f"(écart relatif inférieur à {_puissance(check.ecart)})."
    )


def _puissance(ecart: float) -> str:
    """A power of ten above a relative gap, and never under what a computer can tell: « 10⁻¹² »."""
    exponent = max(1, min(15, -math.ceil(math.log10(abs(ecart))) if ecart else 15))
    return "10⁻" + str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _parameters(db: Database) -> None:
    values = EnVigueur.read(db, jours.aujourd_hui(db))
    catalogue = parameters.catalogue()
    table = pd.DataFrame([_row(parametre, values[nom]) for nom, parametre in catalogue.items()])
    st.dataframe(table, hide_index=True, height=420)
    widgets.telecharger(table, "parametres", ["Paramètres de Concertation"], "methode_parametres")
    if reglages.reglables(db):
        _edit(db, values)


def _row(parametre: Parametre, valeur: ValeurDatee) -> dict[str, str]:
    low, _, high = valeur.bornes
    bands = " ; ".join(" → ".join(f"{cell:.4g}" for cell in line) for line in valeur.lignes).replace(".", ",")
    return {
        "Paramètre": parametre.label,
        "Valeur": bands or _exact(valeur.value),
        "Fourchette": "" if low == high else f"{_exact(low)} à {_exact(high)}",
        "Unité": parametre.unit,
        "Depuis": jour(valeur.since),
        "Fiabilité": FIABILITES[valeur.fiabilite],
        "Référence": valeur.reference,
        "Ce que c'est": parametre.description,
        "Autres dates": " ; ".join(f"{_exact(v.value)} ({v.since.year})" for v in parametre.valeurs if v != valeur),
        "Vérifié le": jour(parametre.checked_on),
    }


def _exact(value: float) -> str:
    return f"{value:.6g}".replace(".", ",")


def _edit(db: Database, values: EnVigueur) -> None:
    st.header("Régler un paramètre")
    st.caption(
        "Les valeurs lues dans un texte officiel et les barèmes à plusieurs lignes ne se règlent pas ici. "
        "Un plancher (secret, présence des usagers) se relève seulement, par un compte de facilitation. Chaque réglage "
        "est daté, signé et réversible."
    )
    open_ones = reglages.reglables(db)
    nom = st.selectbox("Paramètre", list(open_ones), format_func=lambda n: open_ones[n].label, key="methode_nom")
    valeur = values[nom]
    low, _, high = valeur.bornes
    least = float(open_ones[nom].minimum)
    with st.form(f"methode_regler_{nom}"):
        a, b, c = st.columns(3)
        bas = saisies.champ_nombre(a, "Bas", least, valeur=low)
        central = saisies.champ_nombre(b, f"Valeur ({open_ones[nom].unit})", least, valeur=valeur.value)
        haut = saisies.champ_nombre(c, "Haut", least, valeur=high)
        motif = st.text_input("Pourquoi cette valeur ?", max_chars=300)
        if st.form_submit_button("Retenir cette valeur", type="primary"):
            geste(lambda: parameters.fixer(db, identity.acteur(), nom, saisies.valeur(central), bas, haut, motif))
    if nom in values.locales and st.button("Revenir à la valeur datée", icon=":material/undo:"):
        geste(lambda: parameters.retablir(db, identity.acteur(), nom))


def _sources(db: Database) -> None:
    cards = territoire.sources(db)
    for card in cards.itertuples():
        with st.expander(
            widgets.markdown_inerte(f"{card.titre} — {card.producteur}, {card.millesime}"),
            key=f"methode_source_{card.Index}",
        ):
            cautions = "\n".join(f"- {widgets.markdown_inerte(caution)}" for caution in card.mises_en_garde)
            st.markdown(f"{widgets.markdown_inerte(card.description)}\n\n{cautions}")
            widgets.ligne_source(
                [
                    f"Licence : {card.licence}",
                    f"Relais : {card.relais}" if card.relais else "",
                    f"Consultée le {jour(date.fromisoformat(card.consulte_le))}",
                    f"Fiabilité : {FIABILITES[card.fiabilite]}",
                    f"Empreinte SHA-256 : {card.sha256[:16]}…",
                ]
            )
    st.header("Logiciels")
    st.dataframe(lectures.logiciels(), hide_index=True)


def _glossary(_: Database) -> None:
    st.markdown(lectures.glossaire())


def _journal(db: Database) -> None:
    st.caption("Les derniers gestes faits dans ce fichier, du plus récent au plus ancien.")
    st.dataframe(lectures.journal(db), hide_index=True, height=420)
