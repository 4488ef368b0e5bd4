"""People by commune: population by age, and patients without médecin traitant (counts, under secrecy)."""

import re
from collections.abc import Mapping, Sequence

from data.imports.grammaire import ages, tableau
from data.imports.grammaire.base import (
    Fiche,
    FicheIncomplete,
    Fichier,
    FichierLu,
    FichierRefuse,
    LigneLue,
    Rejets,
    SerieLue,
    provenance,
)
from data.imports.grammaire.cellules import colonne, commune, entier, marque, personnes, simple, uniques
from data.imports.grammaire.genres import CONSTAT, PROJECTIONS, Genre, Parution
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR, Serie

VIEUX = 75
TOTAL = re.compile(r"(total|ensemble|tous ages|tous les ages)\b")
CODES = ("code_commune", "codgeo", "depcom", "code")
PATIENTS = ("patients", "sans_medecin_traitant", "ald", "ald_sans_medecin_traitant")
MOTS = {
    "patients": "Patients de 17 ans et plus",
    "sans_medecin_traitant": "Patients sans médecin traitant",
    "ald": "Patients en affection de longue durée",
    "ald_sans_medecin_traitant": "Patients en affection de longue durée sans médecin traitant",
}


def lire_ages(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code_commune,tranche_age,population`: a row per commune and age class (« 0-14 ans », « 75 ans et plus »).

    Classes of a commune may not overlap, for people would count twice; a row of totals is passed over, and said.
    """
    fichier = fichiers[0]
    _year(fiche)
    wanted = {"tranche age", "population"}
    table = tableau.lire(fichier, lambda n: wanted <= set(n), "code_commune, tranche_age, population")
    names = table.noms
    code = _code(fichier, names)
    rejets, keys, totals = Rejets(), [], 0
    names_said = tableau.codes_insee(table, code, rejets)
    classes: dict[str, list[LigneLue]] = {}
    for row in table.rangees:
        insee = commune(row, code, rejets, "code_commune")
        label = " ".join(str(row[names.index("tranche age")] or "").split())
        if TOTAL.match(simple(label)):
            totals += 1
            continue
        label, count = ages.mots(label), row[names.index("population")]
        people = personnes(count, rejets, row.numero, "population")
        line = LigneLue(row.numero, insee or "", people, marque(count) or VALEUR)
        classes.setdefault(label, []).append(line)
        keys.append((row.numero, f"{insee} {label}"))
    uniques(rejets, keys, "code_commune, tranche_age")
    spans = ages.verifier(classes, rejets)
    rejets.lever(fichier)
    source = f"population_age_{fiche.millesime}"
    series = [_age_class(label, fiche.millesime, source, lines) for label, lines in classes.items()]
    defaults = "Insee", "Licence Ouverte", "G"
    card = provenance(source, "Population par âge", fiche, defaults, "Habitants par commune et tranche d'âge.")
    remarks = [f"Lignes de total laissées de côté : {totals}."] if totals else []
    remarks += table.ignorees(code, *(names.index(name) for name in wanted))
    return FichierLu(
        (card,), (*series, *_share(classes, spans, fiche.millesime, source)), remarques=(*remarks, *names_said)
    )


def _age_class(label: str, year: int, source: str, lines: Sequence[LigneLue]) -> SerieLue:
    serie = Serie(
        id=f"population_age_{year}_{simple(label).replace(' ', '_')}", indicateur="population_age",
        libelle="Population", unite="habitants", niveau="commune", profession="", serie=label, millesime=year, sens=0,
        decimales=0, statut="officiel", agregation="somme", poids=None, source=source,
    )  # fmt: skip
    return SerieLue(serie, tuple(lines))


def _share(
    classes: Mapping[str, list[LigneLue]], bornes: Mapping[str, ages.Tranche], year: int, source: str
) -> list[SerieLue]:
    """Share of people of 75 and more (in %), when the classes tell them apart; missing as soon as a class is."""
    old = {label for label, (first, _) in bornes.items() if first >= VIEUX}
    if not any(first == VIEUX for first, _ in bornes.values()) or len(old) == len(classes):
        return []
    people: dict[str, dict[str, float | None]] = {}
    withheld = {line.code for lines in classes.values() for line in lines if line.etat == SECRET}
    for label, lines in classes.items():
        for line in lines:
            people.setdefault(line.code, {})[label] = line.valeur
    lines = []
    for code, counts in people.items():
        present = [count for count in counts.values() if count is not None]
        whole = sum(present) if len(present) == len(classes) else 0.0
        part = sum(counts[label] or 0.0 for label in old) if whole else 0.0
        state = VALEUR if whole else SECRET if code in withheld else MANQUANT
        lines.append(LigneLue(0, code, 100 * part / whole if whole else None, state))
    serie = Serie(
        id=f"part_75_ans_{year}", indicateur="part_75_ans", libelle="Part des habitants de 75 ans et plus",
        unite="% des habitants", niveau="commune", profession="", serie="", millesime=year, sens=-1, decimales=1,
        statut="estimé", agregation="moyenne", poids=None, source=source,
    )  # fmt: skip
    return [SerieLue(serie, tuple(lines))]


def lire_patients(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code_commune,patients,sans_medecin_traitant[,ald,ald_sans_medecin_traitant]`: counts, « s » when withheld.

    `lignes`: code, and each count or None (missing) or the word « secret ». Nothing here is safe to show.
    """
    fichier = fichiers[0]
    _year(fiche)
    named = {simple(name): name for name in PATIENTS}
    expected = "code_commune, sans_medecin_traitant"
    table = tableau.lire(fichier, lambda n: "sans medecin traitant" in n, expected)
    names = table.noms
    code = _code(fichier, names)
    columns = {named[name]: k for k, name in enumerate(names) if name in named}
    rejets, read = Rejets(), []
    names_said = tableau.codes_insee(table, code, rejets)
    for row in table.rangees:
        insee = commune(row, code, rejets, "code_commune")
        counts = {name: _count(row, k, name, rejets) for name, k in columns.items()}
        _nested(row, counts, rejets)
        read.append({"ligne": row.numero, "code": insee, **counts})
    uniques(rejets, ((int(str(r["ligne"])), r["code"]) for r in read if r["code"]), "code_commune")
    rejets.lever(fichier)
    source = f"medecin_traitant_{fiche.millesime}"
    words = (
        "Patients et patients sans médecin traitant, par commune.",
        "Les effectifs de moins de onze patients ne sont ni gardés ni affichés, ni ceux dont ils se déduiraient.",
    )
    card = provenance(source, "Patients sans médecin traitant", fiche, ("CNAM", "non précisée", "M"), *words)
    return FichierLu((card,), lignes=tuple(read), remarques=(*table.ignorees(code, *columns.values()), *names_said))


def _count(row: Rangee, index: int, name: str, rejets: Rejets) -> float | str | None:
    return SECRET if marque(row[index]) == SECRET else entier(row[index], rejets, row.numero, name)


def _nested(row: Rangee, counts: dict[str, float | str | None], rejets: Rejets) -> None:
    for part, whole in (
        ("sans_medecin_traitant", "patients"),
        ("ald_sans_medecin_traitant", "ald"),
        ("ald", "patients"),
    ):
        a, b = counts.get(part), counts.get(whole)
        if isinstance(a, float) and isinstance(b, float) and a > b:
            rejets.ajouter(row.numero, part, a, f"plus grand que {whole}", "Vérifiez l'ordre des colonnes.")


def _year(fiche: Fiche) -> None:
    if not fiche.millesime:
        raise FicheIncomplete("Il manque l'année : elle n'est pas dans le fichier. Complétez la fiche.")


def _code(fichier: Fichier, names: Sequence[str]) -> int:
    code = colonne(names, *CODES)
    if code < 0:
        raise FichierRefuse(f"« {fichier.nom} » n'a pas de colonne code_commune. Ajoutez-la.")
    return code


def _titres_d_ages(names: list[str]) -> bool:
    """With a year per row and a mere « code », it is a projection."""
    dated = "annee" in names and colonne(names, *CODES) == colonne(names, "code")
    return {"tranche age", "population"} <= set(names) and colonne(names, *CODES) >= 0 and not dated


GENRES = (
    Genre(
        "population-age",
        "Population par âge",
        "CSV code_commune, tranche_age, population : une ligne par commune et tranche d'âge.",
        ("csv",),
        lire_ages,
        lambda look: look.titres(_titres_d_ages),
        "un CSV code_commune, tranche_age, population",
        Parution(
            "Recensement : population par sexe et âge, par commune (mise en lignes)",
            "Insee",
            "https://www.insee.fr/fr/statistiques (évolution et structure de la population, base communale)",
            (CONSTAT, PROJECTIONS),
            r"population_age_\d{4}",
        ),
        fiche=("millesime", "producteur", "licence"),
        obligatoire=True,
    ),
    Genre(
        "medecin-traitant",
        "Patients sans médecin traitant",
        "CSV code_commune, patients, sans_medecin_traitant, ald, ald_sans_medecin_traitant (sous secret).",
        ("csv",),
        lire_patients,
        lambda look: look.titres(lambda names: "sans medecin traitant" in names and colonne(names, *CODES) >= 0),
        "un CSV code_commune, patients, sans_medecin_traitant",
        Parution(
            "Patients sans médecin traitant, par commune (non publié à cette maille)",
            "CNAM",
            "la Cpam du département, à la demande de la table",
            (CONSTAT,),
            r"medecin_traitant_\d{4}",
        ),
        "patients",
        ("millesime", "producteur", "licence"),
        True,
    ),
)
