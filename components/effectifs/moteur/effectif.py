"""The workforce of a table: rows that people enter, the estimate that stands in, and what each reader may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from components.core.francais import nombre

PROFESSIONS = {
    "mg": ("médecin généraliste", "médecins généralistes"),
    "ide": ("infirmier", "infirmiers"),
    "ph": ("pharmacien", "pharmaciens"),
    "mk": ("masseur-kinésithérapeute", "masseurs-kinésithérapeutes"),
    "sf": ("sage-femme", "sages-femmes"),
    "cd": ("chirurgien-dentiste", "chirurgiens-dentistes"),
}
MODES = ("libéral", "salarié", "mixte")
SECTEURS = ("privé", "public", "médico-social")
SAISI, CHARGE, ESTIME = "saisi", "chargé", "estimé"
PEU = 5  # under this number, ages and departures identify people
AGES, HEURES_MAX, ANNEES_MAX, LISTE_MAX = (18, 99), 100.0, 60, 5_000


@dataclass(frozen=True)
class Ligne:
    """One row: `effectif` people of the same kind in a territory.

    Ages in years (a band, or one age when `age_min` equals `age_max`), None when unknown; `heures` a week, None when
    unknown; `depart`, `arrivee`: known calendar years; `patientele`: adults followed by each (GPs), None when unknown;
    `statut`: saisi, chargé (the number, from a file) or estimé, and `pourquoi` when it is not entered; `saisi_en`: the
    year its ages were entered, once they have moved on since; `compte`: the year its people were counted, when a source
    tells it. Nobody (`effectif` 0) is known, unlike a missing row.
    """

    immuable: ClassVar[bool] = True

    cle: str
    territoire: str
    profession: str
    effectif: int
    mode: str = "libéral"
    secteur: str = "privé"
    sexe: str = ""
    age_min: int | None = None
    age_max: int | None = None
    heures: float | None = None
    cumul: bool = False
    depart: int | None = None
    arrivee: int | None = None
    statut: str = SAISI
    pourquoi: str = ""
    patientele: float | None = None
    saisi_en: int | None = None
    compte: int | None = None

    @property
    def individuelle(self) -> bool:
        """Whether the row says something of people beyond their number."""
        told = (self.age_min, self.heures, self.depart, self.arrivee, self.patientele)
        return bool(self.sexe) or self.cumul or any(part is not None for part in told)

    def partie(self, annee: int) -> bool:
        """Whether its people have left by a calendar year: that of a departure is the first without them."""
        return self.depart is not None and self.depart <= annee

    def annoncee(self, annee: int) -> bool:
        """Whether its people are yet to come after a calendar year."""
        return self.arrivee is not None and self.arrivee > annee


@dataclass(frozen=True)
class Total:
    """A département's headcount of a profession, the words of its source, and the year of the count if it is told."""

    effectif: int
    source: str
    annee: int | None = None


def estimer(totaux: Mapping[str, Total], parts: Mapping[str, Mapping[str, float]], pourquoi: str) -> list[Ligne]:
    """Share each total between territories, as whole people (largest remainders): the totals are conserved.

    `parts`: profession → territory → weight. A profession without a total gets no row: it is unknown.
    """
    rows: list[Ligne] = []
    for profession, total in totaux.items():
        shared = repartir(total.effectif, parts[profession])
        why = f"{pourquoi} {total.source}"
        rows += [
            Ligne(
                f"estime|{territory}|{profession}",
                territory,
                profession,
                people,
                statut=ESTIME,
                pourquoi=why,
                compte=total.annee,
            )
            for territory, people in shared.items()
            if people
        ]
    return rows


def repartir(total: int, poids: Mapping[str, float]) -> dict[str, int]:
    """Whole shares of a total in proportion to weights; they add up to it. At equal remainder, first name first."""
    whole = sum(poids.values())
    if whole <= 0:
        return dict.fromkeys(poids, 0)
    exact = {name: total * weight / whole for name, weight in poids.items()}
    floors = {name: int(value) for name, value in exact.items()}
    left = total - sum(floors.values())
    order = sorted(exact, key=lambda name: (floors[name] - exact[name], name))
    return {name: floors[name] + (name in order[:left]) for name in exact}


def assembler(saisies: Iterable[Ligne], estimees: Iterable[Ligne]) -> list[Ligne]:
    """What is entered replaces the estimate of the same territory and profession, whole."""
    entered = list(saisies)
    groups = {(row.territoire, row.profession) for row in entered}
    return [*entered, *(row for row in estimees if (row.territoire, row.profession) not in groups)]


def effectifs(lignes: Iterable[Ligne], annee: int) -> dict[tuple[str, str], int]:
    """People present in a year by territory and profession: neither those who left, nor announced arrivals."""
    counts: dict[tuple[str, str], int] = {}
    for row in lignes:
        here = 0 if row.partie(annee) or row.annoncee(annee) else row.effectif
        counts[row.territoire, row.profession] = counts.get((row.territoire, row.profession), 0) + here
    return counts


