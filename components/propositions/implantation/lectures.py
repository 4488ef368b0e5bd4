"""From what is asked on screen to the question of siting, and from places to what they bring by the true kernel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from sqlite_utils import Database

from components.core.acces import annonce
from components.core.acces.effects import Effet
from components.core.francais import liste
from components.core.refus import CODES_CITES, EntreeInvalide, Introuvable
from components.propositions import lectures
from components.propositions.implantation.regles import glouton
from components.propositions.implantation.regles.demande import (
    EQUIPEES,
    GENRES,
    MAIN,
    PEUPLEES,
    Codes,
    DemandeDeSites,
    departs,
    mouvements,
)
from components.propositions.implantation.regles.question import Masque, QuestionDeSites, manque
from components.propositions.lectures import Terrain
from data.base.souvenir import partagee
from data.effectifs import leviers
from data.territoire import territoire

ALTERNATIVES = 5


@dataclass(frozen=True, eq=False)
class SitesProposes:
    """The question, who is near whom among its candidates, and the answers in hand, best first, as codes."""

    question: QuestionDeSites
    proches: Masque
    reponses: tuple[Codes, ...]
    immuable: ClassVar[bool] = True

    def rangs(self, codes: Sequence[str]) -> tuple[int, ...] | None:
        """The ranks of places among the candidates, imposed ones first; None when one is not a candidate."""
        places = {code: rank for rank, code in enumerate(self.question.candidats)}
        if any(code not in places for code in codes):
            return None
        ranks = [places[code] for code in codes]
        free = [rank for rank in ranks if rank not in self.question.imposes]
        return (*self.question.imposes, *free)

    def codes(self, rangs: Sequence[int]) -> Codes:
        """The codes of ranks of candidates."""
        return tuple(self.question.candidats[rank] for rank in rangs)


@dataclass(frozen=True, eq=False)
class SitesLus:
    """What places bring by the true kernel. `manque_avant` and `manque_apres`: consultations a year lacking under the
    level; `fourchette`: the least and the most of them that are closed, over all hypotheses; `avant`, `apres`: access
    of each commune of the ground; `modele`: what the solver's own model says is closed."""

    sites: Codes
    effet: Effet
    avant: np.ndarray
    apres: np.ndarray
    manque_avant: float
    manque_apres: float
    fourchette: tuple[float, float]
    modele: float | None
    immuable: ClassVar[bool] = True

    @property
    def comble(self) -> float:
        """Consultations a year that are no longer lacking."""
        return self.manque_avant - self.manque_apres

    @property
    def part(self) -> float:
        """The share of what is lacking that is closed."""
        return self.comble / self.manque_avant if self.manque_avant else 0.0


@partagee
def proposer(db: Database, lieu: Terrain, demande: DemandeDeSites) -> SitesProposes:
    """The question and the answers in hand at once, best first. Raises `EntreeInvalide` when it has no meaning."""
    asked, near = question(db, lieu, demande)
    first = glouton.proposer(asked)
    loss = lieu.valeurs.number("perte_autre_reponse")
    others = glouton.differentes(asked, first, near, ALTERNATIVES - 1, loss)
    proposed = SitesProposes(asked, near, ())
    return replace(proposed, reponses=tuple(proposed.codes(sites) for sites in (first, *others)))


def question(db: Database, lieu: Terrain, demande: DemandeDeSites) -> tuple[QuestionDeSites, Masque]:
    """What is asked, as figures, and who is near whom among the candidates."""
    names, kernel = lieu.noms, lieu.access.famille.central
    places = candidats(db, lieu, demande)
    fixed = tuple(places.index(code) for code in demande.imposes if code in places)
    acts = lectures.actes(lieu, mouvements(demande, places[:1], names)) if places else 0.0
    rows, columns = kernel.communes.get_indexer(lieu.communes.index), kernel.sites.get_indexer(places)
    gain = kernel.gain[rows][:, columns].toarray() * acts
    part = lieu.valeurs.number("part_moins_bien_desservis")
    asked = QuestionDeSites(
        tuple(lieu.communes.index), lieu.habitants, avant(db, lieu, demande), tuple(places), gain, lieu.repere,
        demande.nombre, demande.but, part, fixed,
    )  # fmt: skip
    return asked, _proches(lieu, columns)


def candidats(db: Database, lieu: Terrain, demande: DemandeDeSites) -> list[str]:
    """Codes of the communes that may have a site: those of the rule and the imposed ones, without the forbidden ones,
    nor those where a change per resident has no meaning. Raises `EntreeInvalide`, in words, when none is left."""
    twice = sorted(set(demande.imposes) & set(demande.interdits))
    if twice:
        names = liste([lieu.noms[code] for code in twice], CODES_CITES)
        raise EntreeInvalide(f"{names} : imposé et interdit à la fois. Retirez-le d'une des deux listes.")
    inside = lieu.access.habitants.index
    wanted = _de_la_regle(db, lieu, demande)
    senseless = annonce.denses(lieu.access, lieu.valeurs).index
    allowed = [
        str(code) for code in inside
        if (code in wanted or code in demande.imposes) and code not in demande.interdits and code not in senseless
    ]  # fmt: skip
    if not allowed:
        wrong = {str(code): 1.0 for code in inside if code in wanted and code in senseless}
        raise EntreeInvalide(
            annonce.sans_sens(wrong, lieu.access, lieu.valeurs)
            or "Aucune commune ne peut recevoir de site selon cette règle. Élargissez-la, ou choisissez des lieux."
        )
    return allowed


