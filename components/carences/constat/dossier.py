"""The dossier of a profession: everything the table decides a constat on, gathered once, and what it says by itself.

Nothing here reads the file: `lectures.rassembler` fills a dossier, pure functions decide on it, `gestes` write.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from components.carences.constat.lectures_calculs import BAISSE, PART
from components.carences.constat.lectures_signaux import Tableau
from components.carences.regles.territoire import Reponse, manques
from data.base.decisions import canonical
from data.carences.constats import Constat
from data.territoire.indicateurs import Serie


@dataclass(frozen=True)
class Reserve:
    """What is not certain about the figures, until the facilitator declares it: the question and what it bears on.

    `faite` is the declaration that still holds, in words, or empty. `choix`: what may be declared.
    """

    objet: str
    question: str
    choix: tuple[str, ...]
    empreinte: str
    faite: str


@dataclass(frozen=True, eq=False)
class Dossier:
    """What is under the eyes of the table for one profession, as it stood when read.

    `maille` is the key of the mesh, `composition` the communes of each of its territories, `declarees` every
    declaration of the file (by objet), `contestees` the contested figures its cards show and `publiques` those a
    reader may see, `sollicitees` and `structures` those of the whole mesh (with a column territoire), `examines` how
    the table examined each territory, `constats` every constat of the register, newest first.
    """

    tableau: Tableau
    profession: str
    maille: str
    maille_nom: str
    maille_de_repli: bool
    composition: Mapping[str, Sequence[str]]
    sources: pd.DataFrame
    declarees: pd.DataFrame
    contestees: pd.DataFrame
    publiques: pd.DataFrame
    sollicitees: pd.DataFrame
    structures: pd.DataFrame
    examines: Mapping[str, str]
    constats: Sequence[Constat]

    def en_vigueur(self, code: str) -> Constat | None:
        """The constat in force on a territory for this profession, if any."""
        mine = (c for c in self.constats if (c.territoire, c.profession) == (code, self.profession))
        return next((constat for constat in mine if constat.en_vigueur), None)

    def contests(self, code: str, prepare: bool) -> pd.DataFrame:
        """The contested figures of a territory, those a reader may see unless the visitor prepares."""
        return ici(self.contestees if prepare else self.publiques, code)

    def sollicitations(self, code: str) -> pd.DataFrame:
        """The bodies asked about a territory for this profession, oldest first, without the column territoire."""
        return ici(self.sollicitees, code).drop(columns="territoire")

    def reponses(self, code: str) -> list[Reponse]:
        """The same, as the rule of the second condition reads them."""
        return [Reponse(row.organisme, row.nom, row.reponse) for row in ici(self.sollicitees, code).itertuples()]


def ici(rows: pd.DataFrame, code: str) -> pd.DataFrame:
    """The rows of a territory, numbered from 0."""
    return rows[rows["territoire"] == code].reset_index(drop=True)


def serie_en_cause(dossier: Dossier) -> tuple[str, str]:
    """What a declaration about the series read bears on, and the footprint of its file."""
    serie = dossier.tableau.serie
    if serie is None:
        return "serie:", ""
    return f"serie:{serie.id}", str(dossier.sources.at[serie.source, "sha256"])


def maille_en_cause(dossier: Dossier) -> tuple[str, str]:
    """What a declaration about the mesh bears on, and the footprint of its composition."""
    return f"maille:{dossier.maille}", empreinte(dossier.composition)


def declarations(dossier: Dossier) -> pd.DataFrame:
    """Declarations about this series and this mesh that still hold. Columns: objet, declaration, motif, acteur, le."""
    declared = dossier.declarees
    now = [pair for pair in (serie_en_cause(dossier), maille_en_cause(dossier)) if pair[0] in declared.index]
    holds = [objet for objet, footprint in now if declared.at[objet, "empreinte"] == footprint]
    return declared.loc[holds].reset_index()[["objet", "declaration", "motif", "acteur", "le"]]


def serie_declaree(dossier: Dossier) -> str:
    """What the table declared the age series read to be, as figures name it from then on; empty without it."""
    objet, footprint = serie_en_cause(dossier)
    declared = dossier.declarees
    if objet not in declared.index or declared.at[objet, "empreinte"] != footprint:
        return ""
    return f"{declared.at[objet, 'declaration']} (déclaré par la table)"


def nommee(dossier: Dossier, serie: Serie) -> Serie:
    """The series under its declared name, when it is the one read for the offer or worked out from it."""
    declared, read = serie_declaree(dossier), dossier.tableau.serie
    offer = (dossier.tableau.profession.acces, PART, BAISSE)
    same = read is not None and (serie.serie, serie.millesime) == (read.serie, read.millesime)
    return replace(serie, serie=declared, dite="") if declared and same and serie.indicateur in offer else serie


def reserves(dossier: Dossier) -> list[Reserve]:
    """Doubts on the series and on the mesh: while one stands, thresholds are « seuils de repère »."""
    declared = declarations(dossier).itertuples()
    made = {str(row.objet): f"{row.declaration} ({row.motif})" for row in declared}
    doubts = []
    serie = dossier.tableau.serie
    unknown = serie is not None and ("vérifier" in serie.serie or (serie.indicateur == "apl_mg" and not serie.serie))
    if serie is not None and unknown:
        objet, footprint = serie_en_cause(dossier)
        asked = f"La série d'âge de « {serie.libelle}, {serie.millesime} » est inconnue."
        doubts.append(Reserve(objet, asked, ("tous âges", "65 ans et moins"), footprint, made.get(objet, "")))
    if dossier.maille_de_repli:
        objet, footprint = maille_en_cause(dossier)
        asked = (
            f"La maille « {dossier.maille_nom.partition(',')[0]} » remplace les territoires de vie-santé, non chargés."
        )
        doubts.append(Reserve(objet, asked, ("la table retient cette maille",), footprint, made.get(objet, "")))
    return doubts


def de_repere(dossier: Dossier) -> bool:
    """Whether thresholds are only « seuils de repère »: something is uncertain and not declared."""
    return any(not reserve.faite for reserve in reserves(dossier))


def obstacles(dossier: Dossier, code: str) -> list[str]:
    """What is still missing before a constat can be adopted, in words."""
    missing = [f"{reserve.question} À déclarer." for reserve in reserves(dossier) if not reserve.faite]
    if dossier.en_vigueur(code) is not None:
        missing.append("Un constat est déjà en vigueur sur ce territoire et cette profession.")
    return [*missing, *manques(dossier.reponses(code))]


def empreinte(value: object) -> str:
    """SHA-256 of a value as canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
