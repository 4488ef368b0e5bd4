"""Past headcounts of the DREES (RPPS, ADELI), to test projections: by département, or by age class for the country."""

import re
from collections.abc import Sequence

from data.imports.grammaire import ages, tableau
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, LigneLue, Provenance, Rejets, SerieLue
from data.imports.grammaire.cellules import blanche, departement, entier, marque, simple, uniques
from data.imports.grammaire.genres import PROJECTIONS, Genre, Parution
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import VALEUR, Serie

PROFESSIONS = {
    "medecin": "Médecins (toutes spécialités)",
    "infirmier": "Infirmiers",
    "dentiste": "Chirurgiens-dentistes",
}
EFFECTIFS, AGES, FRANCE, ENSEMBLE = "effectifs_passes", "ages_passes", "FR", "ensemble"
TITRES, CLES = frozenset({"profession", "annee", "effectif"}), ("code departement", "tranche age")
ANNEES = (1980, 2100)


def lire(fichiers: Sequence[Fichier], _: Fiche) -> FichierLu:
    """CSV `profession,code_departement,departement,annee,effectif`, or `profession,tranche_age,annee,effectif`.

    Lines « Ensemble » are totals and are left out; `lignes` of a series bear the département, or FR.
    """
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: set(n) >= TITRES, "profession, code_departement ou tranche_age, annee…")
    names = table.noms
    key = next((name for name in CLES if name in names), None)
    if key is None:
        raise FichierRefuse(
            f"« {fichier.nom} » n'a ni code_departement, ni tranche_age. Donnez le fichier de la DREES."
        )
    rejets, keys = Rejets(), []
    groups: dict[tuple[str, int, str], list[LigneLue]] = {}
    for row in table.rangees:
        if ENSEMBLE in (simple(row[names.index(name)]) for name in names if "departement" in name or "tranche" in name):
            continue
        who, year = _profession(row, names, rejets), _year(row, names, rejets)
        cell = str(row[names.index(key)] or "").strip()
        count = row[names.index("effectif")]
        people = entier(count, rejets, row.numero, "effectif")
        words, code = _lieu_ou_age(row, key, cell, rejets)
        line = LigneLue(row.numero, code, people, marque(count) or VALEUR)
        groups.setdefault((who, year, words), []).append(line)
        keys.append((row.numero, f"{who} {year} {words or code}"))
    uniques(rejets, keys, key)
    for group in {group[:2] for group in groups} if "age" in key else ():
        ages.verifier({words: lines for (*other, words), lines in groups.items() if (*other,) == group}, rejets)
    rejets.lever(fichier)
    kind = AGES if "age" in key else EFFECTIFS
    series = tuple(SerieLue(_serie(kind, *group), tuple(lines)) for group, lines in groups.items())
    left_out = table.ignorees(*(names.index(name) for name in (*TITRES, key)))
    return FichierLu((_card(kind),), series, remarques=left_out)


def _lieu_ou_age(row: Rangee, key: str, cell: str, rejets: Rejets) -> tuple[str, str]:
    """Words of the age class, for the country; or none, and the code of the département."""
    if blanche(cell):
        rejets.ajouter(row.numero, key, cell, "il manque le département ou l'âge", "Complétez la ligne.")
        return "", ""
    if "age" not in key:
        return "", departement(cell, rejets, row.numero, "code_departement")
    words = " ".join(re.sub(r"^\d+-\s+", "", cell).split())
    return ages.mots(words), FRANCE


def _profession(row: Rangee, names: Sequence[str], rejets: Rejets) -> str:
    who = simple(row[names.index("profession")])
    if who not in PROFESSIONS:
        todo = f"Écrivez : {', '.join(PROFESSIONS)}."
        rejets.ajouter(row.numero, "profession", row[names.index("profession")], "profession inconnue", todo)
    return who


def _year(row: Rangee, names: Sequence[str], rejets: Rejets) -> int:
    cell = row[names.index("annee")]
    year = entier(cell, rejets, row.numero, "annee")
    low, high = ANNEES
    if year is None or not low <= year <= high:
        rejets.ajouter(row.numero, "annee", cell, "ce n'est pas une année", "Corrigez l'année.")
        return 0
    return int(year)


def _serie(kind: str, profession: str, year: int, words: str) -> Serie:
    tail = f"_{simple(words).replace(' ', '_')}" if words else ""
    return Serie(
        id=f"{kind}_{profession}_{year}{tail}", indicateur=f"{kind}_{profession}",
        libelle=PROFESSIONS.get(profession, profession), unite="professionnels", niveau="departement",
        profession=profession, serie=words, millesime=year, sens=0, decimales=0, statut="officiel", agregation="aucune",
        poids=None, source=kind,
    )  # fmt: skip


def _card(kind: str) -> Provenance:
    words = "par tranche d'âge, France" if kind == AGES else "par département"
    return Provenance(
        kind, f"Effectifs passés {words} (RPPS, ADELI)", "DREES", "voir les séries", "Licence Ouverte", "G",
        "Sert à la rétro-épreuve de la page Effectifs.",
        ("Tous modes d'exercice et toutes spécialités ; âges connus pour la France seulement.",),
    )  # fmt: skip


GENRES = (
    Genre(
        "effectifs-passes",
        "Effectifs passés (DREES, RPPS et ADELI)",
        "CSV profession, code_departement (ou tranche_age), annee, effectif : éprouve les projections sur le passé.",
        ("csv",),
        lire,
        lambda look: look.titres(lambda names: set(names) >= TITRES and not set(names).isdisjoint(CLES)),
        "un CSV profession, code_departement ou tranche_age, annee, effectif",
        Parution(
            "La démographie des professionnels de santé depuis 2012",
            "DREES",
            "https://data.drees.solidarites-sante.gouv.fr/explore/dataset/"
            "la-demographie-des-professionnels-de-sante-depuis-2012/",
            (PROJECTIONS,),
            rf"{EFFECTIFS}|{AGES}",
        ),
        "passe",
    ),
)
