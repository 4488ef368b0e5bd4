"""Any indicator: `code,valeur` (or `code;valeur`), with a short form that says what the values are."""

import re
from collections.abc import Sequence
from datetime import date

from data.imports.grammaire import tableau
from data.imports.grammaire.attendus import ATTENDUS
from data.imports.grammaire.base import (
    Fiche,
    FicheIncomplete,
    Fichier,
    FichierLu,
    FichierRefuse,
    LigneLue,
    Provenance,
    Rejets,
    SerieLue,
)
from data.imports.grammaire.cellules import code_commune, colonne, est_absent, personnes, simple, uniques, valeur
from data.imports.grammaire.genres import CARTE, CONSTAT, Genre, Parution
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import Serie

CODES = ("code_commune", "codgeo", "depcom", "code_insee", "code", "code_territoire")
COMPTE = re.compile(r"(nombre|effectif|population|habitants|patients)\b")
NIVEAUX, SENS, AGREGATIONS = ("commune", "territoire"), (-1, 0, 1), ("moyenne", "somme", "aucune")


def lire(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """Read one column of values. Raises `FichierRefuse` on an incomplete form, or listing every bad row."""
    fichier = fichiers[0]
    fiche = _expected(fiche)
    _check_form(fiche)
    codes = CODES if fiche.niveau == "commune" else CODES[::-1]
    table = tableau.lire(fichier, lambda n: "valeur" in n and colonne(n, *codes) >= 0, "code, valeur")
    code, value = colonne(table.noms, *codes), table.noms.index("valeur")
    rejets = Rejets()
    names_said = tableau.codes_insee(table, code, rejets) if fiche.niveau == "commune" else ()
    lines = [_line(row, code, value, fiche, rejets) for row in table.rangees]
    uniques(rejets, ((line.numero, line.code) for line in lines if line.code), "code")
    rejets.lever(fichier)
    key = fiche.attendu or simple(fiche.libelle).replace(" ", "_")
    free = not (fiche.attendu or fiche.compte.strip())
    series = (SerieLue(_serie(fiche, key, lines), tuple(lines), libre=free),)
    return FichierLu((_card(fiche, key),), series, remarques=(*table.ignorees(code, value), *names_said))


def _expected(fiche: Fiche) -> Fiche:
    """The form of an expected figure, filled by what the rule waits for."""
    if not fiche.attendu:
        return fiche
    attendu = ATTENDUS.get(fiche.attendu)
    if attendu is None:
        raise FichierRefuse(f"« {fiche.attendu} » n'est pas un chiffre attendu. Choisissez : {', '.join(ATTENDUS)}.")
    if fiche.niveau not in attendu.niveaux:
        raise FichierRefuse(
            f"« {attendu.libelle} » se donne par {attendu.niveaux[0]}. Changez le niveau dans la fiche."
        )
    return fiche.avec(libelle=attendu.libelle, unite=attendu.unite, sens=attendu.sens, agregation="moyenne")


def _line(row: Rangee, code: int, value: int, fiche: Fiche, rejets: Rejets) -> LigneLue:
    place = code_commune(row[code]) if fiche.niveau == "commune" else str(row[code] or "").strip()
    if not place:
        rejets.ajouter(
            row.numero, "code", row[code], f"ce n'est pas un code de {fiche.niveau}", "Donnez le code Insee."
        )
    if compte(fiche.libelle, fiche.unite):
        personnes(row[value], rejets, row.numero, "valeur")
    return LigneLue(row.numero, place or "", *valeur(row[value], rejets, row.numero, "valeur", signe=True))


def compte(libelle: str, unite: str = "") -> bool:
    """Whether an indicator counts people or things, from its words: « 1,234 » is then ambiguous."""
    return COMPTE.match(simple(libelle)) is not None or COMPTE.match(simple(unite)) is not None


def _check_form(fiche: Fiche) -> None:
    missing = [
        word
        for word, answer in (
            ("le libellé", simple(fiche.libelle)),
            ("l'unité", fiche.unite.strip()),
            ("l'année", fiche.millesime),
            ("la source", fiche.producteur.strip()),
            ("la licence", fiche.licence.strip()),
        )
        if not answer
    ]
    if missing:
        raise FicheIncomplete(f"Il manque {', '.join(missing)} : un chiffre ne voyage jamais seul. Complétez la fiche.")
    if not 1990 <= fiche.millesime <= date.today().year + 1:
        raise FichierRefuse(f"L'année {fiche.millesime} n'est pas plausible. Corrigez la fiche.")
    if fiche.niveau not in NIVEAUX or fiche.sens not in SENS or fiche.agregation not in AGREGATIONS:
        raise FichierRefuse("Le niveau, le sens de lecture ou l'agrégation n'est pas reconnu. Corrigez la fiche.")


def _id(fiche: Fiche, key: str) -> str:
    """Communes and territories are two files, hence two series and two cards."""
    return f"{key}_{fiche.millesime}" + ("" if fiche.niveau == "commune" else "_territoire")


def _serie(fiche: Fiche, key: str, lines: Sequence[LigneLue]) -> Serie:
    return Serie(
        id=_id(fiche, key),
        indicateur=key,
        libelle=fiche.libelle.strip(),
        unite=fiche.unite.strip(),
        niveau=fiche.niveau,
        profession="",
        serie="",
        millesime=fiche.millesime,
        sens=fiche.sens,
        decimales=decimales(lines),
        statut=fiche.statut,
        agregation=fiche.agregation if fiche.niveau == "commune" else "aucune",
        poids=None,
        source=f"indicateur_{_id(fiche, key)}",
    )


def decimales(lines: Sequence[LigneLue], most: int = 3) -> int:
    """Decimals that the values of a file really carry, up to `most`."""
    values = [line.valeur for line in lines if line.valeur is not None and not est_absent(line.valeur)]
    return next((k for k in range(most) if all(abs(v * 10**k - round(v * 10**k)) < 1e-6 for v in values)), most)


def _card(fiche: Fiche, key: str) -> Provenance:
    return Provenance(
        id=f"indicateur_{_id(fiche, key)}",
        titre=f"{fiche.libelle.strip()}, {fiche.millesime}" + ("" if fiche.niveau == "commune" else ", par territoire"),
        producteur=fiche.producteur.strip(),
        millesime=str(fiche.millesime),
        licence=fiche.licence.strip(),
        fiabilite="T" if fiche.statut == "saisi par la table" else "M",
        description=f"{fiche.libelle.strip()} ({fiche.unite.strip()}), avec une fiche saisie à l'import.",
        mises_en_garde=(
            "La fiche (source, unité, année) a été saisie à l'import, pas lue dans le fichier.",
            *([ATTENDUS[key].prudence] if key in ATTENDUS and ATTENDUS[key].prudence else []),
        ),
    )


def _titres(names: list[str]) -> bool:
    """A column of values by place; with a year per row, it is an export of the Observatoire."""
    return "valeur" in names and colonne(names, *CODES) >= 0 and not {"codgeo", "an"} <= set(names)


GENRES = (
    Genre(
        "indicateur",
        "Indicateur quelconque, avec sa fiche",
        "CSV code, valeur : une valeur par commune ou par territoire, et une fiche à remplir.",
        ("csv",),
        lire,
        lambda look: look.titres(_titres),
        "un CSV code, valeur",
        Parution(
            "Tout chiffre local : délais de rendez-vous, parts, indices",
            "Cpam, ARS, CPTS, conseil départemental",
            "qui le produit : la fiche demande sa source et son année",
            (CARTE, CONSTAT),
            r"indicateur_\w+|fdep_2020_71",
        ),
        fiche=("attendu", "libelle", "unite", "millesime", "niveau", "sens", "agregation", "producteur", "licence",
               "compte"),
        obligatoire=True,
    ),
)  # fmt: skip
