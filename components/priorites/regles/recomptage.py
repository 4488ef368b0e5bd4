"""The recount of sealed ballots: what they give against what was published, in sentences that show none of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.core.francais import pluriel
from components.priorites.regles.decompte import Decompte
from components.priorites.regles.parts import decider, marges
from components.priorites.regles.scrutin import totaux
from components.priorites.regles.vote import Groupe


@dataclass(frozen=True)
class Recomptage:
    """Whether the sealed ballots give what was published, and what differs, in French."""

    conforme: bool
    phrase: str
    ecarts: tuple[str, ...] = ()


def recomptage(tallies: Decompte, entiers: Sequence[tuple[str, str]], registre: Decompte | None) -> Recomptage:
    """Compare the whole ballots (published group, content) with the tallies kept; `registre`: those that the register
    holds, None before publication."""
    gaps = _ecarts(tallies, entiers)
    if registre not in (None, tallies):
        gaps.append("Le décompte gardé dans la table n'est pas celui du registre.")
    ballots = pluriel(len(entiers), "bulletin entier recompté", "bulletins entiers recomptés")
    if gaps:
        return Recomptage(False, f"{ballots} : ils ne donnent pas le résultat publié.", tuple(gaps))
    where = "du décompte" if registre is None else "du décompte et du registre"
    return Recomptage(True, f"{ballots} : les totaux et les actions retenues sont ceux {where}.")


def _ecarts(tallies: Decompte, entiers: Sequence[tuple[str, str]]) -> list[str]:
    mine = {group.id: [content for name, content in entiers if name == group.id] for group in tallies.groupes}
    if {name for name, _ in entiers} != set(mine):
        return ["Les groupes ne sont pas ceux du décompte."]
    whole = tuple(_entier(tallies, group, mine[group.id]) for group in tallies.groupes)
    gaps = [
        f"Les totaux du groupe « {group.nom} » ne sont pas ceux du décompte."
        for group, counted in zip(tallies.groupes, marges(tallies.regle, whole), strict=True)
        if group != counted
    ]
    if decider(tallies.regle, whole) != tallies.decision:
        gaps.append("Les actions retenues ne sont pas celles du décompte.")
    return gaps


def _entier(tallies: Decompte, group: Groupe, contents: list[str]) -> Groupe:
    return replace(group, bulletins=len(contents), valeurs=totaux(tallies.regle, contents))
