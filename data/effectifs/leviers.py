"""The levers of the one catalogue (`data.effectifs.catalogue`): what each does to the workforce, when, at what cost.

Every lever that the HCAAM names is there, even without a figure: its effect is then for the table to enter.
"""

from dataclasses import dataclass
from functools import cache

from data.effectifs import catalogue as un_catalogue

JOURS_PAR_VOLONTAIRE = 2.0  # a month: the effect and the cost of the catalogue are those of two days (solidarité 2025)
OFFICIEL = "V"  # reliability of what an official text says
Fourchette = tuple[float, float, float]


@dataclass(frozen=True)
class Levier:
    """One lever. `cible`: what it acts on (patientele, patients, consultations, actes, etp, cessation, arrivees,
    sans_chiffre); `unite`: what one unit of it is; `effet`: per unit, low, central, high (None: no figure found);
    `patients`: patients followed besides, per unit; `delai` (years, low, central, high; the short one is the favourable
    one) then `montee` years to full effect; `cout`: euros a year and unit (None: unknown), paid by `financeur`;
    `hcaam`: named by the opinion of 2022; `professions`: those it can act on (general practitioners when the file does
    not say).
    """

    nom: str
    label: str
    cible: str
    unite: str
    effet: Fourchette | None
    unite_effet: str
    delai: Fourchette
    montee: float
    cout: Fourchette | None
    financeur: str
    source: str
    fiabilite: str
    note: str
    hcaam: bool
    professions: tuple[str, ...] = ("mg",)
    patients: Fourchette | None = None

    @property
    def reglable(self) -> bool:
        """Whether the table may enter its own effect: no figure, or one that no official text gives."""
        return self.effet is None or self.fiabilite != OFFICIEL

    def unites(self, etp: float | None, jours_par_mois: float | None) -> float:
        """How many of its units a move is: full-time doctors, or volunteers of so many days a month."""
        return float(etp or 0.0) if jours_par_mois is None else float(jours_par_mois) / JOURS_PAR_VOLONTAIRE


@cache
def catalogue() -> dict[str, Levier]:
    """Every lever by name, in the order of the file."""
    return {nom: _levier(nom, entry) for nom, entry in un_catalogue.du_genre(un_catalogue.LEVIER).items()}


def trouver(nom: str) -> Levier | None:
    """A lever by its key, of today or of before."""
    return catalogue().get(un_catalogue.cle(nom))


def _levier(nom: str, entry: dict[str, object]) -> Levier:
    ranges = {key: _fourchette(entry.pop(key, None)) for key in ("effet", "delai", "cout", "patients")}
    if ranges["delai"] is None:
        raise ValueError(f"{nom}: a lever has a delay")
    if "professions" in entry:
        entry["professions"] = tuple(entry["professions"])  # type: ignore[arg-type]
    return Levier(nom=nom, **ranges, **entry)  # type: ignore[arg-type]


def _fourchette(raw: object) -> Fourchette | None:
    if raw is None:
        return None
    low, central, high = (float(part) for part in raw)  # type: ignore[attr-defined]
    if not low <= central <= high:
        raise ValueError(f"{raw}: low, central, high are not in order")
    return low, central, high
