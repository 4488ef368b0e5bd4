"""What the screen asks of siting, and the moves that opening sites is made of. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.core.acces.moves import Mouvement
from components.core.francais import de
from components.propositions.implantation.regles.question import But

Codes = tuple[str, ...]
TOUTES, PEUPLEES, EQUIPEES, MAIN = "toutes", "peuplees", "equipees", "main"


@dataclass(frozen=True)
class GenreDeSite:
    """A kind of site: one, several in words, how its capacity is counted, its usual size, its lever of the catalogue
    and its model action."""

    un: str
    plusieurs: str
    unite: str
    usuelle: float
    plafond: float
    en_jours: bool
    levier: str
    modele: str


GENRES = {
    "centre": GenreDeSite("centre de santé", "centres de santé", "ETP de médecin", 3, 15, False, "centre_sante",
                          "centre_sante"),
    "antenne": GenreDeSite("antenne de centre de santé", "antennes de centre de santé", "ETP de médecin", 1, 15, False,
                           "centre_sante", "centre_sante"),
    "jours": GenreDeSite("consultation avancée", "consultations avancées", "jours par mois", 4, 23, True,
                         "consultations_avancees", "consultations_avancees"),
}  # fmt: skip


@dataclass(frozen=True)
class DemandeDeSites:
    """What the screen asks. `capacite`: of each site, in the unit of its kind; `regle`: which communes may have one
    (`peuplement`: the least residents, for the populated ones); `imposes`, `interdits`; `ouverts`: sites of the same
    capacity that are open already and not in the published access yet; `provenance`: the commune that the doctors
    leave, if they do not come from outside."""

    genre: str = "centre"
    capacite: float = 3.0
    nombre: int = 3
    but: But = "manque"
    regle: str = TOUTES
    peuplement: int = 0
    main: Codes = ()
    imposes: Codes = ()
    interdits: Codes = ()
    ouverts: Codes = ()
    provenance: str = ""


def mouvements(demande: DemandeDeSites, codes: Sequence[str], noms: Mapping[str, str]) -> list[Mouvement]:
    """The moves that opening these sites is made of: whole doctors, then what is left of one; or days a month."""
    kind = GENRES[demande.genre]
    moves = []
    for code in codes:
        label = f"{kind.un[0].upper()}{kind.un[1:]} à {noms.get(code, code)}"
        if kind.en_jours:
            moves.append(Mouvement("consultation_avancee", code, label, jours_par_mois=demande.capacite))
        else:
            moves += [Mouvement("arrivee", code, label, etp=part) for part in postes(demande.capacite)]
    return moves


def postes(etp: float) -> list[float]:
    """Full-time doctors, then the part-time one: 2,5 is 1, 1 and 0,5."""
    whole = [1.0] * int(etp + 1e-9)
    left = round(etp - len(whole), 4)
    return [*whole, left] if left > 0 else whole


def departs(demande: DemandeDeSites, noms: Mapping[str, str]) -> list[Mouvement]:
    """What leaves the commune that the doctors come from; nothing when they come from outside."""
    place = demande.provenance
    if not place:
        return []
    label, kind = f"Départ {de(noms.get(place, place))} vers les sites", GENRES[demande.genre]
    if kind.en_jours:
        return [Mouvement("fin_consultation_avancee", place, label, jours_par_mois=demande.capacite)] * demande.nombre
    return [Mouvement("depart", place, label, etp=part) for part in postes(demande.capacite)] * demande.nombre
