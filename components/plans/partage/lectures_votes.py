"""The reading « équité des votes »: what an approval vote on these actions would fund, by equal shares."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlite_utils import Database

from components.core.francais import pluriel, pourcent
from components.core.parts_egales import Achat, Electeurs, acheter, soutiens
from components.plans.regles.enveloppe import Choix, Demande, Regles, refus
from data.priorites import scrutins

PREFIXE = "action:"
VARIANTES = {
    "voix": "si chaque bulletin pesait autant",
    "reste": "sans emploi du reste",
    "egalite": "si les égalités se tranchaient en sens inverse",
}


@dataclass(frozen=True)
class VoteSurActions:
    """A published approval vote on actions: its question, its turnout, who approves what, under two weightings."""

    question: str
    bulletins: int
    ordre: tuple[int, ...]
    declares: tuple[Electeurs, ...]
    par_voix: tuple[Electeurs, ...]


def dernier(db: Database, demandes: Sequence[Demande]) -> VoteSurActions | None:
    """The last published approval vote in which at least one of these requests was on the ballot."""
    wanted = {f"{PREFIXE}{demande.action}" for demande in demandes}
    published = scrutins.liste(db).query("etat == 'publié'").index
    for ident in reversed(published):
        row = scrutins.scrutin(db, int(ident))
        tallies = row["decompte"] if isinstance(row["decompte"], dict) else json.loads(row["decompte"])
        ids = [option["id"] for option in tallies["regle"]["options"]]
        if tallies["regle"]["genre"] == "approbation" and wanted & set(ids):
            return _vote(tallies, ids)
    return None


def _vote(tallies: dict[str, Any], ids: list[str]) -> VoteSurActions:
    groups = tallies["groupes"]
    weight = sum(Fraction(group["poids"]) for group in groups)
    count = sum(group["bulletins"] for group in groups)
    declared, alike = [], []
    for group in groups:
        for profile, (ballots,) in group["valeurs"].items():
            approved = frozenset(one for one, mark in zip(ids, profile, strict=True) if mark == "1")
            share = Fraction(group["poids"]) / weight * Fraction(ballots, group["bulletins"])
            declared.append(Electeurs(share, approved))
            alike.append(Electeurs(Fraction(ballots, count), approved))
    known = tuple(int(one.removeprefix(PREFIXE)) for one in ids if one.startswith(PREFIXE))
    return VoteSurActions(tallies["question"], count, known, tuple(declared), tuple(alike))


def choix(
    vote: VoteSurActions, demandes: Sequence[Demande], regles: Regles
) -> tuple[Choix, dict[str, tuple[int, ...]]]:
    """What the vote would fund of these requests within the rules, with reasons; and what each variant would."""
    bought = _acheter(vote, demandes, regles, vote.declares)
    kept = _within(bought, demandes, regles)
    retained = tuple(sorted(d.action for d in kept))
    left = regles.montant - sum(d.cout for d in kept)
    support = soutiens([f"{PREFIXE}{a}" for a in vote.ordre], _known(vote, vote.declares))
    reasons = {d.action: _reason(d, vote, regles, support, bought, retained) for d in demandes}
    variants = {
        "voix": _acheter(vote, demandes, regles, vote.par_voix),
        "reste": [achat for achat in bought if achat.prix is not None],
        "egalite": _acheter(vote, demandes, regles, vote.declares, -1),
    }
    others = {name: tuple(sorted(d.action for d in _within(b, demandes, regles))) for name, b in variants.items()}
    return Choix(retained, Fraction(len(retained)), left, reasons), others


def _known(vote: VoteSurActions, electeurs: Sequence[Electeurs]) -> list[Electeurs]:
    ids = {f"{PREFIXE}{action}" for action in vote.ordre}
    return [Electeurs(voters.masse, voters.approuve & ids) for voters in electeurs]


def _acheter(
    vote: VoteSurActions, demandes: Sequence[Demande], regles: Regles, electeurs: Sequence[Electeurs], sens: int = 1
) -> list[Achat]:
    costs = {f"{PREFIXE}{d.action}": d.cout for d in demandes if d.action in vote.ordre and not refus(d, regles)}
    voters = [Electeurs(v.masse, v.approuve & costs.keys()) for v in electeurs]
    return acheter(costs, voters, regles.montant, list(costs)[::sens])


def _within(bought: Sequence[Achat], demandes: Sequence[Demande], regles: Regles) -> list[Demande]:
    """The actions bought, in order, as long as earmarked credits allow them."""
    known = {f"{PREFIXE}{demande.action}": demande for demande in demandes}
    kept: list[Demande] = []
    for achat in bought:
        if regles.possible([*kept, known[achat.option]]):
            kept.append(known[achat.option])
    return kept


def _reason(
    demande: Demande, vote: VoteSurActions, regles: Regles, support: dict[str, Fraction], bought: Sequence[Achat],
    retained: tuple[int, ...],
) -> str:  # fmt: skip
    if demande.action not in vote.ordre:
        return "Non : n'était pas soumise à ce vote, cette lecture ne peut rien en dire."
    refused = refus(demande, regles)
    if refused:
        return refused
    key = f"{PREFIXE}{demande.action}"
    words = f"{pourcent(float(support[key]))} du poids des votes la soutient"
    achat = next((one for one in bought if one.option == key), None)
    if demande.action not in retained:
        if achat is not None:
            return f"Non : {words}, mais les crédits fléchés ne laissent pas la payer."
        return f"Non : {words}, ce qui ne suffit pas dans ce budget."
    if achat is None or achat.prix is None:
        return f"Oui : {words} ; payée sur le reste, une fois les parts égales servies."
    share = pourcent(float(achat.prix / regles.montant), 1)
    return f"Oui : {words} ; chaque soutien y met au plus {share} de sa part."


def phrase(vote: VoteSurActions, choice: Choix) -> str:
    """The reading in a sentence."""
    count = pluriel(len(choice.retenues), "action retenue", "actions retenues")
    return (
        f"{count} par parts égales, d'après les {pluriel(vote.bulletins, 'bulletin')} du vote « {vote.question} », "
        "aux montants demandés aujourd'hui."
    )
