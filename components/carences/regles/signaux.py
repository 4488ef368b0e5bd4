"""Pure rules of carence: signals in five families, and the proposal they lead to. A local convention, on screen.

A signal is a figure against a dated threshold. A family signals as soon as one of its signals does, and is counted
once. A figure that is missing, withheld or covers too little of the territory neither signals nor reassures: its
family is missing unless another of its figures is known. A proposal for a profession needs a signal of that
profession (its offer, its practitioners' age, recourse to it): general need and distance never propose alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import hypot
from typing import ClassVar, Literal

from components.core.francais import pluriel

FAMILLES = {
    "offre": "Offre",
    "age": "Âge des médecins",
    "recours": "Recours",
    "eloignement": "Éloignement",
    "besoins": "Besoins",
}
Proposition = Literal["a_examiner", "a_surveiller", "pas_de_signal", "sans_donnees"]
PROPOSITIONS: dict[Proposition, str] = {
    "a_examiner": "à examiner",
    "a_surveiller": "à surveiller",
    "pas_de_signal": "pas de signal",
    "sans_donnees": "sans donnée",
}
GRAVITE: dict[Proposition, int] = {"a_examiner": 3, "a_surveiller": 2, "sans_donnees": 1, "pas_de_signal": 0}
SIGNALE, CALME, MANQUANTE = "signale", "ne signale pas", "manquante"
TROP_PETIT = "trop petit"  # state of every figure of a territory too small to be read alone
CHIFFRES_COMPARES = 9  # decimals kept before comparing: a mean of equal values stays equal to its threshold


@dataclass(frozen=True)
class RegleDeProposition:
    """One signal: what is read, its family, its threshold (a parameter), and the bad side.

    `sens` is +1 for an access: it signals at its threshold or below, as zoning decrees write « au plus » (residents of
    low-access communes are counted strictly below, as DREES does); -1 for the others, from their threshold up.
    `propre`: the figure is about the profession itself, and not about the needs or distances of its territory.
    """

    nom: str
    famille: str
    indicateur: str
    seuil: str
    sens: int
    propre: bool = False

    def signale(self, valeur: float, seuil: float) -> bool:
        """Whether a value is on the bad side of the threshold."""
        gap = round(valeur - seuil, CHIFFRES_COMPARES)
        return gap <= 0 if self.sens > 0 else gap >= 0

    @property
    def cote(self) -> str:
        """The bad side in words, as it stands before the threshold."""
        return "au plus" if self.sens > 0 else "au moins"


COMMUNES = (
    RegleDeProposition("sans_medecin_traitant", "recours", "part_sans_mt", "seuil_sans_medecin_traitant", -1),
    RegleDeProposition(
        "ald_sans_medecin_traitant", "recours", "part_ald_sans_mt", "seuil_ald_sans_medecin_traitant", -1
    ),
    RegleDeProposition("delai_generaliste", "recours", "delai_mg", "seuil_delai_generaliste", -1),
    RegleDeProposition("delai_specialiste", "recours", "delai_specialiste", "seuil_delai_specialiste", -1),
    RegleDeProposition("minutes_urgences", "eloignement", "minutes_urgences", "seuil_minutes_urgences", -1),
    RegleDeProposition("minutes_pharmacie", "eloignement", "minutes_pharmacie", "seuil_minutes_pharmacie", -1),
    RegleDeProposition("desavantage_social", "besoins", "fdep", "seuil_fdep", -1),
    RegleDeProposition("habitants_ages", "besoins", "part_75_ans", "seuil_75_ans", -1),
)
COMMUNS = tuple(rule.nom for rule in COMMUNES)  # figures that every profession reads: contested once, contested for all
MEDECINS = (
    "sans_medecin_traitant",
    "ald_sans_medecin_traitant",
    "delai_generaliste",
)  # recourse to GPs, to nobody else
AGE = RegleDeProposition("medecins_60_ans", "age", "part_mg_60_ans", "seuil_mg_60_ans", -1, propre=True)
FAMILLES_PROPRES = ("offre", "age")  # whatever figure would be loaded there, it is about the profession
NIVEAU, PART, TENDANCE = "acces_moyen", "part_sous_seuil", "baisse_acces"


@dataclass(frozen=True)
class ProfessionLue:
    """A profession a constat may bear on: its published access and the threshold it is read against."""

    libelle: str
    acces: str
    seuil: str

    @property
    def regles(self) -> tuple[RegleDeProposition, ...]:
        """The signals of this profession; the age of doctors is only read for doctors, recourse to them is theirs."""
        offer = (
            RegleDeProposition(NIVEAU, "offre", self.acces, self.seuil, 1, propre=True),
            RegleDeProposition(PART, "offre", "part_sous_seuil", "seuil_part_sous_seuil", -1, propre=True),
            RegleDeProposition(TENDANCE, "offre", "baisse_acces", "seuil_baisse_apl", -1, propre=True),
        )
        if self.acces != "apl_mg":
            return (*offer, *COMMUNES)
        return (*offer, AGE, *(replace(rule, propre=rule.nom in MEDECINS) for rule in COMMUNES))


PROFESSIONS = {
    "medecin_generaliste": ProfessionLue("médecin généraliste", "apl_mg", "seuil_sous_dense"),
    "infirmier": ProfessionLue("infirmière et infirmier", "apl_infirmiers", "seuil_apl_infirmiers"),
    "kinesitherapeute": ProfessionLue(
        "masseur-kinésithérapeute", "apl_kinesitherapeutes", "seuil_apl_kinesitherapeutes"
    ),
    "sage_femme": ProfessionLue("sage-femme", "apl_sages_femmes", "seuil_apl_sages_femmes"),
}


@dataclass(frozen=True)
class Mesure:
    """A figure of a territory: its value (None unless `etat` is « valeur ») and the share of people it covers. `bruit`:
    what the chance of small numbers adds to its threshold there, when the figure is a change; 0 otherwise."""

    valeur: float | None
    etat: str
    part_couverte: float
    bruit: float = 0.0


ABSENTE = Mesure(None, "manquant", 0.0)


@dataclass(frozen=True)
class Signal:
    """A rule read on a territory. `signale` is None when nothing can be said, for the reason in `motif`."""

    regle: RegleDeProposition
    mesure: Mesure
    seuil: float
    signale: bool | None
    motif: str

    @property
    def seuil_ici(self) -> float:
        """What the figure must reach on this territory: the threshold and chance, as the hypotenuse of the two."""
        return hypot(self.seuil, self.mesure.bruit) if self.mesure.bruit else self.seuil


@dataclass(frozen=True)
class Famille:
    """A family on a territory: signale, ne signale pas, or manquante, with its signals."""

    nom: str
    etat: str
    signaux: tuple[Signal, ...]

    @property
    def propre(self) -> bool | None:
        """Whether a signal of the profession itself signals; None when none of them can be read."""
        flags = [s.signale for s in self.signaux if s.regle.propre and s.signale is not None]
        return any(flags) if flags else None


@dataclass(frozen=True)
class Bilan:
    """The five families of a territory and what the rule proposes."""

    immuable: ClassVar[bool] = True
    familles: tuple[Famille, ...]
    a_examiner: int

    @property
    def calme(self) -> bool:
        """Whether no family signals and something is known: what a table may adopt without a debate."""
        return self.proposition == "pas_de_signal" and not self.signalent

    @property
    def signalent(self) -> int:
        return sum(famille.etat == SIGNALE for famille in self.familles)

    @property
    def disponibles(self) -> int:
        return sum(famille.etat != MANQUANTE for famille in self.familles)

    @property
    def propre(self) -> bool | None:
        """Whether a signal of the profession itself signals; None when none of them can be read."""
        flags = [family.propre for family in self.familles if family.propre is not None]
        return any(flags) if flags else None

    @property
    def proposition(self) -> Proposition:
        """What the rule proposes on the families that can be read."""
        return proposer(self.signalent, self.disponibles, self.a_examiner, self.propre)

    @property
    def au_plus(self) -> Proposition:
        """What it could propose if every missing family signalled: a missing one is never taken as good."""
        missing = [family for family in self.familles if family.etat == MANQUANTE]
        own = any(f.nom in FAMILLES_PROPRES or any(s.regle.propre for s in f.signaux) for f in missing)
        signals = self.signalent + len(missing)
        return proposer(signals, len(self.familles), self.a_examiner, own or self.propre)

    @property
    def trop_petit(self) -> bool:
        """Whether the territory is too small for its figures to be read alone."""
        return any(signal.mesure.etat == TROP_PETIT for family in self.familles for signal in family.signaux)

    @property
    def phrase(self) -> str:
        """« 2 familles signalent, sur 3 disponibles parmi 5 »: never an average."""
        total, usable = len(self.familles), self.disponibles
        if self.trop_petit:
            return "Trop petit pour être lu seul : rien n'est proposé, lisez-le avec les territoires voisins."
        if not usable:
            return f"Aucune famille disponible parmi {total} : rien ne peut être proposé."
        if not self.signalent:
            return f"Aucun signal parmi {pluriel(usable, 'famille disponible', 'familles disponibles')} (sur {total})."
        verb = "signale" if self.signalent == 1 else "signalent"
        word = "disponible" if usable == 1 else "disponibles"
        sentence = f"{pluriel(self.signalent, 'famille')} {verb}, sur {usable} {word} parmi {total}."
        return sentence if self.propre else f"{sentence} {SANS_PROPRE[self.propre]}"


SANS_PROPRE = {
    False: "Aucun signal de cette profession : besoins et distances aggravent, sans proposer seuls.",
    None: "Aucun chiffre de cette profession : besoins et distances aggravent, sans proposer seuls.",
}


def proposer(signalent: int, disponibles: int, a_examiner: int, propre: bool | None) -> Proposition:
    """The rule: enough families signal, at least one does, none does, or nothing can be read.

    `propre`: whether a signal of the profession itself is among them (else nothing is proposed for it), None when no
    figure of the profession can be read (then general figures neither propose nor reassure).
    """
    if not disponibles or propre is None:
        return "sans_donnees"
    if not propre:
        return "pas_de_signal"
    return "a_examiner" if signalent >= a_examiner else "a_surveiller"


def lire_signal(regle: RegleDeProposition, mesure: Mesure, seuil: float, couverture: float) -> Signal:
    """Read one rule; a figure missing, withheld, of too small a territory, or covering less than `couverture` of the
    people says nothing."""
    if mesure.etat == "secret":
        return Signal(regle, mesure, seuil, None, "non diffusé")
    if mesure.etat == TROP_PETIT:
        return Signal(regle, mesure, seuil, None, "trop petit pour être lu seul")
    if mesure.etat != "valeur" or mesure.valeur is None:
        return Signal(regle, mesure, seuil, None, "non disponible")
    if mesure.part_couverte < couverture:
        return Signal(regle, mesure, seuil, None, "connu sur une trop petite part du territoire")
    read = Signal(regle, mesure, seuil, None, "")
    return replace(read, signale=regle.signale(mesure.valeur, read.seuil_ici))


def famille(nom: str, signaux: Iterable[Signal]) -> Famille:
    """One signal is enough; all silent is calm; nothing readable is missing."""
    signals = tuple(signaux)
    flags = [signal.signale for signal in signals if signal.signale is not None]
    state = MANQUANTE if not flags else SIGNALE if any(flags) else CALME
    return Famille(nom, state, signals)


def examiner(
    regles: Iterable[RegleDeProposition],
    mesures: Mapping[str, Mesure],
    seuils: Mapping[str, float],
    couverture: float,
    a_examiner: int,
) -> Bilan:
    """Read every rule of a territory. `mesures` by name of signal (absent: missing), `seuils` by parameter."""
    read = [lire_signal(r, mesures.get(r.nom, ABSENTE), seuils[r.seuil], couverture) for r in regles]
    families = (famille(nom, [s for s in read if s.regle.famille == nom]) for nom in FAMILLES)
    return Bilan(tuple(families), a_examiner)


def en_ordre(bilans: Mapping[str, Bilan]) -> list[str]:
    """Codes in the order a table discusses them: gravest proposal first, most families signalling, then by code."""
    return sorted(bilans, key=lambda c: (-GRAVITE[bilans[c].proposition], -bilans[c].signalent, c))
