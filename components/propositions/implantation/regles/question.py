"""What is asked of siting: places, people, what one more site brings each commune; and what a choice is worth. Pure.

Access moves by ΔA = G·ΔS whatever the supply already there, so that what k sites bring is the sum of what each brings:
the question is exact for the kernel it is made from, and only the floor at zero of a commune that loses is not in it.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from components.core.acces.travel import Floats
from components.core.francais import pluriel
from components.core.refus import EntreeInvalide, refuser
from components.propositions.equite.regles.mesures import moyenne_du_bas

But = Literal["manque", "bas"]
BUTS: tuple[But, ...] = get_args(But)
Sites: TypeAlias = tuple[int, ...]
Masque = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class QuestionDeSites:
    """Where to open `nombre` sites, each in a place of its own.

    `habitants` and `niveau` (consultations a year and resident, before any of them) by commune; `gain`, communes ×
    candidates, is what one site at a candidate brings; `imposes`: ranks of candidates that any answer holds. `but`:
    « manque », the consultations a year that people lack under `repere`, made least; « bas », the mean access of the
    `part` of people who have least, made greatest.
    """

    communes: tuple[str, ...]
    habitants: Floats
    niveau: Floats
    candidats: tuple[str, ...]
    gain: Floats
    repere: float
    nombre: int
    but: But = "manque"
    part: float = 0.1
    imposes: Sites = ()

    def __post_init__(self) -> None:
        shape = (len(self.communes), len(self.candidats))
        if self.gain.shape != shape or self.habitants.shape != shape[:1] or self.niveau.shape != shape[:1]:
            raise EntreeInvalide("Communes, habitants, accès et gains n'ont pas la même longueur.")
        if not 1 <= self.nombre <= len(self.candidats):
            there = pluriel(len(self.candidats), "lieu possible", "lieux possibles")
            raise EntreeInvalide(
                f"{there} pour {pluriel(self.nombre, 'site')} à ouvrir. Ajoutez des lieux, ou demandez moins de sites."
            )
        if len(set(self.imposes)) > self.nombre:
            raise EntreeInvalide(
                "Plus de lieux sont imposés que de sites à ouvrir. Retirez-en, ou ouvrez plus de sites."
            )
        wrong = [code for code, row in zip(self.communes, self.gain, strict=True) if (row < 0).any()]
        refuser("Un site de plus ne fait perdre personne", wrong, "Vérifiez les gains.")

    @property
    def libres(self) -> int:
        """How many sites are left to choose."""
        return self.nombre - len(self.imposes)

    @property
    def empreinte(self) -> str:
        """What the question is, in short: the same for the same question, whoever asks."""
        whole = blake2b(repr((self.communes, self.candidats, self.repere, self.nombre, self.but, self.part,
                              self.imposes)).encode(), digest_size=16)  # fmt: skip
        for values in (self.habitants, self.niveau, self.gain):
            whole.update(np.ascontiguousarray(values).tobytes())
        return whole.hexdigest()


def apres(question: QuestionDeSites, sites: Sites) -> Floats:
    """The access of each commune once these sites are open."""
    return np.asarray(question.niveau + question.gain[:, list(sites)].sum(axis=1))


def manque(habitants: Floats, niveaux: Floats, repere: float) -> float:
    """Consultations a year that people lack under a level: Σ residents × what is missing."""
    return float(habitants @ np.maximum(0.0, repere - niveaux))


def mesure(question: QuestionDeSites, niveaux: Floats) -> float:
    """What is pursued, of given levels of access: the more the better (a lack counts below zero)."""
    if question.but == "manque":
        return -manque(question.habitants, niveaux, question.repere)
    return moyenne_du_bas(question.habitants, niveaux, question.part)


def valeur(question: QuestionDeSites, sites: Sites) -> float:
    """What these sites bring to what is pursued: consultations a year under the level that are no longer lacking, or
    the rise of the mean access of the worst-off."""
    return mesure(question, apres(question, sites)) - mesure(question, question.niveau)
