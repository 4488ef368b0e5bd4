"""A vote's declaration, its opening conditions, its published groups and its ballots, as pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction

from components.core.francais import accord, compte, liste, nombre, pluriel
from components.core.mots import MENTIONS
from components.core.poids import REUNION
from components.core.refus import EntreeInvalide
from components.priorites.regles.vote import (
    APPROBATION,
    DEPARTAGES,
    FINANCE,
    JUGEMENT,
    METHODES,
    PARTS_EGALES,
    POINTS,
    Groupe,
    Option,
    Regle,
    pourcent,
)


class BulletinImpossible(ValueError):
    """A ballot that is incomplete or impossible; the message says in French what to fill in."""


@dataclass(frozen=True)
class College:
    """A college in a vote: its name, its declared weight (a fraction as text), whether users sit there."""

    code: str
    nom: str
    poids: str
    usagers: bool


@dataclass(frozen=True)
class Definition:
    """Everything declared before opening. What is hashed when the vote is frozen is exactly this."""

    question: str
    genre: str
    options: tuple[Option, ...]
    colleges: tuple[College, ...]
    departage: str
    quorum: str
    usagers_min: int
    groupe_min: int
    points: int = 0
    budget: int = 0
    tours: int = 1
    retenues_second_tour: int = 0
    tour: int = 1
    nominatif: bool = False
    methode: str = PARTS_EGALES

    @property
    def publication_min(self) -> int:
        """Ballots at least behind a published figure: no secret to keep when every ballot carries a name."""
        return 1 if self.nominatif else self.groupe_min

    @property
    def regle(self) -> Regle:
        return Regle(self.genre, self.options, self.departage, self.points, self.budget, self.methode)


def en_dict(definition: Definition) -> dict[str, object]:
    """The declaration as plain values, for canonical JSON; an option says what it is only when it does."""
    options = [{k: v for k, v in asdict(one).items() if v != "" or k == "libelle"} for one in definition.options]
    return asdict(definition) | {"options": options}


def de_dict(values: Mapping[str, object]) -> Definition:
    """The declaration from its plain values."""
    fields = dict(values)
    fields["options"] = tuple(Option(**one) for one in fields["options"])  # type: ignore[attr-defined]
    fields["colleges"] = tuple(College(**one) for one in fields["colleges"])  # type: ignore[attr-defined]
    return Definition(**fields)  # type: ignore[arg-type]


def tenue(definition: Definition, usagers_min: int, groupe_min: int) -> Definition:
    """A declaration as it is held: its guards raised to the floors."""
    return replace(
        definition,
        usagers_min=max(definition.usagers_min, usagers_min),
        groupe_min=max(definition.groupe_min, groupe_min),
    )


def verifier(definition: Definition) -> None:
    """Raise `EntreeInvalide` when a declaration cannot be voted on."""
    names = [option.libelle.strip().lower() for option in definition.options]
    problems = {
        "Écrivez la question posée.": not definition.question.strip(),
        "Il faut au moins deux options.": len(names) < 2,
        "Deux options portent le même nom.": len(set(names)) < len(names) or not all(names),
        "Aucun collège ne vote.": not definition.colleges,
        "Chaque collège votant doit avoir un poids positif.": any(Fraction(c.poids) <= 0 for c in definition.colleges),
        "Le collège des usagers doit voter.": not any(c.usagers for c in definition.colleges),
        "Indiquez le budget, et un coût positif pour chaque action.": definition.genre == APPROBATION
        and (definition.budget <= 0 or any(option.cout <= 0 for option in definition.options)),
        "Choisissez comment le budget se répartit.": definition.methode not in METHODES,
        "Indiquez un nombre de points positif.": definition.genre == POINTS and definition.points <= 0,
        "Le second tour doit garder au moins deux options, et moins qu'au premier.": definition.tours == 2
        and not 2 <= definition.retenues_second_tour < len(names),
    }
    faults = [words for words, wrong in problems.items() if wrong]
    if faults:
        raise EntreeInvalide(f"{' '.join(faults)} Rien n'a été enregistré.")


def resume(definition: Definition) -> list[str]:
    """The rules, in sentences to be read aloud before opening."""
    total = sum(Fraction(c.poids) for c in definition.colleges)
    weights = [f"{c.nom}\u00a0: {pourcent(Fraction(c.poids) / total)}" for c in definition.colleges]
    kinds = {
        JUGEMENT: f"Vous donnez à chaque option une des cinq mentions : {liste(list(MENTIONS))}. "
        "L'option dont la mention du milieu est la meilleure vient en tête.",
        POINTS: f"Vous répartissez {compte(definition.points, 'point')} entre les options. La moyenne des points fait "
        "le rang.",
        APPROBATION: f"Vous cochez les actions que vous soutenez. Le budget est de {nombre(definition.budget)} €. "
        f"{FINANCE[definition.methode]} On publie le nombre de soutiens de chaque action, jamais les cases cochées "
        "ensemble.",
    }
    sentences = [
        f"La question : {definition.question}",
        f"{pluriel(len(definition.options), 'option')} : {liste([o.libelle for o in definition.options], 20)}.",
        kinds[definition.genre],
        f"Le résultat montre chaque collège, puis l'ensemble avec ces parts déclarées : {' ; '.join(weights)}.",
        f"En cas d'égalité : {DEPARTAGES[definition.departage].removeprefix('aucun : ')}.",
        *_secret(definition),
        "Vous pouvez changer votre bulletin jusqu'à la clôture ; les résultats restent cachés jusque-là.",
    ]
    if definition.genre == JUGEMENT:
        sentences.append("On classe dans le temps : la dernière mention veut dire « plus tard », jamais « non rendu ».")
    if definition.tours == 2:
        sentences.append(f"Il y a deux tours : le second garde {definition.retenues_second_tour} options.")
    return sentences


def _secret(definition: Definition) -> list[str]:
    if definition.nominatif:
        return ["Le vote est nominatif : chaque bulletin porte le nom de son auteur, et la liste est publiée."]
    return [
        "Le vote est secret : un carton tiré au sort dans l'enveloppe de votre collège, sans nom.",
        f"Un collège de moins de {compte(definition.groupe_min, 'bulletin')} est annoncé avec un autre. {REUNION}",
    ]


def conditions(
    definition: Definition, votants: Mapping[str, int], membres: int, presents: int, usagers: int
) -> list[str]:
    """What prevents opening, in French; empty when the vote may open.

    `votants`: people who may vote by college, mandates included; `membres`: voting members of the whole table
    who did not withdraw; `presents`: those present or replaced; `usagers`: user representatives among them.
    """
    needed = -(-Fraction(definition.quorum) * membres // 1)
    problems = []
    if presents < needed:
        problems.append(
            f"Quorum non atteint : {pluriel(presents, 'membre présent', 'membres présents')} sur {membres}, "
            f"il en faut {needed}."
        )
    if usagers < definition.usagers_min:
        problems.append(
            f"{pluriel(usagers, 'représentant des usagers présent', 'représentants des usagers présents')} : "
            f"il en faut {definition.usagers_min}."
        )
    if sum(votants.get(c.code, 0) for c in definition.colleges) < definition.publication_min:
        problems.append(f"Il faut au moins {compte(definition.publication_min, 'votant')} pour publier un résultat.")
    return problems


def regrouper(groupes: Iterable[tuple[str, ...]], effectifs: Mapping[str, int], minimum: int) -> list[tuple[str, ...]]:
    """Merge the smallest group into the next smallest until none has fewer than `minimum` (or one is left).

    Equal sizes: the first declared. Published groups only ever merge, so no smaller one can be recovered by
    difference: every published figure is a sum of whole groups.
    """
    merged = list(groupes)

    def size(group: tuple[str, ...]) -> int:
        return sum(effectifs.get(code, 0) for code in group)

    while len(merged) > 1 and min(size(group) for group in merged) < minimum:
        small = min(merged, key=size)
        others = [group for group in merged if group != small]
        host = min(others, key=size)
        merged = [small + group if group == host else group for group in others]
    order = [code for group in groupes for code in group]
    return sorted((tuple(sorted(group, key=order.index)) for group in merged), key=lambda g: order.index(g[0]))


def lire_bulletin(definition: Definition, champs: Mapping[str, str]) -> str:
    """The ballot as it is kept, from the fields `o0`, `o1`… of the form.

    jugement: one digit per option, 0 (best) to 4; points: integers separated by commas; approbation: 0 and 1.
    Raises `BulletinImpossible` with what to fill in.
    """
    values = [champs.get(f"o{k}", "").strip() for k in range(len(definition.options))]
    if definition.genre == APPROBATION:
        return "".join("1" if value else "0" for value in values)
    if definition.genre == JUGEMENT:
        missing = [o.libelle for o, v in zip(definition.options, values, strict=True) if v not in {*"01234"}]
        if missing:
            raise BulletinImpossible(f"Il manque une mention pour : {liste(missing, 12)}.")
        return "".join(values)
    return _points(definition, values)


def _points(definition: Definition, values: list[str]) -> str:
    read = [value or "0" for value in values]
    if not all(value.isascii() and value.isdigit() and len(value) < 7 for value in read):
        raise BulletinImpossible("Donnez des nombres entiers de points, sans virgule ni signe.")
    numbers = [int(value) for value in read]
    if sum(numbers) != definition.points:
        raise BulletinImpossible(
            f"Vous avez réparti {accord(sum(numbers), 'point', 'points')} : il en faut exactement {definition.points}."
        )
    return ",".join(str(number) for number in numbers)


def champs(definition: Definition, contenu: str) -> dict[str, str]:
    """The fields of the form for a kept ballot (the reverse of `lire_bulletin`)."""
    parts = contenu.split(",") if definition.genre == POINTS else list(contenu)
    if definition.genre == APPROBATION:
        return {f"o{k}": "1" for k, part in enumerate(parts) if part == "1"}
    return {f"o{k}": part for k, part in enumerate(parts)}


def en_mots(definition: Definition, contenu: str) -> list[tuple[str, str]]:
    """A ballot in words: (option, what was given)."""
    return mots(definition.regle, contenu)


def mots(regle: Regle, contenu: str) -> list[tuple[str, str]]:
    """A kept ballot in words, from the rule alone."""
    parts = contenu.split(",") if regle.genre == POINTS else list(contenu)
    return [(option.libelle, _word(regle, part)) for option, part in zip(regle.options, parts, strict=True)]


def _word(regle: Regle, part: str) -> str:
    if regle.genre == JUGEMENT:
        return MENTIONS[int(part)]
    if regle.genre == POINTS:
        return pluriel(int(part), "point")
    return "soutenue" if part == "1" else "non cochée"


def depouiller(
    definition: Definition, groupes: Iterable[tuple[str, ...]], bulletins: Iterable[tuple[str, str]]
) -> tuple[Groupe, ...]:
    """Tallies of each published group from (college, kept ballot)."""
    ballots = list(bulletins)
    colleges = {college.code: college for college in definition.colleges}
    tallies = []
    for codes in groupes:
        mine = [content for college, content in ballots if college in codes]
        members = [colleges[code] for code in codes]
        weight = sum((Fraction(college.poids) for college in members), Fraction(0))
        name = " + ".join(college.nom for college in members)
        users = any(college.usagers for college in members)
        tallies.append(Groupe("+".join(codes), name, weight, len(mine), totaux(definition.regle, mine), users))
    return tuple(tallies)


def totaux(regle: Regle, contents: list[str]) -> dict[str, tuple[int, ...]]:
    """The tallies of one group from its kept ballots."""
    if regle.genre == APPROBATION:
        return {profile: (contents.count(profile),) for profile in sorted(set(contents))}
    split = [content.split(",") if regle.genre == POINTS else list(content) for content in contents]
    columns = {option.id: [int(parts[k]) for parts in split] for k, option in enumerate(regle.options)}
    if regle.genre == POINTS:
        return {option: (sum(column),) for option, column in columns.items()}
    return {option: tuple(column.count(g) for g in range(len(MENTIONS))) for option, column in columns.items()}
