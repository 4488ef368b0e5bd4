"""The ground that every proposal stands on: published access by commune, people, kernels, the level looked for."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces import assemblage
from components.core.acces.assemblage import TOUS_AGES, Acces
from components.core.acces.effects import Effet
from components.core.acces.moves import Bornes, Mouvement, actes_retenus
from components.core.acces.travel import Floats
from components.core.francais import nombre, pluriel
from components.core.refus import Introuvable
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.territoire import indicateurs, noyau, territoire
from data.territoire.indicateurs import Serie

PHRASE = "Variation estimée, ajoutée à l'APL publiée ; ce n'est pas l'APL que publierait la DREES."
AGE = "Les médecins qui arrivent sont supposés d'un âge que la série publiée compte."


@dataclass(frozen=True, eq=False)
class Terrain:
    """What proposals are made on. `communes`, by code, of the département and of a published access: nom, territoire,
    habitants, publie; `sans_valeur`: residents of the others. `repere`: the level looked for, of the day."""

    access: Acces
    serie: Serie
    valeurs: EnVigueur
    communes: pd.DataFrame
    sans_valeur: float
    repere: float
    mots_repere: str
    immuable: ClassVar[bool] = True

    @property
    def jour(self) -> date:
        """The day whose parameters are used."""
        return self.valeurs.day

    @property
    def habitants(self) -> Floats:
        """Residents of each commune, in the order of `communes`."""
        return np.asarray(self.communes["habitants"], dtype=np.float64)

    @property
    def niveaux(self) -> Floats:
        """Published access of each commune, in the order of `communes`."""
        return np.asarray(self.communes["publie"], dtype=np.float64)

    @property
    def noms(self) -> dict[str, str]:
        """Names of the communes, those across the border included."""
        return dict(self.access.noms)

    def precautions(self) -> list[str]:
        """What must be said of any figure made on this ground."""
        missing = (
            f"{pluriel(round(self.sans_valeur), 'habitant')} de communes sans APL publiée ne sont pas comptés."
            if self.sans_valeur
            else ""
        )
        return [sentence for sentence in (PHRASE, AGE, self.mots_repere, missing, *self.access.precautions) if sentence]


@partagee
def terrain(db: Database, jour: date) -> Terrain:
    """The ground of a day, on the newest published access. Raises `Introuvable` when none is loaded."""
    series = indicateurs.apl_generalistes(db)
    if not series:
        raise Introuvable("Aucune APL des médecins généralistes n'est chargée.")
    values, serie = EnVigueur.read(db, jour), series[0]
    access = noyau.acces(db, values)
    places = territoire.communes(db).reindex(access.habitants.index)
    published = indicateurs.values(db, serie.id)["valeur"].reindex(places.index)
    table = pd.DataFrame(
        {"nom": places["nom"], "territoire": places["territoire"], "habitants": access.habitants, "publie": published}
    )
    lost = float(table.loc[table["publie"].isna(), "habitants"].sum())
    mark = values.retenue("seuil_sous_dense")
    words = f"Repère : {nombre(mark.value, 2)} {serie.unite} ({mark.reference})."
    return Terrain(access, serie, values, table[table["publie"].notna()], lost, mark.value, words)


def effet(db: Database, lieu: Terrain, mouvements: list[Mouvement]) -> Effet:
    """What moves change, by the kernel that every room uses, all hypotheses included. Raises `EntreeInvalide`."""
    return noyau.effet(db, lieu.access, lieu.serie, mouvements, lieu.valeurs, TOUS_AGES)


def actes(lieu: Terrain, mouvements: list[Mouvement]) -> float:
    """Acts a year that moves count for in the published series, central hypothesis, signed."""
    limits: Bornes = assemblage.bornes(lieu.valeurs, TOUS_AGES)
    activity = assemblage.hypotheses(lieu.valeurs)
    return float(sum(actes_retenus(move, limits, activity)[0] for move in mouvements))


def niveaux_apres(lieu: Terrain, resultat: Effet) -> Floats:
    """The access of each commune of the ground after an effect, floored at zero, in the order of `communes`."""
    return np.asarray(resultat.communes["estime"].reindex(lieu.communes.index), dtype=np.float64)
