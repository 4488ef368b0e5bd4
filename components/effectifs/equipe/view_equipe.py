"""The workforce of a team: what is estimated and why, what the table entered, and its history."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from components.core.francais import nombre, pluriel
from components.core.refus import EntreeInvalide
from components.effectifs import gestes, lectures
from components.effectifs.equipe import view_histoire, view_importer
from components.effectifs.moteur.effectif import (
    ESTIME,
    MODES,
    PEU,
    SAISI,
    SECTEURS,
    Ligne,
    annoncees,
    effectifs,
    estimes,
    qualite,
)
from components.effectifs.regles.saisie import vieillis
from components.effectifs.view_choix import DEPARTEMENT, EquipeRegardee, ecartees
from components.ui import grilles, identity, session, widgets
from components.ui.gestes import geste
from data.effectifs import effectifs as comptes

COLONNES = {
    "effectif": "Personnes", "sexe": "Sexe", "age_min": "Âge, de", "age_max": "à", "heures": "Heures",
    "patientele": "Patientèle", "cumul": "Cumul", "mode": "Exercice", "secteur": "Secteur",
    "depart": "Départ", "arrivee": "Arrivée",
}  # fmt: skip
LARGEURS = {"effectif": 95, "sexe": 65, "age": 78, "patientele": 98, "mode": 92, "estime": 215}  # pixels
DEPART = "Année connue : la première sans cette personne."
PATIENTELE = "Adultes qui l'ont choisi pour médecin traitant, par personne de la ligne."
NOMBRES = {
    "effectif": grilles.Nombre(
        COLONNES["effectif"], entier=True, aspect={"width": LARGEURS["effectif"], "default": "1", "required": True}
    ),
    "age_min": grilles.Nombre(
        COLONNES["age_min"], entier=True, aspect={"width": LARGEURS["age"], "help": "Un seul âge : laissez « à » vide."}
    ),
    "age_max": grilles.Nombre("Âge, à", entier=True, aspect={"width": LARGEURS["sexe"], "label": COLONNES["age_max"]}),
    "heures": grilles.Nombre(COLONNES["heures"], aspect={"width": LARGEURS["age"], "help": "Par semaine"}),
    "patientele": grilles.Nombre(COLONNES["patientele"], aspect={"width": LARGEURS["patientele"], "help": PATIENTELE}),
    "depart": grilles.Nombre(COLONNES["depart"], entier=True, aspect={"width": LARGEURS["age"], "help": DEPART}),
    "arrivee": grilles.Nombre(
        COLONNES["arrivee"], entier=True, aspect={"width": LARGEURS["age"], "help": "Année connue"}
    ),
}
MOTS = {
    "sexe": grilles.parmi(COLONNES["sexe"], ("F", "H"), vide=True, width=LARGEURS["sexe"], default=""),
    "mode": grilles.parmi(COLONNES["mode"], MODES, width=LARGEURS["mode"], default="libéral"),
    "secteur": grilles.parmi(COLONNES["secteur"], SECTEURS, width=LARGEURS["mode"], default="privé"),
}
SANS_PROJECTION = (
    "Aucun fichier lu ici ne donne leurs âges ni leurs arrivées, et les spécialistes mêlent des métiers d'âges très "
    "différents : les projeter ne serait qu'une convention."
)


def afficher(scene: EquipeRegardee) -> None:
    """Draw the screen."""
    if scene.lieu == DEPARTEMENT:
        _departement(scene)
        return
    rows = scene.equipe(scene.toutes)
    widgets.reponse(f"{scene.lieux[scene.lieu]}, {scene.mot} : {_resume(scene, rows)}")
    for words in ecartees(scene):
        st.caption(widgets.markdown_inerte(words))
    for why in sorted({row.pourquoi for row in rows if row.pourquoi}):
        kind = "Estimé" if any(row.statut == ESTIME for row in rows) else "Chargé"
        st.caption(widgets.markdown_inerte(f"{kind} — {why}"))
    if not identity.anime():
        st.info("La saisie est réservée au compte de facilitation : les lignes peuvent identifier des personnes.")
        return
    small = effectifs(rows, scene.jour.year).get(scene.groupe, 0) < PEU
    if small and not _ouvrir(scene):
        return
    _saisie(scene, rows)
    view_histoire.afficher(scene, small)


def _resume(scene: EquipeRegardee, rows: list[Ligne]) -> str:
    if not rows:
        return "inconnu, rien n'est chargé ni saisi."
    count = effectifs(rows, scene.jour.year).get(scene.groupe, 0)
    coming = annoncees(rows, scene.jour.year)
    if not count and not coming:
        return "personne n'exerce aujourd'hui, la table l'a saisi."
    more = f", {pluriel(coming, 'annoncée', 'annoncées')}" if coming else ""
    return f"{pluriel(count, 'personne')}{more}. {qualite(rows, scene.ages)}"


def _departement(scene: EquipeRegardee) -> None:
    counts = effectifs(scene.lignes, scene.jour.year)
    rows = []
    for code, name in scene.lieux.items():
        mine = [r for r in scene.lignes if (r.territoire, r.profession) == (code, scene.profession)]
        if code == DEPARTEMENT:
            continue
        status = sorted({row.statut for row in mine})
        why = sorted({row.pourquoi for row in mine if row.pourquoi})
        rows.append((name, counts.get((code, scene.profession)), ", ".join(status) or "inconnu", " ".join(why)))
    table = pd.DataFrame(rows, columns=["Territoire", "Personnes", "Statut", "Pourquoi"]).astype({"Personnes": "Int64"})
    total = table["Personnes"].sum()  # missing is not zero: it is skipped
    widgets.reponse(
        f"{nombre(float(total))} {scene.mot} dans le département, "
        f"{pluriel(int((table['Statut'] == SAISI).sum()), 'territoire saisi', 'territoires saisis')} sur {len(table)}."
        if table["Personnes"].notna().any()
        else f"Aucun effectif connu pour les {scene.mot} : choisissez un territoire pour saisir une équipe."
    )
    for words in ecartees(scene):
        st.caption(widgets.markdown_inerte(words))
    st.dataframe(table.drop(columns="Pourquoi"), hide_index=True, height=420)
    for reason in sorted({row.pourquoi for row in scene.equipe(scene.lignes) if row.pourquoi}):
        st.caption(widgets.markdown_inerte(reason))
    if others := comptes.autres_comptes(scene.db):
        told = ", ".join(f"{label.lower()} {nombre(people)}" for label, people in others.items())
        st.caption(
            f"Comptés aussi en 2024 dans le département, sans projection : {told}. {SANS_PROJECTION} "
            "Source : CNAM, data.ameli.fr."
        )
    widgets.telecharger(
        table, f"effectifs {scene.mot}", [qualite(scene.equipe(scene.lignes), scene.ages)], "effectifs_table"
    )
    st.caption("Choisissez un territoire pour voir ou saisir son équipe.")
    view_importer.afficher(scene)


def _ouvrir(scene: EquipeRegardee) -> bool:
    return st.toggle(
        "Ouvrir la saisie : cet écran n'est pas projeté",
        key=f"effectifs_ouvert_{scene.lieu}_{scene.profession}",
        help="Moins de cinq personnes : les âges et les départs les identifient.",
    )


def _saisie(scene: EquipeRegardee, rows: list[Ligne]) -> None:
    entered = [r for r in lectures.saisies(scene.db, scene.jour) if (r.territoire, r.profession) == scene.groupe]
    offered = entered or [replace(row, patientele=None) for row in rows]  # a territory's mean is nobody's own list
    st.markdown(
        "**L'équipe** : une ligne par personne, ou par groupe de même âge. Laissez vide ce qui n'est pas connu."
    )
    _depuis(scene, entered)
    version = session.get("effectifs_version", 0)
    key = f"effectifs_saisie_{scene.lieu}_{scene.profession}_{version}"
    table = _tableau(offered, scene.ages)
    edited = grilles.saisir(
        grilles.textes(table, NOMBRES),
        {**NOMBRES, **MOTS},
        num_rows="dynamic",
        hide_index=True,
        key=key,
        column_config=_colonnes(scene.profession),
        disabled=["estime"],
        placeholder="",
    )
    seen = lectures.vues(scene.db).get(scene.groupe, frozenset())
    told = {name: why for row in offered for name, why in estimes(row, scene.ages).items()}
    if told:
        st.caption("Estimé : " + " ; ".join(f"{name} ({why})" for name, why in told.items()) + ".")
    left, middle, right, _ = st.columns([1.2, 1.3, 1.4, 0.7])
    if left.button("Enregistrer l'équipe", type="primary", width="stretch"):
        geste(lambda: _enregistrer(scene, table, edited, seen), dire="Équipe enregistrée.")
    with middle.popover("Personne aujourd'hui", key=f"{key}_personne", width="stretch"):
        st.markdown(f"Personne n'exerce ici aujourd'hui ({scene.mot}) : c'est zéro, et non inconnu.")
        if st.button("Enregistrer qu'il n'y a personne", width="stretch"):
            geste(lambda: _personne(scene, entered, seen), dire="Personne aujourd'hui : enregistré.")
    if entered and right.button("Revenir à l'estimation", width="stretch"):
        geste(lambda: _ecrire(scene, [], seen), dire="L'estimation est de retour ; l'historique garde la saisie.")


def _tableau(rows: list[Ligne], ages: str) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {name: getattr(row, name) for name in COLONNES} | {"estime": ", ".join(estimes(row, ages)), "cle": row.cle}
            for row in rows
        ]
    )
    table = table.reindex(columns=[*COLONNES, "estime", "cle"])
    table["cumul"] = table["cumul"].astype("boolean").fillna(False).astype(bool)
    return table


def _colonnes(profession: str) -> dict[str, Any]:
    return {
        "cumul": st.column_config.CheckboxColumn(
            COLONNES["cumul"], default=False, help="Cumul emploi-retraite", width=LARGEURS["age"]
        ),
        "estime": st.column_config.TextColumn(
            "Estimé", width=LARGEURS["estime"], help="Cellules qui ne sont pas saisies"
        ),
        "cle": None,
    } | ({} if profession == "mg" else {"patientele": None})


def _depuis(scene: EquipeRegardee, entered: list[Ligne]) -> None:
    """What the years that passed did to the entry: ages that moved on, people who left."""
    clauses = [vieillis(entered, scene.jour.year)]
    gone = lectures.partis(scene.db, scene.jour, scene.groupe)
    if gone:
        clauses.append(
            f"{pluriel(gone, 'personne partie', 'personnes parties')} depuis, à la date saisie : "
            f"{'elle ne compte' if gone < 2 else 'elles ne comptent'} plus, l'historique garde sa saisie"
        )
    told = " ; ".join(words for words in clauses if words)
    if told:
        st.caption(f"{told[0].upper()}{told[1:]}.")


def _personne(scene: EquipeRegardee, entered: list[Ligne], seen: frozenset[int]) -> None:
    """Nobody today; those announced stay announced."""
    coming = [row for row in entered if row.annoncee(scene.jour.year)]
    _ecrire(scene, coming or [Ligne("", scene.lieu, scene.profession, 0)], seen)


def _enregistrer(scene: EquipeRegardee, before: pd.DataFrame, edited: pd.DataFrame, seen: frozenset[int]) -> None:
    typed = grilles.lire(edited, before, NOMBRES)
    rows = [_lue(scene, rank, row) for rank, row in enumerate(typed.to_dict("records"), start=1)]
    if not rows:
        raise EntreeInvalide(
            "L'équipe est vide : rien n'a été enregistré. S'il n'y a personne, choisissez « Personne aujourd'hui » ; "
            "pour effacer une saisie, revenez à l'estimation."
        )
    _ecrire(scene, rows, seen)


def _ecrire(scene: EquipeRegardee, rows: list[Ligne], seen: frozenset[int]) -> None:
    gestes.enregistrer(scene.db, identity.acteur(), scene.jour.year, scene.lieu, scene.profession, rows, seen)
    session.put("effectifs_version", session.get("effectifs_version", 0) + 1)


def _lue(scene: EquipeRegardee, rank: int, row: dict[str, Any]) -> Ligne:
    def cell(name: str) -> Any:
        value = row[name]
        return None if value is None or pd.isna(value) else value

    def whole(name: str) -> int | None:
        value = cell(name)
        return None if value is None else int(value)

    def word(name: str) -> str:
        return str(MOTS[name].lire(str(cell(name) or "")))

    low, high, people = whole("age_min"), whole("age_max"), whole("effectif")
    if people is None:
        raise EntreeInvalide(f"Ligne {rank} : « {COLONNES['effectif']} » est vide. Rien n'a été enregistré.")
    base = Ligne(str(cell("cle") or ""), scene.lieu, scene.profession, people)
    hours, patients = cell("heures"), cell("patientele")
    return replace(
        base, mode=word("mode"), secteur=word("secteur"), sexe=word("sexe"),
        age_min=low, age_max=low if high is None else high, heures=None if hours is None else float(hours),
        cumul=bool(cell("cumul")), depart=whole("depart"), arrivee=whole("arrivee"),
        patientele=None if patients is None else float(patients),
    )  # fmt: skip
