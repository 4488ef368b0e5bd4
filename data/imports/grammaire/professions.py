"""The five professions of the published APL: how files name them, their units, their series."""

import re
from dataclasses import dataclass

from data.territoire.indicateurs import Serie

DREES, LICENCE = "DREES", "Licence Ouverte"
TOUS_AGES = "tous âges"


@dataclass(frozen=True)
class Profession:
    """A profession: key in file headings, end of its indicators' names, name, words of the published
    headings, unit and what proves it; a level that no commune comes near (three times the highest published)."""

    cle: str
    fin: str
    nom: str
    libelle: str
    motif: str
    unite: str
    preuve: str
    decimales: int
    plafond: float


PROFESSIONS = (
    Profession("mg", "mg", "médecin généraliste", "APL aux médecins généralistes", r"generaliste|medecine generale",
               "consultations par an et par habitant standardisé", r"consultation", 3, 100.0),
    Profession("inf", "infirmiers", "infirmier", "APL aux infirmières", r"infirmi",
               "ETP pour 100 000 habitants standardisés", r"etp pour 100 000 habitants", 1, 3_000.0),
    Profession("mk", "kinesitherapeutes", "masseur-kinésithérapeute", "APL aux masseurs-kinésithérapeutes", r"kines",
               "ETP pour 100 000 habitants standardisés", r"etp pour 100 000 habitants", 1, 3_000.0),
    Profession("sf", "sages_femmes", "sage-femme", "APL aux sages-femmes", r"sages? femmes?",
               "ETP pour 100 000 femmes standardisées", r"etp pour 100 000 (habitantes|femmes)", 1, 500.0),
    Profession("cd", "chirurgiens_dentistes", "chirurgien-dentiste", "APL aux chirurgiens-dentistes", r"dentiste",
               "ETP pour 100 000 habitants standardisés", r"etp pour 100 000 habitants", 1, 3_000.0),
)  # fmt: skip
PAR_CLE = {profession.cle: profession for profession in PROFESSIONS}


def profession(texte: str) -> Profession | None:
    """The profession a heading (in `simple` form) speaks of, or None."""
    return next((who for who in PROFESSIONS if re.search(who.motif, texte)), None)


def serie_d_age(texte: str) -> str:
    """The age series of an APL heading (in `simple` form): « tous âges », « 65 ans et moins », « moins de 65 ans »."""
    under = re.search(r"moins de (\d{2}) ans", texte)
    upto = re.search(r"(\d{2}) ans (?:et|ou) moins", texte)
    if under:
        return f"moins de {under[1]} ans"
    return f"{upto[1]} ans et moins" if upto else TOUS_AGES


def serie_apl(quelle: Profession, millesime: int, age: str, source: str, decimales: int | None = None) -> Serie:
    """The series of a published APL, weighted into territories by its own standardised population."""
    slug = {TOUS_AGES: "tous_ages"}.get(age, age.replace(" ", "_"))
    return Serie(
        id=f"apl_{quelle.fin}_{millesime}_{slug}" if quelle.cle == "mg" else f"apl_{quelle.fin}_{millesime}",
        indicateur=f"apl_{quelle.fin}",
        libelle=quelle.libelle,
        unite=quelle.unite,
        niveau="commune",
        profession=quelle.nom,
        serie=age if quelle.cle == "mg" else "",
        millesime=millesime,
        sens=1,
        decimales=quelle.decimales if decimales is None else decimales,
        statut="officiel",
        agregation="moyenne",
        poids=f"population_standardisee_{quelle.fin}",
        source=source,
    )


def serie_population(quelle: Profession, millesime: int, source: str) -> Serie:
    """The standardised population that weights an APL and shares the supply."""
    return Serie(
        id=f"population_standardisee_{quelle.fin}_{millesime}",
        indicateur=f"population_standardisee_{quelle.fin}",
        libelle=f"Population standardisée ({quelle.nom})",
        unite="femmes standardisées" if quelle.cle == "sf" else "habitants standardisés",
        niveau="commune",
        profession=quelle.nom,
        serie="",
        millesime=millesime,
        sens=0,
        decimales=1,
        statut="officiel",
        agregation="somme",
        poids=None,
        source=source,
    )
