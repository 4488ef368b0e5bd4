"""Results: each published group, then the aggregate, with reasons, ties, disagreements, fragility — and the proof."""

import json

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.errors import EntreeInvalide
from components.core.francais import liste, pluriel
from components.priorites import commands, figures, model_decompte
from components.priorites.model import APPROBATION, JUGEMENT, MENTIONS, Classement, Regle, Resultat, pourcent
from components.priorites.model_decompte import Decompte
from components.priorites.model_jugement import repartitions
from components.ui import widgets
from data import scrutins

RETENUES = {True: "retenue", False: "plus tard", None: "à départager"}


def phrase(db: Database, chosen: int) -> str:
    """The answer: what comes first, for everyone and for the users."""
    declared, tallies, result = commands.resultat(db, chosen)
    rule = declared.regle
    first = [rule.libelle(line.option) for line in result.ensemble.rangs if line.rang == 1]
    cast = pluriel(tallies.participation["bulletins"], "bulletin")
    if rule.genre == APPROBATION:
        kept = [rule.libelle(line.option) for line in result.ensemble.rangs if line.retenue]
        return f"Retenues dans le budget : {liste(kept)}. {cast}."
    tie = " à égalité" if len(first) > 1 else ""
    users = [g for g in tallies.groupes if g.usagers]
    words = ""
    if users:
        ranking = dict(result.par_groupe)[users[0].id]
        theirs = [rule.libelle(line.option) for line in ranking.rangs if line.rang == 1]
        words = (
            " Les usagers ont le même premier choix."
            if theirs == first
            else f" Les usagers mettent d'abord « {liste(theirs)} »."
        )
    return f"En premier{tie} : « {liste(first)} », selon {cast}.{words}"


def resultat(db: Database, chosen: int) -> None:
    """Charts and tables of the count."""
    declared, tallies, result = commands.resultat(db, chosen)
    if declared.genre == JUGEMENT:
        names = {group.id: group.nom for group in tallies.groupes}
        shown = st.segmented_control(
            "Afficher", ["", *names], default="", key=f"priorites_groupe_{chosen}", required=True,
            format_func=lambda i: "L'ensemble, selon les poids" if not i else names[i],
        )  # fmt: skip
        _chart(tallies, result, str(shown or ""))
    table = _table(declared.regle, tallies, result)
    st.dataframe(table, hide_index=True)
    weights = _weights(tallies)
    widgets.ligne_source([declared.question, f"{tallies.participation['bulletins']} bulletins", weights])
    lines = [declared.question, weights, f"Empreinte des règles : {tallies.empreinte}"]
    st.caption("Sous chaque groupe : le rang que lui donne ce groupe seul, et entre parenthèses ses bulletins.")
    widgets.telecharger(table, "priorites", lines, f"priorites_resultat_{chosen}")
    _remarks(declared.regle, result)
    with st.expander("Pourquoi ce rang : la raison de chaque ligne", expanded=True):
        for line in result.ensemble.rangs:
            words = f"{declared.regle.libelle(line.option)} : {line.motif}"
            st.markdown(f"{line.rang}\\. {widgets.markdown_inerte(words)}")


def _chart(tallies: Decompte, result: Resultat, group: str) -> None:
    groups = tuple(g for g in tallies.groupes if group in ("", g.id))
    ranking = dict(result.par_groupe).get(group, result.ensemble)
    order = [tallies.regle.libelle(line.option) for line in ranking.rangs]
    rows = [
        {
            "option": tallies.regle.libelle(option),
            "mention": MENTIONS[k],
            "rang": k,
            "part": float(part),
            "texte": pourcent(part),
        }
        for option, masses in repartitions(tallies.regle, groups).items()
        for k, part in enumerate(masses)
    ]
    st.altair_chart(figures.mentions(pd.DataFrame(rows), order), width="stretch")
    st.caption(
        "Le trait pointillé est le milieu : la couleur qu'il traverse est la mention majoritaire. Le tableau suit."
    )


