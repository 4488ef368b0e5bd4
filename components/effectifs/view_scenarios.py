"""Scenarios: named, dated levers and moves, their cost, and the frozen result that can be run again."""

from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from components.core.francais import jour, nombre, pluriel
from components.core.moves import Mouvement
from components.effectifs import commands_scenario as commands
from components.effectifs.model_effectif import PROFESSIONS
from components.effectifs.model_leviers import ACTES, ARRIVEES, CESSATION, ETP, PATIENTELE, PATIENTS, SANS_CHIFFRE
from components.effectifs.model_monde import MG
from components.effectifs.view_choix import DEPARTEMENT, TENDANCE, Scene, choix_garde, geste, tableau
from components.ui import identity, session, widgets
from data import leviers, scenarios, territoire
from data.leviers import Levier
from data.parameters import FIABILITES

GENRES = {
    "arrivee": "Un médecin arrive",
    "depart": "Un médecin part",
    "consultation_avancee": "Une consultation avancée ouvre",
    "fin_consultation_avancee": "Une consultation avancée ferme",
}
NOMS = {"arrivee": "Arrivée ({})", "depart": "Départ ({})"}
AUTRES = {"arrivee": "Une personne arrive", "depart": "Une personne part"}
POUR_TOUS = {
    ETP: "temps pleins, par unité", ARRIVEES: "arrivées (personnes), par unité",
    CESSATION: "années de carrière en plus, par personne concernée",
}  # fmt: skip
SAISIES = {
    ACTES: "actes par an, par unité", **POUR_TOUS,
    PATIENTELE: "part de patients en plus, par médecin",
    PATIENTS: "patients par an, par unité",
}  # fmt: skip


def afficher(scene: Scene) -> None:
    """Draw the screen."""
    known = scenarios.read(scene.db)
    if scene.scenario == TENDANCE:
        kept = pluriel(len(known), "scénario gardé", "scénarios gardés")
        widgets.reponse(
            f"{kept}. Choisissez-en un au-dessus, ou ouvrez-en un nouveau." if len(known) else "Aucun scénario."
        )
        _nouveau(scene)
        _liste(known)
        return
    row = known.loc[scene.scenario]
    count = pluriel(int(row["nombre"]), "levier ou mouvement", "leviers et mouvements")
    widgets.reponse(f"Scénario « {row['nom']} », par {row['acteur']} : {count}.")
    if row["note"]:
        st.caption(widgets.markdown_inerte(row["note"]))
    left, right = st.columns([1, 1.25])
    with left:
        _ajout(scene)
    with right:
        _lignes(scene)
        _gerer(scene, str(row["nom"]), str(row["note"]))
        _exporter(scene, str(row["nom"]), str(row["acteur"]), str(row["note"]))
    _couts(scene)
    _resultats(scene)


def _nouveau(scene: Scene) -> None:
    with st.form("effectifs_nouveau"):
        name = st.text_input(
            "Nom du nouveau scénario", max_chars=80, placeholder="par exemple : deux assistants à Autun"
        )
        note = st.text_input("Note", max_chars=300)
        if st.form_submit_button("Ouvrir ce scénario", type="primary"):
            geste(lambda: session.put("effectifs_ouvrir", scenarios.create(scene.db, identity.acteur(), name, note)))


def _liste(known: pd.DataFrame) -> None:
    if known.empty:
        return
    names = {"nom": "Scénario", "note": "Note", "acteur": "Par", "cree_le": "Ouvert le", "nombre": "Lignes"}
    shown = known.assign(cree_le=[quand(moment) for moment in known["cree_le"]])
    st.dataframe(shown.rename(columns=names)[list(names.values())], hide_index=True)


def _ajout(scene: Scene) -> None:
    kind = choix_garde("Ajouter", ("Levier", "Mouvement"), "Levier", "effectifs_genre")
    _levier(scene) if kind == "Levier" else _mouvement(scene)


def _levier(scene: Scene) -> None:
    known = leviers.catalogue()
    usable = [name for name, lever in known.items() if scene.profession in lever.professions]
    name = st.selectbox(
        f"Levier pour les {scene.mot}",
        usable,
        format_func=lambda n: known[n].label,
        key=f"effectifs_levier_{scene.profession}",
    )
    lever = known[name]
    st.caption(_fiche(lever))
    places = {k: v for k, v in scene.lieux.items() if k != DEPARTEMENT}
    with st.form(f"effectifs_ajout_{name}"):
        first = list(places).index(scene.lieu) if scene.lieu in places else 0
        place = st.selectbox("Territoire", list(places), first, format_func=places.__getitem__)
        a, b = st.columns(2)
        year = a.number_input("Début (année)", scene.jour.year, scene.jour.year + 20, scene.jour.year + 1)
        amount = b.number_input("Quantité", 0.1, 10_000.0, 1.0, step=1.0, format="%g", help=f"Unité : {lever.unite}")
        entered = _effet_saisi(lever, scene.profession)
        if st.form_submit_button("Ajouter ce levier", type="primary", width="stretch"):
            geste(
                lambda: commands.ajouter_levier(
                    scene.db,
                    identity.acteur(),
                    scene.scenario,
                    name,
                    place,
                    scene.profession,
                    int(year),
                    float(amount),
                    entered,
                )
            )


