"""What each published group and one ballot in it weigh: announced before opening, counted at closing, in one wording.

A merged group weighs the sum of its colleges' shares, and its ballots weigh the same: a college inside it has no share
of its own any more. Pure, from plain values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from components.core.approbation import poids_declare
from components.core.francais import INSECABLE, liste, nombre, pluriel
from components.core.saisie import sans_arrondi

REUNION = "Un groupe réuni pèse la somme des parts de ses collèges ; un collège réuni n'a plus de part à lui."


@dataclass(frozen=True)
class Poids:
    """A published group: its colleges (codes joined by « + »), its name, its share of the whole, those who may vote in
    it, and how many of them represent users."""

    id: str
    nom: str
    part: Fraction
    votants: int
    usagers: int

    @property
    def reuni(self) -> bool:
        return "+" in self.id


@dataclass(frozen=True)
class Pesee:
    """The weights of a vote: as announced at its opening, as applied at its closing (the same, unless turnout merged
    groups further); `declare`: the share declared for users; `minimum`: ballots behind a published figure at least;
    `poursuivi`: the table went on, knowing that the users' ballots would weigh less than declared."""

    declare: Fraction
    minimum: int
    annonces: tuple[Poids, ...]
    applique: tuple[Poids, ...]
    tranchent: bool = False
    poursuivi: bool = False

    @property
    def reunis_encore(self) -> bool:
        return {group.id for group in self.applique} != {group.id for group in self.annonces}

    @property
    def sous_la_part(self) -> bool:
        """Whether the users' ballots weigh less than the share declared for users."""
        return usagers(self.applique) < self.declare


def usagers(groupes: Sequence[Poids]) -> Fraction:
    """What the users' ballots weigh in the whole, when everyone there votes."""
    return sum((g.part * Fraction(g.usagers, g.votants) for g in groupes if g.votants), Fraction(0))


def en_dict(pesee: Pesee) -> dict[str, Any]:
    """The weights as plain values: shares as text."""
    return {
        "usagers": str(pesee.declare),
        "minimum": pesee.minimum,
        "annonces": [asdict(group) | {"part": str(group.part)} for group in pesee.annonces],
        "applique": [asdict(group) | {"part": str(group.part)} for group in pesee.applique],
        "tranchent": pesee.tranchent,
        "poursuivi": pesee.poursuivi,
    }


def de_dict(fields: Mapping[str, Any]) -> Pesee:
    """The weights from their plain values. Raises ValueError, KeyError or TypeError when they do not add up."""
    announced, applied = (
        tuple(
            Poids(
                str(g["id"]),
                str(g["nom"]),
                poids_declare(str(g["part"])),
                sans_arrondi(g["votants"]),
                sans_arrondi(g["usagers"]),
            )
            for g in fields[name]
        )
        for name in ("annonces", "applique")
    )
    if any(sum((g.part for g in groups), Fraction(0)) != 1 for groups in (announced, applied)):
        raise ValueError("les poids ne font pas un tout")
    declared = poids_declare(str(fields["usagers"]))
    return Pesee(
        declared,
        sans_arrondi(fields["minimum"]),
        announced,
        applied,
        bool(fields["tranchent"]),
        bool(fields["poursuivi"]),
    )


def annonce(pesee: Pesee) -> list[str]:
    """Before opening and while the vote is open: what each group and one ballot in it weigh, and why."""
    return [
        *[f"{_groupe(g)}, {_chacun(g.part, g.votants, 'votant')} si tous votent." for g in pesee.applique],
        *_reunion(pesee),
        *_part_des_usagers(pesee),
        *_tranche(pesee),
    ]


def compte(pesee: Pesee, bulletins: Mapping[str, int]) -> list[str]:
    """Once counted: what each group and one ballot in it weighed (`bulletins`: by group id), what changed since the
    announcement, what the users' ballots weigh, and who broke ties when users were to."""
    groups = [f"{_groupe(g)}, {_chacun(g.part, bulletins[g.id], 'bulletin')}." for g in pesee.applique]
    return [*groups, *_reunion(pesee), *_part_des_usagers(pesee), *_tranche(pesee)]


def _tranche(pesee: Pesee) -> list[str]:
    """Who breaks ties when the users were declared to and are published with others."""
    theirs = [group for group in pesee.applique if group.usagers and group.reuni] if pesee.tranchent else []
    return [
        f"En cas d'égalité, l'ordre du groupe {citer(group.nom)} départage : les usagers y sont réunis, leur ordre à "
        "eux seuls n'est connu de personne."
        for group in theirs
    ]


def citer(nom: str) -> str:
    """A group by its colleges: « Usagers » et « État »."""
    return liste([f"«{INSECABLE}{college}{INSECABLE}»" for college in nom.split(" + ")], 20)


def pour_cent(part: Fraction) -> str:
    """A weight to a hundredth of a percent, so that one ballot of two hundred is not « 0,0 % »."""
    return f"{nombre(float(part * 100), 2)}{INSECABLE}%"


def _groupe(group: Poids) -> str:
    return f"{group.nom}{INSECABLE}: {pour_cent(group.part)} de l'ensemble"


def _chacun(part: Fraction, voix: int, mot: str) -> str:
    each = f", soit {pour_cent(part / voix)} par bulletin" if voix else ""
    return f"{pluriel(voix, mot)}{each}"


def _reunion(pesee: Pesee) -> list[str]:
    """Why groups are merged, and since when."""
    if pesee.reunis_encore:
        shares = {group.id: group.part for group in pesee.annonces}
        new = [
            f"{citer(group.nom)} pèsent ensemble {pour_cent(group.part)}, et non plus "
            f"{liste([pour_cent(share) for share in _dedans(group.id, shares)], 20)}"
            for group in pesee.applique
            if group.id not in shares
        ]
        return [
            f"Poids changés depuis l'annonce\u00a0: {_pourquoi(pesee)}, il est réuni à un autre. {' ; '.join(new)}. "
            f"{REUNION}"
        ]
    together = " ; ".join(citer(group.nom) for group in pesee.applique if group.reuni)
    why = "faute de votant" if pesee.minimum < 2 else f"pour le secret (moins de {pesee.minimum} voix à part)"
    return [f"Annoncés ensemble, {why}\u00a0: {together}. Aucun n'a plus de part à lui."] if together else []


def _pourquoi(pesee: Pesee) -> str:
    if pesee.minimum < 2:
        return "un groupe n'a aucun bulletin"
    return f"un groupe a moins de {pesee.minimum} bulletins et, pour le secret"


def _dedans(ident: str, shares: Mapping[str, Fraction]) -> list[Fraction]:
    inside = set(ident.split("+"))
    return [share for group, share in shares.items() if set(group.split("+")) <= inside]


def _part_des_usagers(pesee: Pesee) -> list[str]:
    if not any(group.usagers and group.reuni for group in pesee.applique):
        return []
    now = usagers(pesee.applique)
    words = (
        f"Les bulletins des usagers pèsent {pour_cent(now)} de l'ensemble si tous les présents votent, pour "
        f"{pour_cent(pesee.declare)} déclarés"
    )
    if not pesee.sous_la_part:
        return [f"{words}."]
    accepted = ", et la table l'a accepté avant d'ouvrir" if pesee.poursuivi and not pesee.reunis_encore else ""
    return [f"{words} : moins que leur part{accepted}."]
