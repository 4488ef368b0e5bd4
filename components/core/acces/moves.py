"""What-if moves: who comes or leaves, and how many acts a year that is in a published APL series.

Days lent by a place to another are one move with two ends: what is given at one is taken at the other. Shared by
scenarios and plans. Acts are consultations and visits per year, positive when supply is added.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from components.core.acces import donneurs
from components.core.francais import compte, mot, nombre, pourcent
from components.core.refus import EntreeInvalide

Kind = Literal["depart", "arrivee", "consultation_avancee", "fin_consultation_avancee"]
Niveau = Literal["bas", "central", "haut"]

MEDECIN: tuple[Kind, ...] = ("depart", "arrivee")
RETRAITS: tuple[Kind, ...] = ("depart", "fin_consultation_avancee")
NIVEAUX: tuple[Niveau, ...] = get_args(Niveau)
AGE_SAISI, ETP_MAX, JOURS_MAX = (18, 99), 1.5, 23  # typing errors, not rules: beyond, a human is asked again


@dataclass(frozen=True)
class Mouvement:
    """One move at one place. Raises `EntreeInvalide` (French) when a field is impossible.

    A doctor (`depart`, `arrivee`) has exactly one of `actes` (per year) and `etp`; a consultation avancée
    (started or, with `fin_`, ended) has `jours_par_mois`. `age` is in years, None when unknown.

    `donneur`: where those days are taken: the code of a commune, or what is told of it (`donneurs`: not declared,
    beyond the communes of the file, new time). `route`: share of each lent day spent on the road, given to nobody.
    """

    kind: Kind
    code_commune: str
    libelle: str
    age: int | None = None
    actes: float | None = None
    etp: float | None = None
    jours_par_mois: float | None = None
    donneur: str = donneurs.NON_DECLARE
    route: float = 0.0

    def __post_init__(self) -> None:
        _require(self.kind in get_args(Kind), f"Mouvement inconnu : {self.kind}.")
        _require(bool(self.code_commune.strip()), "Choisissez la commune du mouvement.")
        _require(bool(self.libelle.strip()), "Donnez un nom au mouvement, pour le retrouver dans la liste.")
        low, high = AGE_SAISI
        _require(self.age is None or low <= self.age <= high, f"L'âge doit être entre {low} et {high} ans.")
        _check_doctor(self) if self.medecin else _check_days(self)

    @property
    def medecin(self) -> bool:
        """True for a doctor, False for a consultation avancée."""
        return self.kind in MEDECIN

    @property
    def signe(self) -> int:
        """+1 when supply is added, −1 when it is withdrawn."""
        return -1 if self.kind in RETRAITS else 1

    @property
    def lieu_donneur(self) -> str:
        """The commune at the other end, "" when no place of the file is there."""
        return self.donneur if donneurs.est_un_lieu(self.donneur) else ""

    def pris(self, actes: float) -> float:
        """Acts a year that change at the other end when `actes` (signed) change at this one: what is given is taken,
        and the road takes its share besides. 0 when no place of the file is at the other end."""
        return -actes / (1.0 - self.route) if self.lieu_donneur else 0.0


@dataclass(frozen=True)
class Bornes:
    """Bounds of one published APL series: floor and cap in acts per year and doctor, age limit included.

    `age_max` is None for the series of all ages. Official rule for GPs (DGOS, FAQ zonage, 2018).
    """

    plancher: float
    plafond: float
    age_max: int | None = None

    def __post_init__(self) -> None:
        ordered = 0 <= self.plancher <= self.plafond < math.inf
        _require(ordered, "Le plancher d'activité doit être positif et ne pas dépasser le plafond.")


@dataclass(frozen=True)
class Plage:
    """A parameter with its admissible range, `0 < bas ≤ central ≤ haut`."""

    bas: float
    central: float
    haut: float

    def __post_init__(self) -> None:
        ordered = 0 < self.bas <= self.central <= self.haut < math.inf
        _require(
            ordered,
            f"Valeurs basse, centrale et haute mal ordonnées : {self.bas}, {self.central}, {self.haut}.",
        )

    def a(self, niveau: Niveau) -> float:
        """Return the value at one level."""
        return {"bas": self.bas, "central": self.central, "haut": self.haut}[niveau]


@dataclass(frozen=True)
class Hypotheses:
    """How activity becomes acts: acts per FTE and year, acts per day on site, months per year."""

    actes_par_etp: Plage
    actes_par_jour: Plage
    mois_par_an: Plage


def actes_retenus(
    mouvement: Mouvement, bornes: Bornes, hypotheses: Hypotheses, niveau: Niveau = "central"
) -> tuple[float, str]:
    """Return the signed acts per year a move counts for in a series, and the French sentence that says why.

    Floor: the published series count a doctor under the floor as able to reach it, so a doctor whose real
    acts are given gets it in full. When part-time work is given in ETP the floor is prorated
    (`etp × plancher`, at most one floor), or half a day a week would count for a full-time floor. The cap is
    per person and never prorated; a consultation avancée has no floor. Beyond `age_max`: 0.
    Raises `EntreeInvalide` when the series has an age limit and a doctor's age is unknown.
    """
    if _too_old(mouvement, bornes):
        return 0.0, f"{mouvement.age} ans : ne compte pas dans la série « {bornes.age_max} ans et moins »."
    if mouvement.medecin:
        acts, why = _doctor_acts(mouvement, bornes, hypotheses.actes_par_etp.a(niveau))
    else:
        acts, why = _days_acts(mouvement, bornes, hypotheses, niveau)
    verb = "ajouté" if mouvement.signe > 0 else "retiré"
    other = "" if mouvement.medecin else f" {donneurs.phrase(mouvement.donneur)}"
    return (
        mouvement.signe * acts,
        f"{compte(acts, f'acte par an {verb}', f'actes par an {verb}s')} : {why}.{other}",
    )


def actes_par_site(mouvements: Sequence[Mouvement], actes: Sequence[float]) -> Mapping[str, float]:
    """Return ΔS as code → acts per year, both ends of each move; the sum at a place does not depend on the order."""
    grouped: dict[str, list[float]] = {}
    for mouvement, acts in zip(mouvements, actes, strict=True):
        grouped.setdefault(mouvement.code_commune, []).append(acts)
        if mouvement.lieu_donneur:
            grouped.setdefault(mouvement.lieu_donneur, []).append(mouvement.pris(acts))
    return {code: math.fsum(parts) for code, parts in grouped.items()}


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise EntreeInvalide(message)


def _check_doctor(move: Mouvement) -> None:
    _require(move.jours_par_mois is None, "Les jours par mois ne concernent que les consultations avancées.")
    alone = move.donneur == donneurs.NON_DECLARE and not move.route
    _require(alone, "Seuls des jours de consultation avancée sont prêtés par un autre lieu.")
    _require((move.actes is None) != (move.etp is None), "Donnez soit les actes par an, soit l'ETP du médecin.")
    acts_ok = move.actes is None or 0 < move.actes < math.inf
    _require(acts_ok, "Les actes par an doivent être un nombre supérieur à zéro.")
    etp_ok = move.etp is None or 0 < move.etp <= ETP_MAX
    _require(etp_ok, f"L'ETP doit être supérieur à zéro et d'au plus {nombre(ETP_MAX, 1)}.")


def _check_days(move: Mouvement) -> None:
    extra = move.actes is not None or move.etp is not None
    _require(not extra, "Une consultation avancée se décrit en jours par mois, sans actes ni ETP.")
    days = move.jours_par_mois
    _require(
        days is not None and 0 < days <= JOURS_MAX,
        f"Donnez un nombre de jours par mois, au plus {JOURS_MAX}.",
    )
    _require(
        move.donneur != move.code_commune, "Le lieu qui prête et celui qui reçoit sont le même. Choisissez-en deux."
    )
    _require(0 <= move.route < 1, "La route ne peut pas prendre toute la journée prêtée.")


def _too_old(move: Mouvement, bounds: Bornes) -> bool:
    if bounds.age_max is None:
        return False
    if move.age is None and move.medecin:
        raise EntreeInvalide(
            f"La série publiée s'arrête à {bounds.age_max} ans : indiquez l'âge de « {move.libelle} »."
        )
    return move.age is not None and move.age > bounds.age_max


def _doctor_acts(move: Mouvement, bounds: Bornes, per_etp: float) -> tuple[float, str]:
    if move.actes is not None:
        real, floor, why = move.actes, bounds.plancher, compte(move.actes, "acte déclaré", "actes déclarés")
    else:
        etp = move.etp or 0.0
        real, floor = etp * per_etp, min(etp, 1.0) * bounds.plancher
        why = f"{nombre(etp, 2)} ETP × {nombre(per_etp)} actes par ETP"
    if real < floor:
        return floor, f"{why}, relevés au plancher de la série ({nombre(floor)})"
    return _capped(real, bounds, why)


def _days_acts(move: Mouvement, bounds: Bornes, hypotheses: Hypotheses, level: Niveau) -> tuple[float, str]:
    days, months = move.jours_par_mois or 0.0, hypotheses.mois_par_an.a(level)
    per_day = hypotheses.actes_par_jour.a(level)
    often, each = mot(round(days, 1), "jour"), mot(round(per_day, 1), "acte")
    why = f"{nombre(days, 1)} {often} par mois × {nombre(months, 1)} mois × {nombre(per_day, 1)} {each} par jour"
    if bounds.age_max is not None and move.age is None:
        why += f", par un médecin supposé de {bounds.age_max} ans au plus"
    lent, why = _capped(days * months * per_day, bounds, why)
    if not move.route:
        return lent, why
    return lent * (1.0 - move.route), f"{why}, moins {pourcent(move.route, 0)} du temps sur la route"


def _capped(acts: float, bounds: Bornes, why: str) -> tuple[float, str]:
    if acts > bounds.plafond:
        return bounds.plafond, f"{why}, ramenés au plafond de la série ({nombre(bounds.plafond)})"
    return acts, why