def _effet_saisi(lever: Levier, profession: str) -> tuple[str, float, float, float] | None:
    if lever.cible != SANS_CHIFFRE:
        return None
    st.caption("Aucun chiffre publié : sans saisie, le levier est gardé sans effet.")
    units = SAISIES if profession == "mg" else POUR_TOUS
    target = st.selectbox("Effet en", list(units), format_func=units.__getitem__)
    a, b, c = st.columns(3)
    low, mid, high = (
        a.number_input("Bas", value=0.0, format="%g"),
        b.number_input("Central", value=0.0, format="%g"),
        c.number_input("Haut", value=0.0, format="%g"),
    )
    return (target, low, mid, high) if high or mid or low else None


def _fiche(lever: Levier) -> str:
    effect = (
        " / ".join(nombre(v, 3).rstrip("0").rstrip(",") for v in lever.effet) if lever.effet else "sans chiffre publié"
    )
    delay = " / ".join(nombre(v, 1) for v in lever.delai)
    cost = " / ".join(nombre(v) for v in lever.cout) + " € par an et par unité" if lever.cout else "coût à vérifier"
    text = (
        f"Par {lever.unite}. Effet bas / central / haut : {effect} ({lever.unite_effet}). Délai : {delay} ans, puis "
        f"{nombre(lever.montee, 1)} ans de montée. {cost.capitalize()}, {lever.financeur}. {lever.note} "
        f"Source : {lever.source} [{lever.fiabilite} : {FIABILITES[lever.fiabilite]}]."
        f"{' Nommé par le HCAAM en 2022.' if lever.hcaam else ''}"
    )
    return widgets.markdown_inerte(text)


def _mouvement(scene: Scene) -> None:
    doctors = scene.profession == MG
    kinds = GENRES if doctors else AUTRES
    kind = st.selectbox(
        f"Mouvement de {scene.mot}", list(kinds), format_func=kinds.__getitem__,
        key=f"effectifs_mouvement_{scene.profession}",
    )  # fmt: skip
    communes = territoire.communes(scene.db)
    names = communes[communes["role"] == "interieure"].sort_values("nom")["nom"].to_dict()
    with st.form(f"effectifs_ajout_mouvement_{kind}"):
        place = st.selectbox("Commune", list(names), None, format_func=names.__getitem__, placeholder="Choisir")
        a, b, c = st.columns(3)
        year = a.number_input("Année", scene.jour.year, scene.jour.year + 20, scene.jour.year + 1)
        if kind in ("arrivee", "depart"):
            age = b.number_input("Âge", 18, 99, None, placeholder="inconnu")
            fields = {"age": age, "etp": c.number_input("Temps plein", 0.1, 1.5, 1.0, step=0.1, format="%g")}
        else:
            fields = {"jours_par_mois": b.number_input("Jours par mois", 0.5, 23.0, 2.0, step=0.5, format="%g")}
        if st.form_submit_button("Ajouter ce mouvement", type="primary", width="stretch"):
            who = kinds[kind] if doctors else NOMS[kind].format(PROFESSIONS[scene.profession][0])
            label = f"{who} à {names.get(place or '', '?')}"
            geste(
                lambda: commands.ajouter_mouvement(
                    scene.db, identity.acteur(), scene.scenario, int(year),
                    Mouvement(kind, place or "", label, **fields), scene.jour, scene.profession,  # type: ignore[arg-type]
                )
            )  # fmt: skip


def _lignes(scene: Scene) -> None:
    st.markdown("**Leviers et mouvements du scénario**")
    for row in scenarios.lines(scene.db, scene.scenario).to_dict("records"):
        a, b, c = st.columns([3.2, 1.4, 0.9], vertical_alignment="center")
        place = scene.lieux.get(row["territoire"], row["territoire"])
        who = PROFESSIONS[row["profession"] or MG][1]
        a.markdown(widgets.markdown_inerte(f"{row['annee']} · {row['libelle']} · {who} · {place}"))
        if pd.notna(row["quantite"]):
            amount = b.number_input(
                "Quantité", 0.1, 10_000.0, float(row["quantite"]), step=1.0, format="%g",
                key=f"effectifs_q_{row['id']}",
                label_visibility="collapsed", help=leviers.catalogue()[row["levier"]].unite,
            )  # fmt: skip
            if amount != row["quantite"]:
                geste(partial(scenarios.set_quantity, scene.db, identity.acteur(), row["id"], float(amount)))
        if c.button("Retirer", key=f"effectifs_retirer_{row['id']}", help=f"Retirer : {row['libelle']}"):
            geste(partial(scenarios.remove_line, scene.db, identity.acteur(), row["id"]))