def publiques(lignes: Iterable[Ligne], annee: int) -> list[Ligne]:
    """Rows that may be projected and exported: under five people present, only their number is left.

    The people of a small team are then projected with the fallback template, as an estimate; those announced to it are
    not counted.
    """
    rows = list(lignes)
    small = {group for group, people in effectifs(rows, annee).items() if people < PEU}
    hidden = [row for row in rows if (row.territoire, row.profession) in small]
    shown = [row for row in rows if (row.territoire, row.profession) not in small]
    return [*shown, *_anonymes(hidden, annee)]


def _anonymes(rows: list[Ligne], annee: int) -> list[Ligne]:
    merged: dict[tuple[str, str], Ligne] = {}
    for row in rows:
        group = (row.territoire, row.profession)
        earlier = merged.get(group)
        people = effectifs([row], annee)[group] + (earlier.effectif if earlier else 0)
        bare = Ligne(
            f"public|{'|'.join(group)}", *group, people, mode="mixte", statut=row.statut, pourquoi=row.pourquoi
        )
        mode = row.mode if earlier is None else earlier.mode
        merged[group] = replace(bare, mode=mode, secteur=row.secteur, compte=row.compte)
    return list(merged.values())


def cachee(lignes: Iterable[Ligne], annee: int) -> bool:
    """Whether what the table entered of a team is hidden from who does not facilitate: fewer than five present."""
    rows = list(lignes)
    here = sum(effectifs(rows, annee).values())
    return here < PEU and any(row.effectif and row.statut == SAISI and row.individuelle for row in rows)


def annee_de_depart(lignes: Iterable[Ligne], annee: int) -> int:
    """The year a projection starts from: that of the count when everyone was counted in the same past year, else
    `annee`, today's."""
    years = {row.compte or annee for row in lignes if row.effectif}
    return min(years.pop(), annee) if len(years) == 1 else annee


def annoncees(lignes: Iterable[Ligne], annee: int) -> int:
    """People announced, who are not here yet."""
    return sum(row.effectif for row in lignes if row.annoncee(annee))


def qualite(lignes: Iterable[Ligne], ages: str) -> str:
    """What is entered, loaded, estimated and unknown, in one sentence. `ages`: what stands in for unknown ages."""
    rows = list(lignes)
    count = {kind: sum(row.effectif for row in rows if row.statut == kind) for kind in (SAISI, CHARGE, ESTIME)}
    total = sum(count.values())
    if not rows:
        return "Effectif inconnu : rien n'est chargé ni saisi."
    if not total:
        return "Personne n'exerce aujourd'hui : la table l'a saisi."
    aged = sum(row.effectif for row in rows if row.age_min is not None)
    told = ", ".join(f"{nombre(people)} {kind}" for kind, people in count.items() if people)
    entered = f"{nombre(aged)} {'saisi' if aged < 2 else 'saisis'}"
    unknown = f"{nombre(total - aged)} {'inconnu' if total - aged < 2 else 'inconnus'}"
    return f"Effectif : {told}. Âges : {entered}, {unknown}{f' ({ages})' if aged < total else ''}. {exercices(rows)}"


def exercices(lignes: Iterable[Ligne]) -> str:
    """« Exercice : libéral ; salarié, mixte inconnus » — what no source tells is unknown, not nought."""
    rows = list(lignes)
    present = [mode for mode in MODES if any(row.mode == mode and row.effectif for row in rows)]
    if not present:
        return "Exercice : personne."
    if not any(row.statut == ESTIME for row in rows):
        return f"Exercice : {', '.join(present)}."
    absent = [mode for mode in MODES if mode not in present]
    return f"Exercice : {', '.join(present)}" + (f" ; {' et '.join(absent)} inconnus." if absent else ".")


def estimes(ligne: Ligne, ages: str) -> dict[str, str]:
    """Which cells of a row are estimated, and how, in words; empty when everything that counts is known."""
    if not ligne.effectif:
        return {}
    cells = {} if ligne.statut != ESTIME else {"nombre": "total du département réparti"}
    if ligne.age_min is None:
        cells["âge"] = ages
    if ligne.heures is None:
        criteria = [word for word, told in (("sexe", ligne.sexe), ("âge", ligne.age_min)) if told]
        cells["heures"] = "temps plein moyen" + (f" selon {' et '.join(criteria)}" if criteria else "")
    if ligne.profession == "mg" and ligne.patientele is None:
        cells["patientèle"] = "moyenne du territoire si elle est chargée, sinon celle du département"
    return cells


def listes(lignes: Iterable[Ligne], observees: Mapping[str, float]) -> list[Ligne]:
    """The mean list observed in a territory, for the doctors whose own is not known."""
    return [
        replace(row, patientele=observees[row.territoire])
        if row.profession == "mg" and row.patientele is None and row.territoire in observees
        else row
        for row in lignes
    ]


def fondre(lignes: Iterable[Ligne], nom: str) -> list[Ligne]:
    """The rows of several territories as those of one."""
    return [replace(row, territoire=nom) for row in lignes]