def _table(rule: Regle, tallies: Decompte, result: Resultat) -> pd.DataFrame:
    names = {group.id: f"{court(group.nom)} ({group.bulletins})" for group in tallies.groupes}
    rows = []
    swaps = [*result.ensemble.bascules, None]
    for line, swap in zip(result.ensemble.rangs, swaps, strict=True):
        row: dict[str, object] = {
            "Rang": f"{line.rang}{' ex æquo' if line.ex_aequo else ''}",
            "Option": rule.libelle(line.option),
        }
        row["Mention" if rule.genre == JUGEMENT else "Valeur"] = line.valeur
        if rule.genre == APPROBATION:
            row["Décision"] = RETENUES[line.retenue]
        row |= {names[i]: ranking.rang(line.option) for i, ranking in result.par_groupe}
        row["Bulletins qui l'intervertiraient avec le suivant"] = "" if swap is None else f"au moins {swap}"
        rows.append(row)
    return pd.DataFrame(rows)


def court(nom: str) -> str:
    """A group's name short enough for a column: the first word of each college."""
    return " + ".join(college.split()[0] for college in nom.split(" + "))


def _weights(tallies: Decompte) -> str:
    total = sum(group.poids for group in tallies.groupes)
    return "Poids : " + " ; ".join(f"{group.nom} {pourcent(group.poids / total)}" for group in tallies.groupes)


def _remarks(rule: Regle, result: Resultat) -> None:
    sentences = []
    for tied in result.ensemble.egalites:
        sentences.append(f"Égalité : {liste([rule.libelle(option) for option in tied])}. La table tranche.")
    if len(result.par_groupe) > 1:
        widest = max((option.id for option in rule.options), key=result.ecart)
        if result.ecart(widest):
            gap = pluriel(result.ecart(widest), "rang")
            sentences.append(f"Plus grand désaccord : « {rule.libelle(widest)} », {gap} d'écart entre groupes.")
    sentences += _fragile(rule, result.ensemble)
    for sentence in sentences:
        st.markdown(f"- {widgets.markdown_inerte(sentence)}")


def _fragile(rule: Regle, ranking: Classement) -> list[str]:
    known = [(swap, k) for k, swap in enumerate(ranking.bascules) if swap is not None]
    if not known:
        return []
    swap, place = min(known)
    a, b = (rule.libelle(ranking.rangs[k].option) for k in (place, place + 1))
    ballots = "un seul bulletin différent pourrait" if swap == 1 else f"{swap} bulletins différents pourraient"
    return [f"Fragilité : {ballots} suffire à intervertir « {a} » et « {b} »."]


def preuve(db: Database, chosen: int) -> None:
    """The phrases, the tallies to download, and a recount from a file."""
    document = scrutins.scrutin(db, chosen)["decompte"]
    left, right = st.columns([1, 1])
    with left:
        st.header("Les phrases")
        wanted = st.text_input("Chercher ma phrase", key=f"priorites_phrase_{chosen}", placeholder="trois mots")
        table = pd.DataFrame({"Phrase": document["phrases"]})
        if wanted:
            table = table[widgets.contient(table["Phrase"], wanted)]
        st.dataframe(table, hide_index=True, height=330)
        st.caption("Une phrase par bulletin compté, en ordre alphabétique, sans lien avec les contenus.")
    with right:
        st.header("Recompter")
        text = json.dumps(document, ensure_ascii=False, indent=1)
        st.download_button(
            "Décompte (JSON)", text, f"decompte-{chosen}.json", "application/json", key=f"priorites_json_{chosen}"
        )
        st.caption("Sur n'importe quel poste : python -m data recount FICHIER.json")
        file = st.file_uploader("Recompter un décompte", ["json"], key=f"priorites_recompter_{chosen}")
        if file is not None:
            _recount(file.getvalue())


def _recount(content: bytes) -> None:
    try:
        tallies, result = model_decompte.recompter(json.loads(content))
    except (ValueError, EntreeInvalide) as problem:
        st.error(f"Recomptage impossible. {problem}")
        return
    st.success(f"Recompté : {tallies.question}")
    st.dataframe(_table(tallies.regle, tallies, result), hide_index=True)
