"""Results: each published group, then the aggregate, with reasons, ties, disagreements, fragility — and the proof."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core import mots
from components.core.francais import liste, pluriel
from components.core.mots import MENTIONS
from components.priorites import figures, lectures, view_comparaison
from components.priorites.catalogue import view as view_catalogue
from components.priorites.regles.decompte import Decompte
from components.priorites.regles.jugement import repartitions
from components.priorites.regles.vote import (
    APPROBATION,
    JUGEMENT,
    POINTS,
    Classement,
    Groupe,
    Regle,
    Resultat,
    pourcent,
)
from components.ui import graphique, projection, widgets
from components.ui.dessins import votes
from components.ui.dessins.votes import Forme
from data.priorites import scrutins
from data.seances.projection import RESULTAT

ENTIERS = (
    "Ni fragilité, ni prix par soutien, ni rang d'achat : ils dépendent des cases cochées ensemble sur un même "
    "bulletin, et une suite de cases convenue d'avance serait une signature."
)
AVANT = (
    "Ce vote a été publié quand l'outil montrait encore chaque suite de cases cochées : elles ne sont plus ni "
    "affichées, ni imprimées, ni exportées. Le fichier et son registre, qui ne se corrigent pas, les gardent."
)
PAGE, TELEPHONE = Forme(1200, 17), Forme(340, 14)
LECTURES = {
    JUGEMENT: "Chaque option reçoit la mention que traverse le trait du milieu : la moitié des voix la donne au moins.",
    POINTS: "Longueur de la barre : points par bulletin, en moyenne.",
    APPROBATION: "Barre pleine : retenue dans le budget. Barre vide : plus tard.",
}
NOMMEES = 3  # options that the sentence names: the drawing under it names every one


def phrase(db: Database, chosen: int) -> str:
    """The answer: what comes first, for everyone and for the users."""
    declared, tallies, result = lectures.resultat(db, chosen)
    rule = declared.regle
    first = [rule.libelle(line.option) for line in result.ensemble.rangs if line.rang == 1]
    cast = pluriel(tallies.participation["bulletins"], "bulletin")
    if rule.genre == APPROBATION:
        return _kept(rule, result, cast)
    tie = " à égalité" if len(first) > 1 else ""
    return f"En premier{tie} : {_quoted(first)}, selon {cast}.{_users(rule, tallies, result, first)}"


def _kept(rule: Regle, result: Resultat, cast: str) -> str:
    retained = [rule.libelle(line.option) for line in result.ensemble.rangs if line.retenue]
    open_ties = [rule.libelle(line.option) for line in result.ensemble.rangs if line.retenue is None]
    words = f" À départager par la table : {_quoted(open_ties)}." if open_ties else ""
    return f"Retenues dans le budget : {_quoted(retained) if retained else 'aucune'}, selon {cast}.{words}"


def _quoted(names: list[str]) -> str:
    return liste([f"« {name} »" for name in names], NOMMEES)


def _users(rule: Regle, tallies: Decompte, result: Resultat, first: list[str]) -> str:
    """What the users put first; named with the colleges they are announced with, when they are not alone."""
    users = [group for group in tallies.groupes if group.usagers]
    if not users or len(tallies.groupes) < 2:
        return ""
    ranking = dict(result.par_groupe)[users[0].id]
    theirs = [rule.libelle(line.option) for line in ranking.rangs if line.rang == 1]
    alone = "+" not in users[0].id
    who, verb = ("Les usagers", "ont") if alone else (f"Le groupe {court(users[0].nom)}", "a")
    if theirs == first:
        return f" {who} {verb} le même premier choix."
    return f" {who} {'mettent' if alone else 'met'} d'abord {_quoted(theirs)}."


def resultat(db: Database, chosen: int) -> None:
    """Charts and tables of the count."""
    declared, tallies, result = lectures.resultat(db, chosen)
    names = {group.id: court(group.nom) for group in tallies.groupes}
    shown = st.segmented_control(
        "Afficher", ["", *names], default="", key=f"priorites_groupe_{chosen}", required=True,
        format_func=lambda i: "L'ensemble, selon les poids" if not i else names[i],
    )  # fmt: skip
    first = result.ensemble.rangs[0]
    st.markdown(widgets.markdown_inerte(f"Pourquoi « {declared.regle.libelle(first.option)} » d'abord : {first.motif}"))
    _chart(tallies, result, str(shown or ""))
    if scrutins.scrutin(db, chosen)["etat"] == scrutins.PUBLIE:
        projection.montrer(db, RESULTAT, f"{chosen}/{shown}" if shown else str(chosen), f"priorites_montrer_{chosen}")
    _twin(tallies, result, str(shown or ""))
    table = tableau(declared.regle, tallies, result)
    st.dataframe(table, hide_index=True)
    words = "Sous chaque groupe : le rang que lui donne ce groupe seul, et entre parenthèses ses bulletins."
    if declared.genre != APPROBATION:
        words += (
            " Bascule : les bulletins différents qu'il faudrait, au moins, pour l'intervertir avec la ligne suivante, "
            "et ceux qui suffiraient quels que soient les autres."
        )
    st.caption(words)
    lines = [
        declared.question,
        _weights(tallies),
        f"Empreinte des règles : {tallies.empreinte}",
        *view_catalogue.liste_votee(db, chosen),
    ]
    widgets.telecharger(table, "priorites", [*lines, *tallies.poids], f"priorites_resultat_{chosen}")
    _remarks(declared.regle, tallies, result)
    _groups(declared.question, tallies)
    view_comparaison.apres(tallies)
    with st.expander("Pourquoi ce rang : la raison de chaque ligne", True, key=f"priorites_raisons_{chosen}"):
        for line in result.ensemble.rangs:
            words = f"{declared.regle.libelle(line.option)} : {line.motif}"
            st.markdown(f"{line.rang}\\. {widgets.markdown_inerte(words)}")


def _groups(question: str, tallies: Decompte) -> None:
    """What each group weighs, and its slips."""
    st.header("Ce que pèse chaque groupe")
    slips = [mots.cartons(g.nom, tallies.cartons[g.id]) for g in tallies.groupes if g.id in tallies.cartons]
    widgets.puces(map(widgets.markdown_inerte, [*tallies.poids, *(f"{words}." for words in slips)]))
    back = tallies.participation.get("reprises", 0)
    taken_back = f"{pluriel(back, 'bulletin papier repris', 'bulletins papier repris')} à la saisie" if back else ""
    cast = pluriel(tallies.participation["bulletins"], "bulletin")
    widgets.ligne_source([question, cast, "" if tallies.poids else _weights(tallies), taken_back])


def _chart(tallies: Decompte, result: Resultat, group: str) -> None:
    """The drawing of the whole or of a group: the one of the room and of the minutes."""
    dessin = figures.dessin(tallies, result, [group])
    graphique.image(votes.svg(dessin, PAGE), votes.svg(dessin, TELEPHONE), dessin.mots)
    st.caption(LECTURES[tallies.regle.genre])


def _twin(tallies: Decompte, result: Resultat, group: str) -> None:
    """The figures of the chart: ballots of a group, weighted shares for the whole."""
    rule = tallies.regle
    groups = tuple(g for g in tallies.groupes if group in ("", g.id))
    with st.expander("Le tableau du graphique", key="priorites_tableau"):
        if rule.genre == JUGEMENT:
            rows = [
                {"Option": option.libelle} | dict(zip(MENTIONS, _cells(groups, option.id, rule), strict=True))
                for option in rule.options
            ]
        else:
            ranking = dict(result.par_groupe).get(group, result.ensemble)
            head = "Points par bulletin" if rule.genre == POINTS else "Soutien"
            rows = [
                {"Option": rule.libelle(line.option), head: line.valeur} | _soutiens(rule, groups, line.option)
                for line in ranking.rangs
            ]
        st.dataframe(pd.DataFrame(rows), hide_index=True)
        alone = "Moyenne des bulletins de ce groupe." if rule.genre == POINTS else "Nombre de bulletins."
        st.caption(alone if len(groups) == 1 else "Parts et moyennes pondérées par les poids des collèges.")


def _soutiens(rule: Regle, groups: tuple[Groupe, ...], option: str) -> dict[str, str]:
    """Of an approval vote, the ballots that tick an option: one option at a time, in each group then in all."""
    if rule.genre != APPROBATION:
        return {}
    short = [court(g.nom) for g in groups]
    names = short if len(set(short)) == len(short) else [g.nom for g in groups]
    counts = {name: (g.valeurs[option][0], g.bulletins) for name, g in zip(names, groups, strict=True)}
    if len(groups) > 1:
        counts["Total"] = (sum(n for n, _ in counts.values()), sum(cast for _, cast in counts.values()))
    return {name: f"{count} sur {cast}" for name, (count, cast) in counts.items()}


def _cells(groups: tuple[Groupe, ...], option: str, rule: Regle) -> list[str]:
    if len(groups) == 1:
        return [str(count) for count in groups[0].valeurs[option]]
    return [pourcent(part) for part in repartitions(rule, groups)[option]]


def tableau(rule: Regle, tallies: Decompte, result: Resultat) -> pd.DataFrame:
    """The count as a table: rank, option, value, rank in each group, ballots that would swap neighbours."""
    names = {group.id: f"{court(group.nom)} ({group.bulletins})" for group in tallies.groupes}
    rows = []
    for line, swap in zip(result.ensemble.rangs, _bascules(result.ensemble), strict=True):
        row: dict[str, object] = {
            "Rang": f"{line.rang}{' ex æquo' if line.ex_aequo else ''}",
            "Option": rule.libelle(line.option),
        }
        row["Mention" if rule.genre == JUGEMENT else "Valeur"] = line.valeur
        if rule.genre == APPROBATION:
            row["Décision"] = figures.RETENUES[line.retenue]
        row |= {names[i]: ranking.rang(line.option) for i, ranking in result.par_groupe}
        if rule.genre != APPROBATION:
            row["Bascule"] = swap
        rows.append(row)
    return pd.DataFrame(rows)


def _bascules(ranking: Classement) -> list[str]:
    """For each line and the next: ballots at least, and those that surely do; a tie is a tie."""
    swaps = []
    for least, sure, a, b in zip(ranking.bascules, ranking.suffisent, ranking.rangs, ranking.rangs[1:], strict=False):
        if least is None or a.rang == b.rang:
            swaps.append("" if least is None else "à égalité")
        else:
            swaps.append(f"{least}" if least == sure else f"au moins {least}{f', {sure} à coup sûr' if sure else ''}")
    return [*swaps, *[""] * (len(ranking.rangs) - len(swaps))]


def court(nom: str) -> str:
    """A group's name short enough for a column: the first word of each college."""
    return " + ".join(college.split()[0] for college in nom.split(" + "))


