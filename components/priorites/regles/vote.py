"""The vote, as pure rules: what a rule is, what the tallies are, and one signature that counts them all.

`compter(regle, groupes)` reads nothing but published tallies, so anyone can count again. Exact fractions
throughout; the result is frozen and carries its reasons in French.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from components.core import approbation
from components.core.parts_egales import Decision

JUGEMENT, POINTS, APPROBATION = "jugement", "points", approbation.GENRE
REGLES = {
    JUGEMENT: "Jugement majoritaire",
    POINTS: "Points à répartir",
    APPROBATION: "Approbation d'actions sous un budget",
}
PARTS_EGALES, SOUTIENS = "parts_egales", "soutiens"  # what an approval vote funds
METHODES = {
    PARTS_EGALES: "Parts égales : chaque voix a la même somme",
    SOUTIENS: "Nombre de soutiens : la plus soutenue d'abord, tant qu'elle tient",
}
FINANCE = {
    PARTS_EGALES: "Chaque voix dispose d'une part égale du budget ; une action est retenue quand ses soutiens peuvent "
    "la payer ensemble. Le reste va aux actions les plus soutenues qui tiennent encore.",
    SOUTIENS: "La plus soutenue est retenue d'abord, puis la suivante, tant que le budget la paie ; celle qui ne tient "
    "plus laisse sa place à la suivante.",
}
RETENUE = {PARTS_EGALES: "par parts égales", SOUTIENS: "au nombre de soutiens"}
REFUSER, LISTE, USAGERS = "refuser", approbation.LISTE, approbation.USAGERS
DEPARTAGES = {
    REFUSER: "aucun : l'égalité est montrée, la table la tranche",
    USAGERS: "l'ordre du groupe des usagers, puis l'égalité est montrée",
    LISTE: "l'ordre de la liste soumise au vote",
}


@dataclass(frozen=True)
class Option:
    """A service or an action on the ballot; `cout` in euros, 0 unless the ballot has a budget.

    Of a service, what the texts say it is (`experts`) and what users say (`usagers`): printed under its name.
    """

    id: str
    libelle: str
    cout: int = 0
    experts: str = ""
    usagers: str = ""


@dataclass(frozen=True)
class Regle:
    """What was declared: kind of ballot, options in order, tie-break, points to share or budget in euros, and how an
    approval vote funds (`methode`)."""

    genre: str
    options: tuple[Option, ...]
    departage: str = REFUSER
    points: int = 0
    budget: int = 0
    methode: str = PARTS_EGALES

    @property
    def entiers(self) -> bool:
        """Whether what is decided depends on whole ballots, and not on the sums of one option at a time."""
        return self.genre == APPROBATION and self.methode == PARTS_EGALES

    def libelle(self, identifiant: str) -> str:
        return next(option.libelle for option in self.options if option.id == identifiant)


@dataclass(frozen=True)
class Groupe:
    """Tallies of one published group. `poids`: its declared share of the aggregate.

    `valeurs`: jugement, option → number of each grade, best first; points, option → (sum,); approbation,
    option → (ballots that tick it,). Until an approval vote is counted, and never after: ticked options in order of
    the list as a text of 0 and 1 → (number of ballots,); see `regles.parts`.
    """

    id: str
    nom: str
    poids: Fraction
    bulletins: int
    valeurs: Mapping[str, tuple[int, ...]]
    usagers: bool = False


@dataclass(frozen=True)
class Rang:
    """One line of a ranking: rank (ties share it), option, the value counted, the reason in a sentence.

    `retenue`: for a budget, whether the table funds it (None when it must settle a tie); else None.
    `mesure`: what a bar would show (mean points, percent of support); drawings only, nothing is decided on it.
    """

    rang: int
    option: str
    valeur: str
    motif: str
    ex_aequo: bool = False
    retenue: bool | None = None
    mesure: float = 0.0


@dataclass(frozen=True)
class Classement:
    """A ranking, and for each neighbour and the next: with how many different ballots at least they could be swapped
    (`bascules`), and how many surely swap them (`suffisent`; None: not counted, or none does)."""

    rangs: tuple[Rang, ...]
    bascules: tuple[int | None, ...] = ()
    suffisent: tuple[int | None, ...] = ()

    def rang(self, option: str) -> int:
        return next(line.rang for line in self.rangs if line.option == option)

    @property
    def egalites(self) -> tuple[tuple[str, ...], ...]:
        """Options that share a rank, rank by rank."""
        ranks = sorted({line.rang for line in self.rangs if line.ex_aequo})
        return tuple(tuple(line.option for line in self.rangs if line.rang == rank) for rank in ranks)


@dataclass(frozen=True)
class Resultat:
    """Each published group side by side, then the aggregate under the declared weights."""

    par_groupe: tuple[tuple[str, Classement], ...]
    ensemble: Classement

    def ecart(self, option: str) -> int:
        """Ranks between the group that puts the option highest and the one that puts it lowest."""
        ranks = [ranking.rang(option) for _, ranking in self.par_groupe]
        return max(ranks) - min(ranks)


def verifier(regle: Regle, groupes: tuple[Groupe, ...], decision: Decision | None = None) -> None:
    """Raise ValueError when tallies cannot come from ballots of this rule, or cannot be decided like this."""
    ids = {option.id for option in regle.options}
    if not groupes or not regle.options or len(ids) != len(regle.options):
        raise ValueError("Il faut au moins un groupe et des options différentes.")
    for group in groupes:
        cells = [cell for values in group.valeurs.values() for cell in values]
        if group.bulletins < 1 or group.poids <= 0 or any(cell < 0 for cell in cells):
            raise ValueError(f"Le groupe « {group.nom} » a un effectif, un poids ou une case impossible.")
        if not _holds(regle, group, ids):
            raise ValueError(f"Les totaux du groupe « {group.nom} » ne correspondent pas à ses bulletins.")
    if regle.genre == APPROBATION:
        _decidable(regle, groupes, decision)


def _holds(regle: Regle, group: Groupe, ids: set[str]) -> bool:
    values = group.valeurs
    if regle.genre == JUGEMENT:
        return set(values) == ids and all(len(v) == 5 and sum(v) == group.bulletins for v in values.values())
    if regle.genre == POINTS:
        alone = set(values) == ids and all(len(v) == 1 for v in values.values())
        return alone and sum(sum(v) for v in values.values()) == group.bulletins * regle.points
    return set(values) == ids and all(len(v) == 1 and v[0] <= group.bulletins for v in values.values())


def _decidable(regle: Regle, groupes: tuple[Groupe, ...], decision: Decision | None) -> None:
    """Raise ValueError when a budget cannot have been decided like this: what whole ballots decide is given."""
    ids, backed = {o.id for o in regle.options}, {i for g in groupes for i, (count,) in g.valeurs.items() if count}
    if decision is None or not decision.retenues | decision.a_departager <= ids:
        raise ValueError("La décision d'un vote par approbation manque, ou porte sur d'autres actions.")
    if decision.retenues & decision.a_departager or not decision.retenues | decision.a_departager <= backed:
        raise ValueError("Une action est à la fois retenue et à départager, ou retenue sans soutien.")
    if sum(o.cout for o in regle.options if o.id in decision.retenues) > regle.budget:
        raise ValueError("Les actions retenues coûtent plus que le budget.")
    if decision.a_departager and regle.departage == LISTE:
        raise ValueError("L'ordre de la liste tranche tout : aucune action ne peut rester à départager.")


def poids_normes(groupes: tuple[Groupe, ...]) -> list[Fraction]:
    """Weights of the groups, brought to a sum of one."""
    total = sum((group.poids for group in groupes), Fraction(0))
    return [group.poids / total for group in groupes]


def ranger(keys: list[tuple[str, object]], same: Callable[[object, object], bool]) -> list[tuple[int, str, bool]]:
    """Ranks of options already sorted best first: neighbours that are `same` share a rank (1, 2, 2, 4)."""
    ranks: list[int] = []
    for place, (_, key) in enumerate(keys):
        ranks.append(ranks[-1] if place and same(keys[place - 1][1], key) else place + 1)
    return [(rank, option, ranks.count(rank) > 1) for rank, (option, _) in zip(ranks, keys, strict=True)]


def pourcent(part: Fraction) -> str:
    """An exact share in words, to a tenth of a percent: « 62,5 % », « 20,0 % »."""
    whole, rest = divmod(round(part * 1000), 10)
    return f"{whole},{rest}\u00a0%"


def part_de(part: Fraction, groupes: tuple[Groupe, ...]) -> str:
    """A share and what it is a share of: ballots in a group alone, declared weights once groups are put together."""
    return f"{pourcent(part)} {'des bulletins' if len(groupes) == 1 else 'du poids des votes'}"
