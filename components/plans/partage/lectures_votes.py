"""The reading « équité des votes »: what an approval vote on these actions would fund in an envelope.

Equal shares need whole ballots, which the file does not give: the reading rests on what the vote decided by them, at
its own costs and budget, then on how many support each action. Nothing of it says who ticks two actions together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlite_utils import Database

from components.core.francais import pluriel, pourcent
from components.plans.regles.enveloppe import Choix, Demande, Regles, refus
from data.priorites import scrutins

PREFIXE = "action:"
VARIANTES = {
    "voix": "si chaque bulletin pesait autant",
    "reste": "sans emploi du reste",
    "egalite": "si les égalités se tranchaient en sens inverse",
}
Soutiens = Mapping[str, Fraction]


@dataclass(frozen=True)
class VoteSurActions:
    """A published approval vote on actions: its question, its turnout, what it funds, who supports what, under two
    weightings."""

    question: str
    bulletins: int
    ordre: tuple[int, ...]
    retenues: frozenset[str]
    declares: Soutiens
    par_voix: Soutiens


def dernier(db: Database, demandes: Sequence[Demande]) -> VoteSurActions | None:
    """The last published approval vote in which at least one of these requests was on the ballot."""
    wanted = {f"{PREFIXE}{demande.action}" for demande in demandes}
    published = scrutins.liste(db).query("etat == 'publié'").index
    for ident in reversed(published):
        tallies = scrutins.scrutin(db, int(ident))["decompte"]
        ids = [option["id"] for option in tallies["regle"]["options"]]
        if tallies["regle"]["genre"] == "approbation" and wanted & set(ids):
            return _vote(tallies, ids)
    return None


def _vote(tallies: dict[str, Any], ids: list[str]) -> VoteSurActions:
    groups = tallies["groupes"]
    weight = sum(Fraction(group["poids"]) for group in groups)
    count = sum(group["bulletins"] for group in groups)
    declared, alike = dict.fromkeys(ids, Fraction(0)), dict.fromkeys(ids, Fraction(0))
    for group in groups:
        for option, (ballots,) in group["valeurs"].items():
            declared[option] += Fraction(group["poids"]) / weight * Fraction(ballots, group["bulletins"])
            alike[option] += Fraction(ballots, count)
    voted = tuple(int(one.removeprefix(PREFIXE)) for one in ids if one.startswith(PREFIXE))
    retained = frozenset(tallies["decision"]["retenues"])
    return VoteSurActions(tallies["question"], count, voted, retained, declared, alike)


def choix(
    vote: VoteSurActions, demandes: Sequence[Demande], regles: Regles
) -> tuple[Choix, dict[str, tuple[int, ...]]]:
    """What the vote would fund of these requests within the rules, with reasons; and what each variant would."""
    ranked = _ranger(vote, demandes, regles, vote.declares)
    funded = _within(ranked, regles)
    retained = tuple(sorted(d.action for d in funded))
    left = regles.montant - sum(d.cout for d in funded)
    reasons = {d.action: _reason(d, vote, regles, retained, left) for d in demandes}
    variants = {
        "voix": _ranger(vote, demandes, regles, vote.par_voix),
        "reste": [d for d in ranked if _cle(d) in vote.retenues],
        "egalite": _ranger(vote, demandes[::-1], regles, vote.declares),
    }
    others = {name: tuple(sorted(d.action for d in _within(r, regles))) for name, r in variants.items()}
    return Choix(retained, Fraction(len(retained)), left, reasons), others


def _cle(demande: Demande) -> str:
    return f"{PREFIXE}{demande.action}"


def _ranger(vote: VoteSurActions, demandes: Sequence[Demande], regles: Regles, soutiens: Soutiens) -> list[Demande]:
    """The requests that were voted on and have support: those that the vote funds first, then the others; by support,
    the cheapest first among equals."""
    asked = [d for d in demandes if d.action in vote.ordre and soutiens[_cle(d)] > 0 and not refus(d, regles)]
    return sorted(asked, key=lambda d: (_cle(d) not in vote.retenues, -soutiens[_cle(d)], d.cout))


def _within(demandes: Sequence[Demande], regles: Regles) -> list[Demande]:
    """The actions, in order, that the envelope and its earmarked credits still pay."""
    funded: list[Demande] = []
    for demande in demandes:
        if regles.possible([*funded, demande]):
            funded.append(demande)
    return funded


def _reason(demande: Demande, vote: VoteSurActions, regles: Regles, retained: tuple[int, ...], left: int) -> str:
    if demande.action not in vote.ordre:
        return "Non : n'était pas soumise à ce vote, cette lecture ne peut rien en dire."
    refused = refus(demande, regles)
    if refused:
        return refused
    words = f"{pourcent(float(vote.declares[_cle(demande)]))} du poids des votes la soutient"
    voted = _cle(demande) in vote.retenues
    if demande.action in retained:
        how = "le vote la retient" if voted else "payée sur le reste, une fois servi ce que le vote retient"
        return f"Oui : {words} ; {how}."
    if demande.cout <= left:
        return f"Non : {words}, mais les crédits fléchés ne laissent pas la payer."
    if voted:
        return f"Non : {words} et le vote la retient, mais l'enveloppe ne la paie plus au montant demandé."
    return f"Non : {words}, ce qui ne suffit pas dans ce budget."


def phrase(vote: VoteSurActions, choice: Choix) -> str:
    """The reading in a sentence."""
    count = pluriel(len(choice.retenues), "action retenue", "actions retenues")
    return (
        f"{count} d'après les {pluriel(vote.bulletins, 'bulletin')} du vote « {vote.question} » : ce qu'il retient, "
        "puis les plus soutenues, aux montants demandés aujourd'hui."
    )
