"""A small table for each reader of rows: headings, rows, the form that goes with it; and what a reader says of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from data.imports import GENRES, equipes
from data.imports.grammaire.base import Fiche, Fichier
from data.imports.grammaire.cellules import simple

FICHE = Fiche(libelle="Délai", unite="jours", millesime=2024, producteur="CPTS", licence="interne")
AMELI = "annee,profession_sante,region,departement,classe_age,libelle_classe_age,libelle_sexe,effectif"
EQUIPES = "equipes"


class Modele(NamedTuple):
    """Headings, rows, and the position of a cell that may be a number with decimals (or is any number)."""

    titres: tuple[str, ...]
    rangees: tuple[tuple[str, ...], ...]
    nombre: int

    def texte(self, separateur: str = ";", rangees: Sequence[Sequence[str]] | None = None) -> str:
        """The CSV."""
        lines = [self.titres, *(self.rangees if rangees is None else rangees)]
        return "".join(separateur.join(_cell(cell, separateur) for cell in line) + "\r\n" for line in lines)


def _cell(cell: str, separator: str) -> str:
    return f'"{cell}"' if separator in cell else cell


def _modele(head: str, rows: str, nombre: int = -1) -> Modele:
    titles = tuple(head.split(","))
    lines = tuple(tuple(row.split("|")) for row in rows.split("\n"))
    return Modele(titles, lines, nombre % len(titles))


MODELES = {
    "apl-extrait": _modele(
        "code_commune,nom_commune,apl_mg_2018,pop_std_mg_2016",
        "58194|Nevers é|2,53|120,5\n58086|Cosne|3,1|80\n58079|Clamecy|1,25|44,25",
    ),
    "observatoire": _modele(
        "codgeo,libgeo,an,apl_mg_hmep", "58194|Nevers|2022|2,1\n58086|Été|2022|3,15\n58079|C|2022|0,5"
    ),
    "centres": _modele(
        "code_commune,nom,lat,lon", "58194|Nevers é|46,99|3,16\n58086|Cosne|47,41|2,93\n58079|C|47,46|3,52"
    ),
    "zonage-medecins": _modele(
        "code_commune,nom_commune,zonage_medecin", "58194|Né|1_ZIP\n58086|C|2_ZAC\n58079|Clamecy|3_HZ"
    ),
    "zonage-atlasante": _modele(
        "com_code,niveau,tvs_lib,zmed_niveau,zmed_date_arrete",
        "58194|COM|Nevers é|ZAC|01/02/2024\n58086|COM|Cosne|ZIP|01/02/2024\n58079|COM|C|ZAC|01/02/2024",
        0,
    ),
    "cartosante": _modele(
        "Code,Libellé,Part A,Part B", "58194|Nevers é|12,5|3,25\n58086|Cosne|4|5\n58079|C|6,5|N/A - résultat"
    ),
    "tvs": _modele(
        "depcom,libcom,tv,libtv", "58194|Nevers é|58194|Nevers\n58086|Cosne|58086|Cosne\n58079|C|58086|Cosne", 2
    ),
    "bassins-de-vie": _modele("CODGEO,LIBGEO,BV2022", "58194|Nevers é|58194\n58086|Cosne|58086\n58079|C|58086"),
    "minutes": _modele("origine,destination,minutes", "58194|58086|44,5\n58086|58194|45,25\n58079|58194|60"),
    "sites": _modele(
        "identifiant,nom,type,lat,lon",
        "1|CH Né|maternité|46,99|3,16\n2|CH C|maternité|47,41|2,93\n3|CH|maternité|47,46|3,52",
    ),
    "offre": _modele(
        "code_commune,profession,secteur,nombre,etp,actes",
        "58194|mg|libéral|4|3,5|12000\n58086|mg|libéral|5|4,25|9000\n58079|mg|libéral|6||",
        4,
    ),
    "ameli": _modele(
        AMELI,
        "2024|Infirmiers|27|58|tout_age|Tout âge|tout sexe|400\n2024|Infirmiers|27|58|01|Moins de 30 ans|tout sexe|90\n"
        "2024|Infirmiers|27|58|02|30-39 ans|tout sexe|s",
    ),
    "effectifs-passes": _modele(
        "profession,code_departement,departement,annee,effectif",
        "medecin|58|Nièvre|2012|400\nmedecin|71|Saône|2012|900\ninfirmier|58|Nièvre|2012|1200",
    ),
    "population-age": _modele(
        "code_commune,nom,tranche_age,population",
        "58194|Né|0-74 ans|80,5\n58194|Né|75 ans et plus|20\n58086|C|0-74 ans|9",
    ),
    "projection-population": _modele(
        "code,annee,tranche_age,population", "58|2018|0-64 ans|100,5\n58|2030|0-64 ans|90\n58|2018|65 ans et plus|7"
    ),
    "medecin-traitant": _modele(
        "code_commune,nom,patients,sans_medecin_traitant", "58194|Né|500|60\n58086|C|400|s\n58079|C|90|20"
    ),
    "indicateur": _modele("code,nom,valeur", "58194|Nevers é|2,53\n58086|Cosne|7,5\n58079|Clamecy|s"),
    EQUIPES: _modele(
        "territoire,profession,personnes,heures", "T1|infirmier|1|35,5\nT1|infirmier|2|28,25\nT1|médecin|3|"
    ),
}

AUTRES = {  # other layouts that some of these readers know
    "sites d'activités": _modele(
        "nofinesset,rset,libactivite,libmodalite",
        "580000001|CH Né|Médecine|SU Structure des urgences\n580000002|CH C|Obstétrique|Gynécologie obstétrique\n"
        "580000001|CH Né|Obstétrique|Gynécologie obstétrique", 0,
    ),
    "sites d'établissements": _modele(
        "finess_et,nom,categorie,statut,lat,lon",
        "580000001|CH Né|Centre Hospitalier|public|46,99|3,16\n580000002|C|Clinique|privé|47,41|2,93\n"
        "580000003|D|Pharmacie d'officine|privé|47,46|3,52",
    ),
    "effectifs-passes par âge": _modele(
        "profession,tranche_age,annee,effectif",
        "medecin|25-34 ans|2012|400\nmedecin|35 ans et plus|2012|900\ninfirmier|25-34 ans|2012|1200",
    ),
}  # fmt: skip
TOUS = MODELES | AUTRES


def fichier(texte: str, encodage: str = "utf-8", nom: str = "essai.csv") -> Fichier:
    """The file; an encoding that cannot hold a character gets the plain letter."""
    return Fichier(nom, texte.encode(encodage, errors="strict"))


def lire(genre: str, given: Fichier) -> Any:
    """What a reader understood: values and states by code, without the numbers of lines nor the remarks."""
    if genre == EQUIPES:
        trades = {simple(word): word for word in ("infirmier", "médecin")}
        rows = equipes.lire(given, {"t1": "T1"}, trades, {"sexe": ("",), "exercice": ("",), "secteur": ("",)})
        return sorted(str({k: v for k, v in row.items() if k != "ligne"}) for row in rows)
    reading = GENRES[genre.partition(" ")[0]].lire([given], FICHE)
    series = {found.serie.id: sorted(str(line._replace(numero=0)) for line in found.lignes) for found in reading.series}
    cards = [card.id for card in reading.provenances]
    return series, sorted(str({**row, "ligne": 0}) for row in reading.lignes), cards