def _gerer(scene: Scene, name: str, note: str) -> None:
    a, b, c = st.columns(3)
    with a.popover("Renommer", width="stretch"), st.form("effectifs_renommer", border=False):
        wanted, words = st.text_input("Nom", name), st.text_input("Note", note)
        if st.form_submit_button("Enregistrer"):
            geste(lambda: scenarios.edit(scene.db, identity.acteur(), scene.scenario, wanted, words))
    if b.button("Dupliquer", width="stretch"):
        geste(lambda: _dupliquer(scene, name))
    with c.popover("Supprimer", width="stretch"):
        st.markdown(
            "Le scénario, ses lignes et ses résultats figés seront effacés ; le journal garde ce qu'il contenait."
        )
        if st.button("Supprimer ce scénario", icon=":material/delete:"):
            geste(lambda: scenarios.delete(scene.db, identity.acteur(), scene.scenario))


def _dupliquer(scene: Scene, name: str) -> None:
    taken = set(scenarios.read(scene.db)["nom"])
    free = next(n for k in range(2, len(taken) + 3) if (n := f"{name} ({k})") not in taken)
    session.put("effectifs_ouvrir", scenarios.duplicate(scene.db, identity.acteur(), scene.scenario, free))


def _exporter(scene: Scene, name: str, author: str, note: str) -> None:
    rows = scenarios.lines(scene.db, scene.scenario)
    if rows.empty:
        return
    table = pd.DataFrame(
        {
            "Année": rows["annee"],
            "Levier ou mouvement": rows["libelle"],
            "Profession": [PROFESSIONS[code or MG][1] for code in rows["profession"]],
            "Territoire": [scene.lieux.get(code, code) for code in rows["territoire"]],
            "Quantité": rows["quantite"],
            "Temps plein": rows["etp"],
            "Jours par mois": rows["jours_par_mois"],
        }
    )
    lines = [f"Scénario « {name} », par {author}.", f"Note : {note}" if note else "Sans note.",
             "Âges et actes des personnes : jamais exportés."]  # fmt: skip
    widgets.telecharger(table, f"scenario {name}", lines, "effectifs_scenario")


def _couts(scene: Scene) -> None:
    costs = commands.couts(scene.db, scene.scenario, scene.jour.year + 5)
    if costs.empty:
        return
    with st.expander(f"Coût annuel des leviers en {scene.jour.year + 5}", expanded=False):
        tableau(costs.round(0), {"Quantité": 1, "Bas": 0, "Central": 0, "Haut": 0}, {"Quantité": "unités du levier"})
        st.caption("Euros par an. Vide : coût à vérifier. Propositions de modélisation, pas des montants officiels.")
        widgets.telecharger(costs, "couts des leviers", ["Catalogue des leviers de l'outil"], "effectifs_couts")


def quand(moment: str) -> str:
    """« 22 novembre 2026, 05:09 (UTC) »."""
    found = datetime.fromisoformat(moment)
    return f"{jour(found.date())}, {found:%H:%M} (UTC)"


def _resultats(scene: Scene) -> None:
    st.markdown("**Résultat figé**")
    if st.button("Figer le résultat", icon=":material/lock:", help="Garde les entrées, leur empreinte et la méthode"):
        with st.spinner("Trois hypothèses, tous les territoires, 20 ans…"):
            geste(lambda: commands.figer(scene.db, identity.acteur(), scene.scenario, scene.jour), "Résultat figé.")
    kept = scenarios.results(scene.db, scene.scenario)
    if kept.empty:
        st.caption(f"Aucun. Rejouable ensuite : python -m data rerun {scene.scenario}")
        return
    table = pd.DataFrame(
        {
            "Figé le": [quand(moment) for moment in kept["le"]], "Méthode": kept["version"],
            "Empreinte des entrées": kept["empreinte_entrees"].str[:16],
            "Empreinte du résultat": kept["empreinte_resultat"].str[:16],
        }
    )  # fmt: skip
    st.dataframe(table, hide_index=True)
    st.caption(f"À rejouer au bit près : python -m data rerun {scene.scenario}.")