def _weights(tallies: Decompte) -> str:
    total = sum(group.poids for group in tallies.groupes)
    return "Poids : " + " ; ".join(f"{group.nom} {pourcent(group.poids / total)}" for group in tallies.groupes)


def _remarks(rule: Regle, tallies: Decompte, result: Resultat) -> None:
    sentences = []
    for tied in result.ensemble.egalites:
        sentences.append(f"Égalité : {liste([rule.libelle(option) for option in tied])}. La table tranche.")
    if len(result.par_groupe) > 1:
        widest = max((option.id for option in rule.options), key=result.ecart)
        if result.ecart(widest):
            gap = pluriel(result.ecart(widest), "rang")
            sentences.append(f"Plus grand désaccord : « {rule.libelle(widest)} », {gap} d'écart entre groupes.")
    sentences += _fragile(rule, result.ensemble)
    sentences += [ENTIERS] if tallies.scellable else []
    sentences += [AVANT] if tallies.avant else []
    widgets.puces(map(widgets.markdown_inerte, sentences))


def _fragile(rule: Regle, ranking: Classement) -> list[str]:
    """The two neighbours that fewest ballots could swap; those at the same rank are a tie, said apart."""
    pairs = zip(ranking.bascules, ranking.suffisent, ranking.rangs, ranking.rangs[1:], strict=False)
    swappable = [(least, sure, a, b) for least, sure, a, b in pairs if least is not None and a.rang != b.rang]
    if not swappable:
        return []
    least, sure, a, b = min(swappable, key=lambda pair: pair[0])
    names = f"« {rule.libelle(a.option)} » et « {rule.libelle(b.option)} »"
    return [f"Fragilité : {basculer(least, sure, names)}"]


def basculer(least: int, sure: int | None, names: str) -> str:
    """What would swap two options: « au moins k » never reads as « k suffiraient »."""
    if least == sure:
        enough = "un seul bulletin différent suffirait" if least == 1 else f"{least} bulletins différents suffiraient"
        return f"{enough} à intervertir {names}{'' if least == 1 else ', pas moins'}."
    words = (
        f"il faudrait au moins {pluriel(least, 'bulletin différent', 'bulletins différents')} pour intervertir {names}"
    )
    if sure is None:
        return f"{words}, sans que les totaux disent si cela suffirait."
    return f"{words} ; {pluriel(sure, 'bulletin')} suffiraient à coup sûr. Les totaux ne permettent pas d'en dire plus."
