"""Scenarios: named, dated levers and moves, their cost, and the frozen result that can be run again."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.acces import donneurs
from components.core.acces.donneurs import est_un_lieu
from components.core.acces.moves import Mouvement
from components.core.communes import distinctes, interieures
from components.core.francais import de, pluriel
from components.effectifs.moteur.cadre import MG
from components.effectifs.moteur.effectif import PROFESSIONS
from components.effectifs.scenarios import gestes, lectures, view_leviers
from components.effectifs.view_choix import TENDANCE, EquipeRegardee, choix_garde, ecartees, quand, tableau
from components.ui import identity, lignes, saisies, session, widgets
from components.ui.champs import preteur
from components.ui.gestes import geste, renouvelee
from data.base.parameters import EnVigueur
from data.effectifs import leviers, scenarios
from data.territoire import indicateurs, territoire

GENRES = {
    "arrivee": "Un médecin arrive",
    "depart": "Un médecin part",
    "consultation_avancee": "Une consultation avancée ouvre",
    "fin_consultation_avancee": "Une consultation avancée ferme",
}
PRETE = "consultations_avancees"  # the lever that brings days: only a move says where they are taken
AVANCEES = ("consultation_avancee", "fin_consultation_avancee")
NOMS = {"arrivee": "Arrivée ({})", "depart": "Départ ({})"}
AUTRES = {"arrivee": "Une personne arrive", "depart": "Une personne part"}


def afficher(scene: EquipeRegardee) -> None:
    """Draw the screen."""
    saved = scenarios.read(scene.db)
    if scene.scenario == TENDANCE:
        headline = pluriel(len(saved), "scénario gardé", "scénarios gardés")
        widgets.reponse(
            f"{headline}. Choisissez-en un au-dessus, ou ouvrez-en un nouveau." if len(saved) else "Aucun scénario."
        )
        _nouveau(scene)
        _liste(scene.db, saved)
        return
    row = saved.loc[scene.scenario]
    count = pluriel(int(row["nombre"]), "levier ou mouvement", "leviers et mouvements")
    widgets.reponse(f"Scénario « {row['nom']} », par {row['acteur']} : {count}.")
    for words in ecartees(scene):
        st.caption(widgets.markdown_inerte(words))
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


def _nouveau(scene: EquipeRegardee) -> None:
    with st.form(renouvelee("effectifs_nouveau")):
        name = st.text_input(
            "Nom du nouveau scénario",
            max_chars=80,
            placeholder=f"par exemple : deux assistants, {indicateurs.plus_peuplee(scene.db)}",
        )
        note = st.text_input("Note", max_chars=300)
        if st.form_submit_button("Ouvrir ce scénario", type="primary"):
            geste(
                lambda: session.put("effectifs_ouvrir", scenarios.creer(scene.db, identity.acteur(), name, note)),
                renouvelle="effectifs_nouveau",
            )


def _liste(db: Database, saved: pd.DataFrame) -> None:
    if saved.empty:
        return
    names = {"nom": "Scénario", "note": "Note", "acteur": "Par", "cree_le": "Ouvert le", "nombre": "Lignes"}
    shown = saved.assign(cree_le=[quand(db, moment) for moment in saved["cree_le"]])
    lignes.ouvrables(
        shown.rename(columns=names)[list(names.values())], "effectifs_scenarios",
        lambda rank: lignes.choisir(effectifs_ouvrir=int(str(saved.index[rank]))),
    )  # fmt: skip


def _ajout(scene: EquipeRegardee) -> None:
    kind = choix_garde("Ajouter", ("Levier", "Mouvement"), "Levier", "effectifs_genre")
    view_leviers.ajouter(scene) if kind == "Levier" else _mouvement(scene)


def _mouvement(scene: EquipeRegardee) -> None:
    doctors = scene.profession == MG
    kinds = GENRES if doctors else AUTRES
    kind = st.selectbox(
        f"Mouvement {de(scene.mot)}", list(kinds), format_func=kinds.__getitem__,
        key=f"effectifs_mouvement_{scene.profession}",
    )  # fmt: skip
    communes = territoire.communes(scene.db)
    names = distinctes(interieures(communes).sort_values("nom")["nom"].to_dict())
    with st.form(f"effectifs_ajout_mouvement_{kind}"):
        place = st.selectbox("Commune", list(names), None, format_func=names.__getitem__, placeholder="Choisir")
        a, b, c = st.columns(3)
        year = saisies.champ_entier(a, "Année", scene.jour.year, scene.jour.year + 20, scene.jour.year + 1)
        if kind in ("arrivee", "depart"):
            age = saisies.champ_entier(b, "Âge", 18, 99, placeholder="inconnu")
            fields = {"age": age, "etp": saisies.champ_nombre(c, "Temps plein", 0.1, 1.5, 1)}
            until = None
        else:
            last = scene.jour.year + 20
            until = saisies.champ_entier(c, "Dernière année", scene.jour.year, last, placeholder="sans fin")
            fields = {"jours_par_mois": saisies.champ_nombre(b, "Jours par mois", 0.5, 23, 2)} | _bouts(scene, communes)
        key = renouvelee("effectifs_mouvement_oui")
        if st.form_submit_button("Ajouter ce mouvement", key=key, type="primary", width="stretch"):
            who = kinds[kind] if doctors else NOMS[kind].format(PROFESSIONS[scene.profession][0])
            label = f"{who} à {names.get(place or '', '?')}{_pris(fields, communes)}"
            geste(
                lambda: gestes.ajouter_mouvement(
                    scene.db, identity.acteur(), scene.scenario, int(saisies.valeur(year)),
                    Mouvement(kind, place or "", label, **fields), scene.jour, scene.profession, until,  # type: ignore[arg-type]
                ),
                renouvelle="effectifs_mouvement_oui",
            )  # fmt: skip


def _bouts(scene: EquipeRegardee, communes: pd.DataFrame) -> dict[str, Any]:
    """Who lends the days, and what the road takes of them."""
    day = EnVigueur.read(scene.db, scene.jour).number("minutes_par_jour")
    places = communes["nom"].to_dict()
    return {
        "donneur": preteur.champ(st, places, "effectifs_donneur"),
        "route": preteur.champ_route(st, day, "effectifs_route"),
    }


def _pris(fields: Mapping[str, Any], communes: pd.DataFrame) -> str:
    lender = fields.get("donneur", "")
    return f", jours pris à {communes.at[lender, 'nom']}" if est_un_lieu(lender) else ""


def _lignes(scene: EquipeRegardee) -> None:
    st.markdown("**Leviers et mouvements du scénario**")
    rows = scenarios.lines(scene.db, scene.scenario)
    for row in rows.assign(lieu=_lieux(scene, rows)).to_dict("records"):
        a, b, c = st.columns([3.2, 1.4, 0.9], vertical_alignment="center")
        who = PROFESSIONS[row["profession"] or MG][1]
        until = f"jusqu'en {row['jusqua']:.0f}" if pd.notna(row["jusqua"]) else ""
        lent = row["genre"] in AVANCEES or row["levier"] == PRETE
        told = [str(row["annee"]), until, row["libelle"], who, row["lieu"], view_leviers.effet_saisi(row)]
        told += donneurs.tus([row["donneur"]]) if lent else []
        a.markdown(widgets.markdown_inerte(" · ".join(part for part in told if part)))
        if pd.notna(row["quantite"]):
            amount = saisies.champ_nombre(
                b, "Quantité", 0.1, 10_000, float(row["quantite"]),
                key=f"effectifs_q_{row['id']}",
                label_visibility="collapsed", help=leviers.catalogue()[row["levier"]].unite,
            )  # fmt: skip
            if amount is not None and amount != row["quantite"]:
                geste(partial(scenarios.regler_quantite, scene.db, identity.acteur(), row["id"], float(amount)))
        if c.button("Retirer", key=f"effectifs_retirer_{row['id']}", help=f"Retirer : {row['libelle']}"):
            geste(partial(scenarios.retirer_ligne, scene.db, identity.acteur(), row["id"]))


def _lieux(scene: EquipeRegardee, rows: pd.DataFrame) -> list[str]:
    """Where each line acts: the territory of its commune for a move, of the mesh it was written in for a lever."""
    mesh, communes = territoire.setting(scene.db, "maille"), territoire.communes(scene.db)["territoire"]
    places = []
    for row in rows.to_dict("records"):
        if pd.notna(row["commune"]):
            code = communes.get(row["commune"])
            places.append(scene.lieux.get(str(code), str(code)))
        else:
            here = row["maille"] == mesh and row["territoire"] in scene.lieux
            places.append(scene.lieux[row["territoire"]] if here else "autre maille, sans effet ici")
    return places


def _gerer(scene: EquipeRegardee, name: str, note: str) -> None:
    a, b, c = st.columns(3)
    with (
        a.popover("Renommer", key=f"effectifs_renommer_{scene.scenario}", width="stretch"),
        st.form("effectifs_renommer", border=False),
    ):
        wanted, words = st.text_input("Nom", name), st.text_input("Note", note)
        if st.form_submit_button("Enregistrer"):
            geste(lambda: scenarios.modifier(scene.db, identity.acteur(), scene.scenario, wanted, words))
    if b.button("Dupliquer", width="stretch", key=renouvelee("effectifs_dupliquer")):
        geste(lambda: _dupliquer(scene, name), renouvelle="effectifs_dupliquer")
    with c.popover("Supprimer", key=f"effectifs_supprimer_{scene.scenario}", width="stretch"):
        st.markdown(
            "Le scénario, ses lignes et ses résultats figés seront effacés ; le journal garde ce qu'il contenait."
        )
        if st.button("Supprimer ce scénario", icon=":material/delete:"):
            geste(lambda: scenarios.supprimer(scene.db, identity.acteur(), scene.scenario))


def _dupliquer(scene: EquipeRegardee, name: str) -> None:
    taken = set(scenarios.read(scene.db)["nom"])
    free = next(n for k in range(2, len(taken) + 3) if (n := f"{name} ({k})") not in taken)
    session.put("effectifs_ouvrir", scenarios.dupliquer(scene.db, identity.acteur(), scene.scenario, free))


def _exporter(scene: EquipeRegardee, name: str, author: str, note: str) -> None:
    rows = scenarios.lines(scene.db, scene.scenario)
    if rows.empty:
        return
    names, lent = territoire.communes(scene.db)["nom"].to_dict(), rows.to_dict("records")
    table = pd.DataFrame(
        {
            "Année": rows["annee"],
            "Levier ou mouvement": rows["libelle"],
            "Profession": [PROFESSIONS[code or MG][1] for code in rows["profession"]],
            "Territoire": _lieux(scene, rows),
            "Quantité": rows["quantite"],
            "Effet saisi": [view_leviers.effet_saisi(row) for row in rows.to_dict("records")],
            "Temps plein": rows["etp"],
            "Jours par mois": rows["jours_par_mois"],
            "Jours pris à": [donneurs.nom(row["donneur"], names) if row["genre"] in AVANCEES else "" for row in lent],
            "Dernière année": rows["jusqua"],
        }
    )
    lines = [f"Scénario « {name} », par {author}.", f"Note : {note}" if note else "Sans note.",
             "Âges et actes des personnes : jamais exportés."]  # fmt: skip
    widgets.telecharger(table, f"scenario {name}", lines, "effectifs_scenario")


def _couts(scene: EquipeRegardee) -> None:
    costs = lectures.couts(scene.db, scene.scenario, scene.jour.year + 5)
    if costs.empty:
        return
    with st.expander(f"Coût annuel des leviers en {scene.jour.year + 5}", key="effectifs_cout"):
        tableau(costs.round(0), {"Quantité": 1, "Bas": 0, "Central": 0, "Haut": 0}, {"Quantité": "unités du levier"})
        st.caption("Euros par an. Vide : coût à vérifier. Propositions de modélisation, pas des montants officiels.")
        widgets.telecharger(costs, "couts des leviers", ["Catalogue des leviers de l'outil"], "effectifs_couts")


def _resultats(scene: EquipeRegardee) -> None:
    st.markdown("**Résultat figé**")
    if st.button("Figer le résultat", icon=":material/lock:", help="Garde les entrées, leur empreinte et la méthode"):
        with st.spinner("Trois hypothèses, tous les territoires, 20 ans…"):
            geste(lambda: gestes.figer(scene.db, identity.acteur(), scene.scenario, scene.jour), dire="Résultat figé.")
    frozen = scenarios.results(scene.db, scene.scenario)
    if frozen.empty:
        st.caption(f"Aucun. Rejouable ensuite : python -m data rerun {scene.scenario}")
        return
    table = pd.DataFrame(
        {
            "Figé le": [quand(scene.db, moment) for moment in frozen["le"]], "Méthode": frozen["version"],
            "Empreinte des entrées": frozen["empreinte_entrees"].str[:16],
            "Empreinte du résultat": frozen["empreinte_resultat"].str[:16],
        }
    )  # fmt: skip
    st.dataframe(table, hide_index=True)
    st.caption(f"À rejouer au bit près : python -m data rerun {scene.scenario}.")
