"""A published vote, for the minutes: ranking with reasons, tallies by published group, a drawing."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from components.core import poids
from components.core.francais import accord, nombre, pluriel, pourcent
from components.core.mots import cartons, liste_votee
from components.seances import figures
from components.ui.dessins.votes import DessinDeVote, LigneDeVote, VoletDeVote
from components.ui.sorties.documents import Image
from data.priorites import scrutins

JUGEMENT, POINTS = "jugement", "points"  # kinds of ballots, as the register names them
LARGEUR = 16.0  # centimetres


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
                (f"{group} ({accord(ballots, 'bulletin', 'bulletins')})", option, values)
                for group, ballots, option, values in counts
            )
        ],
        "mentions": " / ".join(grades),
        "image": _image(tallies, result["classement"]),
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


def _image(tallies: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]]) -> Image:
    first = ", ".join(f"{line['rang']}. {line['option']}" for line in ranking[:3])
    shown = f"Vote « {tallies['question']} », l'ensemble puis chaque groupe publié"
    words = f"{shown}. En tête : {first}. Mêmes nombres au tableau."
    png, share = figures.vote(_dessin(tallies, ranking, words))
    return Image(png, words, LARGEUR * share)


def _dessin(tallies: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]], words: str) -> DessinDeVote:
    """The drawing of the screens, from what the register holds: the whole in its order, each group beside it."""
    groups, rule = tallies["groupes"], tallies["regle"]
    weights = [Fraction(str(group["poids"])) for group in groups]
    rows = [_ligne(tallies, line, list(zip(weights, groups, strict=True)), str(line["valeur"])) for line in ranking]
    volets = [VoletDeVote("L'ensemble, selon les poids" if len(groups) > 1 else "L'ensemble", tuple(rows))]
    for group in groups if len(groups) > 1 else []:
        lines = [_ligne(tallies, line, [(Fraction(1), group)], "") for line in ranking]
        volets.append(
            VoletDeVote(f"{group['nom']} ({accord(group['bulletins'], 'bulletin', 'bulletins')})", tuple(lines))
        )
    longest = max((sum(line.parts) for volet in volets for line in volet.lignes), default=Fraction(1))
    scale = Fraction(longest) if rule["genre"] == POINTS else Fraction(1)
    return DessinDeVote(_mentions(tallies), tuple(volets), scale, words)


def _mentions(tallies: Mapping[str, Any]) -> tuple[str, ...]:
    grades = tallies["regle"]["genre"] == JUGEMENT
    return tuple(tallies["regle"]["mentions"]) if grades else ("",)


def _ligne(tallies: Mapping[str, Any], line: Mapping[str, Any], groups: Sequence[tuple[Fraction, Mapping[str, Any]]],
           value: str) -> LigneDeVote:  # fmt: skip
    """An option of the ranking as these groups voted on it, weighted."""
    option = next(one["id"] for one in tallies["regle"]["options"] if one["libelle"] == line["option"])
    total = sum(weight for weight, _ in groups)
    parts = tuple(
        sum((weight / total * Fraction(group["valeurs"][option][k], group["bulletins"]) for weight, group in groups),
            Fraction(0))
        for k in range(len(_mentions(tallies)))
    )  # fmt: skip
    genre = tallies["regle"]["genre"]
    alone = "" if genre == JUGEMENT else nombre(float(parts[0]), 1) if genre == POINTS else pourcent(float(parts[0]))
    return LigneDeVote(f"{line['rang']}.", line["option"], value or alone, parts, line.get("retenue") is not False)
