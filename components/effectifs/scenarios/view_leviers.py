"""A lever of the catalogue on screen: what it does and costs, where it is put, the effect that the table may enter."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.core.francais import exact, mot, nombre
from components.effectifs.moteur.leviers import (
    ACTES,
    ARRIVEES,
    CESSATION,
    CONSULTATIONS,
    ETP,
    PATIENTELE,
    PATIENTS,
    SANS_CHIFFRE,
)
from components.effectifs.scenarios import gestes
from components.effectifs.view_choix import DEPARTEMENT, EquipeRegardee
from components.ui import identity, saisies, widgets
from components.ui.gestes import geste, renouvelee
from data.base.parameters import sourcee
from data.effectifs import leviers
from data.effectifs.leviers import Levier

POUR_TOUS = {
    ETP: "temps pleins, par unité", ARRIVEES: "arrivées (personnes), par unité",
    CESSATION: "années de carrière en plus, par personne concernée",
}  # fmt: skip
SAISIES = {
    ACTES: "actes par an, par unité", **POUR_TOUS,
    PATIENTELE: "part de patients en plus, par médecin",
    PATIENTS: "patients par an, par unité",
}  # fmt: skip
UNITES = {**SAISIES, CONSULTATIONS: "part de consultations en plus, par médecin", SANS_CHIFFRE: "sans chiffre"}
Effet = tuple[str, float, float, float]


def ajouter(scene: EquipeRegardee) -> None:
    """Choose a lever, read its card, put it on a territory."""
    levers = leviers.catalogue()
    usable = [name for name, lever in levers.items() if scene.profession in lever.professions]
    name = st.selectbox(
        f"Levier pour les {scene.mot}",
        usable,
        format_func=lambda n: levers[n].label,
        key=f"effectifs_levier_{scene.profession}",
    )
    lever = levers[name]
    st.caption(fiche(lever))
    own = lever.effet is None or (
        lever.reglable and st.toggle("Saisir un autre effet", key=f"effectifs_autre_effet_{name}")
    )
    places = {k: v for k, v in scene.lieux.items() if k != DEPARTEMENT}
    with st.form(f"effectifs_ajout_{name}"):
        first = list(places).index(scene.lieu) if scene.lieu in places else 0
        place = st.selectbox("Territoire", list(places), first, format_func=places.__getitem__)
        a, b = st.columns(2)
        year = saisies.champ_entier(a, "Début (année)", scene.jour.year, scene.jour.year + 20, scene.jour.year + 1)
        amount = saisies.champ_nombre(b, "Quantité", 0.1, 10_000, 1, help=f"Unité : {lever.unite}")
        entered = _effet_saisi(lever, scene.profession) if own else None
        key = renouvelee("effectifs_levier_oui")
        if st.form_submit_button("Ajouter ce levier", key=key, type="primary", width="stretch"):
            geste(
                lambda: gestes.ajouter_levier(
                    scene.db,
                    identity.acteur(),
                    scene.scenario,
                    name,
                    place,
                    scene.profession,
                    int(saisies.valeur(year)),
                    saisies.valeur(amount),
                    entered,
                ),
                renouvelle="effectifs_levier_oui",
            )


def _effet_saisi(lever: Levier, profession: str) -> Effet | None:
    """Target and low, central, high effect that the table enters: from nothing, or in place of the catalogue's."""
    target, first = lever.cible, lever.effet or (0.0, 0.0, 0.0)
    if lever.effet is None:
        st.caption("Aucun chiffre publié : sans saisie, le levier est gardé sans effet.")
        units = SAISIES if profession == "mg" else POUR_TOUS
        target = st.selectbox("Effet en", list(units), format_func=units.__getitem__)
    else:
        st.caption(f"Par {lever.unite} : {lever.unite_effet}. L'effet sera dit saisi par la table.")
    names = zip(st.columns(3), ("Bas", "Central", "Haut"), first, strict=True)
    low, mid, high = (saisies.champ_nombre(column, word, valeur=value) or 0.0 for column, word, value in names)
    return (target, low, mid, high) if lever.effet or low or mid or high else None


def effet_saisi(row: Mapping[str, object]) -> str:
    """« effet saisi par la table : 0,2 / 0,5 / 0,8 arrivées… » for a line of a scenario; empty when it is the
    catalogue's."""
    values = [row["effet_bas"], row["effet_central"], row["effet_haut"]]
    if any(pd.isna(value) for value in values):
        return ""
    told = " / ".join(exact(float(str(value))) for value in values)
    return f"effet saisi par la table : {told} ({UNITES[str(row['cible'])]})"


def fiche(lever: Levier) -> str:
    """Everything the catalogue says of a lever, as inert Markdown."""
    effect = " / ".join(exact(v) for v in lever.effet) if lever.effet else "sans chiffre publié"
    more = f", et {' / '.join(nombre(v) for v in lever.patients)} patients suivis" if lever.patients else ""
    delay = f"{' / '.join(nombre(v, 1) for v in lever.delai)} {mot(lever.delai[-1], 'an')}"
    cost = " / ".join(nombre(v) for v in lever.cout) + " € par an et par unité" if lever.cout else "coût à vérifier"
    rise = f"{nombre(lever.montee, 1)} {mot(lever.montee, 'an')}"
    text = (
        f"Par {lever.unite}. Effet bas / central / haut : {effect} ({lever.unite_effet}){more}. Délai : {delay}, "
        f"puis {rise} de montée. {cost.capitalize()}, {lever.financeur}. {lever.note} "
        f"Source : {sourcee(lever.source, lever.fiabilite)}."
        f"{' Nommé par le HCAAM en 2022.' if lever.hcaam else ''}"
    )
    return widgets.markdown_inerte(text)