def _de_la_regle(db: Database, lieu: Terrain, demande: DemandeDeSites) -> set[str]:
    people = lieu.access.habitants
    if demande.regle == PEUPLEES:
        return {str(code) for code in people.index[people >= demande.peuplement]}
    if demande.regle == EQUIPEES:
        return set(territoire.sites(db)["commune"].dropna().astype(str))
    if demande.regle == MAIN:
        return set(demande.main)
    return {str(code) for code in people.index}


def avant(db: Database, lieu: Terrain, demande: DemandeDeSites) -> np.ndarray:
    """Access before any proposed site: what is published, the sites open already, what leaves with the doctors."""
    moves = [*mouvements(demande, demande.ouverts, lieu.noms), *departs(demande, lieu.noms)]
    return lectures.niveaux_apres(lieu, lectures.effet(db, lieu, moves)) if moves else lieu.niveaux


@partagee
def lire(
    db: Database, lieu: Terrain, demande: DemandeDeSites, sites: Codes, question: QuestionDeSites | None = None
) -> SitesLus:
    """What these sites bring, by the kernel that every room uses, with who loses. Raises `EntreeInvalide` when the
    answer has no meaning."""
    opened = mouvements(demande, demande.ouverts, lieu.noms)
    moves = [*opened, *departs(demande, lieu.noms), *mouvements(demande, sites, lieu.noms)]
    result = lectures.effet(db, lieu, moves)
    reason = annonce.refus(result, lieu.access, lieu.valeurs)
    if reason:
        raise EntreeInvalide(reason)
    base = lectures.niveaux_apres(lieu, lectures.effet(db, lieu, opened)) if opened else lieu.niveaux
    after, people = lectures.niveaux_apres(lieu, result), lieu.habitants
    lacking = manque(people, base, lieu.repere)
    places = lieu.access.famille.central.communes.get_indexer(lieu.communes.index)
    spread = [
        lacking - manque(people, lieu.niveaux + one.variation[places], lieu.repere)
        for one in result.conjointes.values()
    ]
    return SitesLus(
        sites, result, base, after, lacking, manque(people, after, lieu.repere), (min(spread), max(spread)),
        _selon_le_modele(question, sites, lacking),
    )  # fmt: skip


def _selon_le_modele(question: QuestionDeSites | None, sites: Codes, lacking: float) -> float | None:
    """What the model of the solver says is closed; None for places that were not candidates."""
    if question is None:
        return None
    ranks = [question.candidats.index(code) for code in sites if code in question.candidats]
    if len(ranks) < len(sites):
        return None
    after = question.niveau + question.gain[:, ranks].sum(axis=1)
    return lacking - manque(question.habitants, after, question.repere)


def cout_annuel(demande: DemandeDeSites, lieu: Terrain) -> tuple[float, float, float] | None:
    """Euros of a full year of one site, low, central, high, from the catalogue; None when no source gives it."""
    kind = GENRES[demande.genre]
    lever = leviers.trouver(kind.levier)
    if lever is None or lever.cout is None:
        return None
    if not kind.en_jours:
        low, central, high = (demande.capacite * euros for euros in lever.cout)
        return low, central, high
    if lever.effet is None or not lever.effet[1]:
        raise Introuvable("Le catalogue ne dit pas ce que vaut un jour de consultation avancée.")
    euros = lectures.actes(lieu, mouvements(demande, list(lieu.noms)[:1], lieu.noms)) * lever.cout[1] / lever.effet[1]
    return euros, euros, euros


def plus_proche(lieu: Terrain, sites: Codes, code: str, db: Database) -> int:
    """The rank of the proposed site nearest to a commune, as the crow flies."""
    places = territoire.communes(db).loc[[*sites, code], ["lat", "lon"]].astype(float)
    shrink = float(np.cos(np.radians(places.loc[code, "lat"])))
    gap = [
        float(np.hypot((places.iloc[rank]["lon"] - places.loc[code, "lon"]) * shrink,
                       places.iloc[rank]["lat"] - places.loc[code, "lat"]))
        for rank in range(len(sites))
    ]  # fmt: skip
    return int(np.argmin(gap))


def _proches(lieu: Terrain, columns: np.ndarray) -> Masque:
    """Candidates × candidates: whose minutes are under the length that makes two places worth the same."""
    kernel = lieu.access.famille.central
    rows = kernel.communes.get_indexer(kernel.sites[columns])
    minutes = kernel.minutes[rows][:, columns].tocoo()
    near = np.zeros((len(columns), len(columns)), dtype=bool)
    within = minutes.data <= lieu.valeurs.number("minutes_lieux_voisins")
    near[minutes.coords[0][within], minutes.coords[1][within]] = True
    np.fill_diagonal(near, True)
    return near | near.T
