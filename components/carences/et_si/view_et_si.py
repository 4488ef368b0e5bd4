"""« Et si ? »: a doctor leaves, one arrives, a consultation avancée opens — who loses and who gains, at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.carences.et_si import view_clic, view_comparer, view_effet, view_periode
from components.carences.et_si.view_effet import CARTE, CHOIX, PHRASE, EffetRegarde
from components.carences.indicateurs import gestes, lectures
from components.core.acces.assemblage import LIMITE_AGE, TOUS_AGES, limite_age
from components.core.acces.donneurs import est_un_lieu
from components.core.acces.effects import Effet
from components.core.acces.moves import Mouvement
from components.core.acces.people import personnes_par_ampleur
from components.core.communes import distinctes
from components.core.francais import compte, distincts, nombre, pourcent
from components.core.refus import EntreeInvalide
from components.ui import identity, menu, saisies, sceau, session, widgets
from components.ui.cartes import carte_effet, carte_sites
from components.ui.champs import preteur
from components.ui.depot import manque
from components.ui.gestes import geste, renouvelee
from data.base import jours, store
from data.base.parameters import EnVigueur
from data.carences import variantes
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

GENRES = {
    "depart": "Un médecin part",
    "arrivee": "Un médecin arrive",
    "consultation_avancee": "Une consultation avancée ouvre",
    "fin_consultation_avancee": "Une consultation avancée ferme",
}
ACTES, ETP = "actes par an", "temps plein (ETP)"
NOUVELLE, PERDUE = 0, -1
LISTE = 24  # characters that the list of hypotheses shows
OUBLI = "L'hypothèse affichée n'existe plus : elle a été supprimée dans un autre onglet."


def render() -> None:
    """Draw the page, for those who prepare: the age and the acts typed for a doctor may name someone."""
    if not identity.prepare():
        menu.reserve("et_si")
        return
    with store.connect() as db:
        st.title(f"Et si ? — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.PARAMETRE)
        series = indicateurs.apl_generalistes(db)
        if not series:
            manque.debloquer(db, manque.APL, "etsi", "« Et si ? » s'ajoute à l'APL publiée des médecins généralistes.")
            return
        _page(db, series, jours.aujourd_hui(db))


def _page(db: Database, series: list[Serie], jour: date) -> None:
    answer = st.container()
    left, right = st.columns([1, 2.1])
    with left:
        variante = _stack(db)
        beside = view_comparer.choisir(db, variante)
        clic = view_clic.choisir()
        gestures = st.container()
        serie, age_reading = _baseline(series)
    access = lectures.acces(db, EnVigueur.read(db, jour))
    scene = EffetRegarde(db, access, serie, age_reading, jour)
    with gestures:
        scene = replace(scene, annee=view_periode.choisir(db, variante, beside, jour))
        view_clic.poser(access, lambda kind, place, fields: _add(scene, variante, kind, place, fields))
        view_clic.annuler(db, variante)
        _form(scene, variante)
        _kept(db, variante)
    counted = _result(scene, variante, answer)
    if counted is not None:
        _montrer(scene, variante, *counted, right, beside, clic)


def _baseline(series: list[Serie]) -> tuple[Serie, str]:
    session.keep("etsi_serie", "etsi_age")
    titles = {serie.id: serie for serie in series}
    with st.expander("APL de départ", key="etsi_apl_depart"):
        picked = titles[
            st.selectbox("Série publiée", list(titles), format_func=lambda i: titles[i].titre, key="etsi_serie")
        ]
        if picked.dite:
            return picked, picked.dite
        unsure = "vérifier" in picked.serie
        if not unsure:
            return picked, picked.serie if limite_age(picked.serie) else TOUS_AGES
        reading = st.radio("Lire cette série comme", [TOUS_AGES, LIMITE_AGE], key="etsi_age")
        st.caption(
            "La série d'âge de la valeur publiée est à vérifier. Dans la série « 65 ans et moins », un médecin plus "
            "âgé ne compte pas."
        )
    return picked, reading


def _stack(db: Database) -> int:
    """The stack shown: chosen, or the one opened by the first move (NOUVELLE until then).

    PERDUE when another tab has just deleted it: what was typed for it must not land in another stack.
    """
    session.keep("etsi_variante")
    stacks = variantes.read(db)
    names = distincts(stacks["nom"].to_dict(), {NOUVELLE: "Nouvelle hypothèse"})
    wanted = session.get("etsi_ouvrir")
    if wanted in names:
        session.put("etsi_variante", wanted)
        session.put("etsi_ouvrir", None)
    lost = session.get("etsi_variante") not in {None, *names}
    if lost:
        st.warning(OUBLI, icon=":material/delete:")
    session.start("etsi_variante", NOUVELLE if lost else max(names), names)
    left, right = st.columns([2.4, 1], vertical_alignment="bottom")
    chosen = left.selectbox("Hypothèse", list(names), format_func=names.__getitem__, key="etsi_variante")
    with right.popover("Gérer", key=f"etsi_gerer_{chosen}", disabled=chosen == NOUVELLE, width="stretch"):
        if chosen:
            _manage(db, chosen, names[chosen])
    widgets.nom_entier(names[chosen], LISTE)
    return PERDUE if lost else int(chosen)


def _manage(db: Database, variante: int, nom: str) -> None:
    with st.form("etsi_renommer", border=False):
        wanted = st.text_input("Nom", nom)
        if st.form_submit_button("Renommer"):
            geste(lambda: variantes.renommer(db, identity.acteur(), variante, wanted))
    if st.button("Supprimer cette hypothèse", icon=":material/delete:"):
        geste(partial(_delete, db, variante))


def _delete(db: Database, variante: int) -> None:
    variantes.supprimer(db, identity.acteur(), variante)
    session.put("etsi_ouvrir", NOUVELLE)


def _form(scene: EffetRegarde, variante: int) -> None:
    access = scene.access
    kind = st.selectbox("Mouvement", list(GENRES), format_func=GENRES.__getitem__, key="etsi_genre")
    with st.form("etsi_mouvement"):
        places = sorted(access.habitants.index, key=lambda code: access.noms[code])
        names = distinctes({code: access.noms[code] for code in places})
        place = st.selectbox(
            "Commune", places, index=None, format_func=names.__getitem__, placeholder="Choisir une commune"
        )
        values = EnVigueur.read(scene.db, scene.jour)
        doctor = kind in ("depart", "arrivee")
        full, day = round(values.number("actes_par_etp")), values.number("minutes_par_jour")
        fields = _doctor_fields(full) if doctor else _days_fields(access.noms, day)
        period = view_periode.champs(scene.jour)
        key = renouvelee("etsi_mouvement_oui")
        if st.form_submit_button("Ajouter ce mouvement", key=key, type="primary", width="stretch"):
            geste(lambda: _add(scene, variante, kind, place, fields, period), renouvelle="etsi_mouvement_oui")


def _doctor_fields(plein: int) -> dict[str, float | int | None]:
    """`plein`: acts a year of a full-time doctor, offered first; left as it is, it is one ETP."""
    age = saisies.champ_entier(st, "Âge du médecin (ans)", 18, 99, placeholder="non précisé")
    left, right = st.columns(2)
    unit = left.selectbox("Activité en", [ACTES, ETP])
    amount = saisies.champ_nombre(
        right, "Quantité", 0, 15_000, plein, help="Un temps plein, tant que rien n'est saisi."
    )
    amount = 1.0 if unit == ETP and amount == plein else amount
    return {"age": age, "actes": amount if unit == ACTES else None, "etp": amount if unit == ETP else None}


def _days_fields(noms: Mapping[str, str], journee: float) -> dict[str, Any]:
    return {
        "jours_par_mois": saisies.champ_nombre(st, "Jours par mois", 0.5, 23, 2),
        "donneur": preteur.champ(st, noms, "etsi_donneur"),
        "route": preteur.champ_route(st, journee, "etsi_route"),
    }


def _add(
    scene: EffetRegarde, variante: int, kind: str, place: str | None, fields: Mapping[str, Any],
    periode: tuple[int | None, int | None] = (None, None),
) -> None:  # fmt: skip
    if variante == PERDUE:
        raise EntreeInvalide(f"{OUBLI} Rien n'a été ajouté : choisissez une hypothèse, puis recommencez.")
    if place is None:
        raise EntreeInvalide("Choisissez la commune du mouvement. Rien n'a été ajouté.")
    label = f"{GENRES[kind]} à {scene.access.noms[place]}"
    move = Mouvement(kind, place, label, **fields)  # type: ignore[arg-type]
    db, actor = scene.db, identity.acteur()
    with store.writing(db):
        target = variante or variantes.creer(db, actor, _free_name(db, label))
        gestes.ajouter(db, actor, target, move, scene.access, scene.serie, scene.lecture_age, scene.jour, periode)
    session.put("etsi_ouvrir", target)


def _free_name(db: Database, label: str) -> str:
    taken = set(variantes.read(db)["nom"])
    return next(name for k in range(1, len(taken) + 2) if (name := label if k == 1 else f"{label} ({k})") not in taken)


def _kept(db: Database, variante: int) -> None:
    moves = variantes.moves(db, variante)
    if moves.empty:
        return
    names = territoire.communes(db)["nom"].to_dict()
    st.markdown("**Mouvements retenus**")
    for row in moves.itertuples():
        st.markdown(f"{widgets.markdown_inerte(row.libelle)}{widgets.markdown_inerte(_details(row, names))}")
        if st.button(
            f"Retirer : {widgets.markdown_inerte(row.libelle)}",
            key=f"etsi_retirer_{row.id}",
            icon=":material/close:",
            type="tertiary",
        ):
            variantes.retirer_mouvement(db, identity.acteur(), row.id)
            st.rerun()


def _details(row: Any, noms: Mapping[str, str]) -> str:
    days = row.jours_par_mois
    lender = f"pris à {noms.get(row.donneur, row.donneur)}" if est_un_lieu(row.donneur) else ""
    details = [
        compte(row.age, "an") if pd.notna(row.age) else "",
        f"{compte(row.actes, 'acte')}/an" if pd.notna(row.actes) else "",
        f"{nombre(row.etp, 2)} ETP" if pd.notna(row.etp) else "",
        f"{nombre(days, 0 if days % 1 == 0 else 1)} j/mois" if pd.notna(days) else "",
        lender,
        f"{pourcent(row.route, 0)} sur la route" if row.route else "",
        view_periode.mots(row.annee, row.jusqua),
    ]
    text = ", ".join(part for part in details if part)
    return f" ({text})" if text else ""


def _result(scene: EffetRegarde, variante: int, answer: DeltaGenerator) -> tuple[Effet, pd.DataFrame] | None:
    """The answer, first, and people by size of change; None for a stack that has none, which says why."""
    moves = scene.mouvements(variante)
    try:
        result = lectures.simuler(scene.db, scene.access, scene.serie, moves, scene.lecture_age, scene.jour)
        view_effet.tenir(scene, result)
    except EntreeInvalide as refusal:
        answer.error(
            f"Cette hypothèse n'est pas chiffrée. {widgets.phrase_inerte(str(refusal))} Les mouvements sont gardés."
        )
        return None
    people = personnes_par_ampleur(result, scene.access.habitants)
    with answer:
        if moves:
            view_effet.phrase(result, scene.access, people)
        else:
            widgets.reponse("Cliquez une commune sur la carte : elle dira qui gagne et qui perd.")
            st.caption(PHRASE)
    return result, people


def _montrer(
    scene: EffetRegarde, variante: int, result: Effet, people: pd.DataFrame, right: DeltaGenerator, beside: int,
    clic: str,
) -> None:  # fmt: skip
    """The map, beside the other hypothesis when one is looked at, then the tables."""
    letters = carte_sites.retenues()
    with right:
        try:
            drawn = view_effet.planche(scene, variante, result, letters, beside)
        except EntreeInvalide:  # said by the table below: the other hypothesis has no meaning
            drawn = view_effet.planche(scene, variante, result, letters)
        carte_effet.afficher(scene.db, drawn, CHOIX, CARTE, clic)
    if beside:
        view_comparer.tableau(scene, variante, result, beside)
    if result.mouvements:
        view_effet.tableaux(result, scene.access, scene.serie, people)
        widgets.precautions(view_effet.precautions(result, scene.access), "etsi")
