"""A published vote, for the minutes: ranking with reasons, tallies by published group, a drawing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from components.core import poids
from components.core.francais import pluriel
from components.core.mots import cartons, liste_votee
from components.seances import figures
from components.ui.sorties.documents import Image
from data.priorites import scrutins

POINTS, SOUTIENS = "points en moyenne", "soutiens (%)"


def vote(fait: Mapping[str, Any]) -> dict[str, Any]:
    """Question, turnout, ranking, tallies in words and the drawing of one published vote (of `data.releves`)."""
    tallies, result = fait["decompte"], fait["resultat"]
    turnout, counts = tallies["participation"], _counts(tallies)
    options = len(tallies["regle"]["options"])
    grades = tallies["regle"]["mentions"] if tallies["regle"]["genre"] == "jugement" else []
    return {
        "question": tallies["question"],
        "phrase": " ".join(
            [
                f"{pluriel(turnout['bulletins'], 'bulletin')} pour {pluriel(turnout['votants'], 'votant')}.",
                *([f"{liste_votee(result['liste'])}."] if result.get("liste") else []),
                *_slips(tallies),
                *_weights(tallies),
            ]
        ),
        "classement": [[str(r["rang"]), r["option"], r["valeur"], r["motif"]] for r in result["classement"]],
        "groupes": [
            [name if k % options == 0 else "", option, " / ".join(str(value) for value in values)]
            for k, (name, option, values) in enumerate(
                (f"{group} ({ballots} bulletins)", option, values) for group, ballots, option, values in counts
            )
        ],
        "mentions": " / ".join(grades),
        "image": _image(tallies, counts, result["classement"], grades),
    }


def _slips(tallies: Mapping[str, Any]) -> list[str]:
    """The slips of each published group, and what was spoiled or drawn late; nothing of a vote of before."""
    names, by_group = {group["id"]: group["nom"] for group in tallies["groupes"]}, tallies.get("cartons", {})
    return [f"{cartons(names[group], slips)}." for group, slips in by_group.items() if group in names]


def _weights(tallies: Mapping[str, Any]) -> list[str]:
    """What each group and one ballot in it weighed, and what changed since the announcement; nothing of before."""
    if "poids" not in tallies:
        return []
    ballots = {group["id"]: int(group["bulletins"]) for group in tallies["groupes"]}
    return poids.compte(poids.de_dict(tallies["poids"]), ballots)


def sans_resultat(fait: Mapping[str, Any]) -> str:
    """A vote that the minutes give no result of, in one sentence without a figure; empty for a published one."""
    words = {
        scrutins.CLOS: "vote clos, résultat non publié à la clôture de la séance.",
        scrutins.ANNULE: f"vote annulé, bulletins détruits. Motif : {fait.get('motif') or 'non retrouvé'}",
        scrutins.PREPARE: "vote déclaré, jamais ouvert.",
        scrutins.FIGE: "vote déclaré, jamais ouvert.",
    }.get(fait["etat"], "")
    round_ = " (second tour)" if fait["tour"] == 2 else ""
    return f"« {fait['question']} »{round_} : {words.rstrip('.')}." if words else ""


def _counts(tallies: dict[str, Any]) -> list[tuple[str, int, str, list[int]]]:
    """(group, its ballots, option, counts): grades, points, or ballots that support the option."""
    options = tallies["regle"]["options"]
    counts = []
    for group in tallies["groupes"]:
        values = group["valeurs"]
        counts += [(group["nom"], int(group["bulletins"]), o["libelle"], values[o["id"]]) for o in options]
    return counts


def _image(tallies: dict[str, Any], counts: list[tuple[str, int, str, list[int]]], ranking: Any, grades: Any) -> Image:
    genre = tallies["regle"]["genre"]
    scale, title = (1, POINTS) if genre == "points" else (100, "bulletins (%)" if genre == "jugement" else SOUTIENS)
    parts = grades or [title]
    place = {line["option"]: k for k, line in enumerate(ranking)}
    rows = [
        (option, place[option], _short(group), parts[k], scale * value / ballots, k)
        for group, ballots, option, values in counts
        for k, value in enumerate(values)
    ]
    table = pd.DataFrame(rows, columns=["option", "rang", "groupe", "partie", "part", "ordre"])
    first = ", ".join(f"{line['rang']}. {line['option']}" for line in ranking[:3])
    words = f"Vote « {tallies['question']} », par groupe publié. En tête : {first}. Mêmes nombres au tableau."
    return Image(figures.vote(table, list(parts), title), words)


def _short(group: str) -> str:
    return group if len(group) <= 28 else f"{group[:27]}…"
