"""Who practises: headcounts of the CNAM by département, and the supply of a place, row by row."""

from collections.abc import Sequence

from data.imports.grammaire import ages, tableau
from data.imports.grammaire.base import (
    Fiche,
    Fichier,
    FichierLu,
    FichierRefuse,
    LigneLue,
    Provenance,
    Rejets,
    SerieLue,
    provenance,
)
from data.imports.grammaire.cellules import (
    colonne,
    commune,
    departement,
    entier,
    est_absent,
    marque,
    nombre,
    simple,
    uniques,
)
from data.imports.grammaire.genres import CARTE, PROJECTIONS, Genre, Parution
from data.imports.grammaire.professions import PROFESSIONS
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import VALEUR, Serie

ENTETE_AMELI = {
    "annee",
    "profession sante",
    "departement",
    "classe age",
    "libelle classe age",
    "libelle sexe",
    "effectif",
}
GENERALISTES = "medecins generalistes hors medecins a expertise particuliere mep"
AMELI = {
    GENERALISTES: ("medecins_generalistes_hors_mep", "Médecins généralistes libéraux (hors expertise particulière)"),
    "infirmiers": ("infirmiers", "Infirmiers libéraux"),
    "masseurs kinesitherapeutes": ("masseurs_kinesitherapeutes", "Masseurs-kinésithérapeutes libéraux"),
    "sages femmes": ("sages_femmes", "Sages-femmes libérales"),
    "ensemble des chirurgiens dentistes": ("chirurgiens_dentistes", "Chirurgiens-dentistes libéraux"),
}
TOUS_AGES, TOUS_SEXES = "tout_age", "tout sexe"
SECTEURS = {
    simple(name): name
    for name in ("libéral", "centre de santé", "public", "privé", "médico-social", "salarié", "mixte")
}  # in `simple` form -> as the product writes it, so that two spellings are one sector
PHARMACIEN = "pharmacien"  # no published APL, but the workforce counts them
PROFESSIONS_OFFRE = (*(who.nom for who in PROFESSIONS), PHARMACIEN)  # what a file or the screen may say
ETP_MAX = 1.5
LUES_OFFRE = ("profession", "secteur", "nombre", "etp", "actes")
CODES_OFFRE, TITRES_OFFRE = (
    ("code_commune", "commune", "codgeo", "code"),
    frozenset({"profession", "secteur", "nombre"}),
)
ANNEES = (1980, 2100)


def lire_ameli(fichiers: Sequence[Fichier], _: Fiche) -> FichierLu:
    """CNAM headcounts by département: every year, all sexes, the total and each age class; 999 is a subtotal.

    `lignes` of a `SerieLue` bear the code of the département.
    """
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: set(n) >= ENTETE_AMELI, "annee, profession_sante, departement, effectif…")
    names = table.noms
    rejets, keys = Rejets(), []
    series: dict[str, tuple[Serie, list[LigneLue]]] = {}
    for row in table.rangees:
        cell = {name: row[k] for k, name in enumerate(names)}
        who, sexe = AMELI.get(simple(cell["profession sante"])), str(cell["libelle sexe"]).strip().lower()
        if who is None or sexe != TOUS_SEXES or str(cell["departement"]).strip() == "999":
            continue
        count = entier(cell["effectif"], rejets, row.numero, "effectif")
        year = _annee(row, cell["annee"], rejets)
        code = departement(cell["departement"], rejets, row.numero, "departement")
        words = " ".join(str(cell["libelle classe age"]).split())
        serie = _ameli(who, year, str(cell["classe age"]).strip(), words)
        line = LigneLue(row.numero, code, count, marque(cell["effectif"]) or VALEUR)
        series.setdefault(serie.id, (serie, []))[1].append(line)
        keys.append((row.numero, f"{serie.titre}, {code}"))
    uniques(rejets, keys, "profession_sante")
    _classes([one for one in series.values() if one[0].serie], rejets)
    rejets.lever(fichier)
    if not series:
        raise FichierRefuse(
            f"« {fichier.nom} » n'a aucune des cinq professions attendues. Donnez l'export de data.ameli."
        )
    years = sorted({serie.millesime for serie, _ in series.values()})
    cards = tuple(_card(year) for year in years)
    return FichierLu(cards, tuple(SerieLue(serie, tuple(lines)) for serie, lines in series.values()))


def _classes(series: Sequence[tuple[Serie, list[LigneLue]]], rejets: Rejets) -> None:
    """Refuse the age classes of a profession, a year, that say no age or overlap."""
    groups: dict[tuple[str, int], dict[str, list[LigneLue]]] = {}
    for serie, lines in series:
        groups.setdefault((serie.indicateur, serie.millesime), {}).setdefault(serie.serie, []).extend(lines)
    for classes in groups.values():
        ages.verifier(classes, rejets, "libelle_classe_age")


def _annee(row: Rangee, cell: object, rejets: Rejets) -> int:
    year = entier(cell, rejets, row.numero, "annee")
    low, high = ANNEES
    if year is None or not low <= year <= high:
        rejets.ajouter(row.numero, "annee", cell, "ce n'est pas une année", "Corrigez l'année.")
    return int(year or 0)


def _ameli(who: tuple[str, str], year: int, age: str, words: str) -> Serie:
    key, label = who
    whole = simple(age) == simple(TOUS_AGES)
    slug = "" if whole else f"_{simple(age).replace(' ', '_')}"
    return Serie(
        id=f"liberaux_{key}_{year}{slug}", indicateur=f"liberaux_{key}", libelle=label, unite="professionnels libéraux",
        niveau="departement", profession=key, serie="" if whole else ages.mots(words), millesime=year, sens=0,
        decimales=0, statut="officiel", agregation="aucune", poids=None, source=f"ameli_{year}",
    )  # fmt: skip


def _card(year: int) -> Provenance:
    return Provenance(
        f"ameli_{year}", f"Professionnels de santé libéraux, {year}", "CNAM", str(year), "voir le jeu de données", "G",
        "Effectifs par département, data.ameli.fr.", ("Des libéraux seulement : les salariés n'y sont pas.",),
    )  # fmt: skip


def lire_offre(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code_commune,profession,secteur,nombre,etp,actes`: people, full-time equivalents, acts per year of the row.

    `etp` and `actes` may be left empty. `lignes`: commune, profession, secteur, nombre, etp, actes.
    """
    fichier = fichiers[0]
    expected = "code_commune, profession, secteur, nombre, etp, actes"
    table = tableau.lire(fichier, lambda n: set(n) >= TITRES_OFFRE, expected)
    names = table.noms
    code = colonne(names, *CODES_OFFRE)
    if code < 0:
        raise FichierRefuse(f"« {fichier.nom} » n'a pas de colonne code_commune. Ajoutez-la.")
    rejets = Rejets()
    names_said = tableau.codes_insee(table, code, rejets)
    read = [_supply(row, names, code, rejets) for row in table.rangees]
    keys = ((int(str(r["ligne"])), f"{r['commune']}, {r['profession']}, {r['secteur']}") for r in read)
    uniques(rejets, keys, "code_commune, profession, secteur")
    rejets.lever(fichier)
    defaults = "saisi par la table", "non précisée", "T"
    words = (
        "Praticiens par commune, profession et secteur.",
        "Sous trois praticiens, ni l'activité ni les ETP ne sont gardés.",
    )
    columns = (code, *(names.index(name) for name in LUES_OFFRE if name in names))
    card = provenance("offre", "Offre de soins par lieu", fiche, defaults, *words)
    return FichierLu((card,), lignes=tuple(read), remarques=(*table.ignorees(*columns), *names_said))


def _supply(row: Rangee, names: Sequence[str], code: int, rejets: Rejets) -> dict[str, object]:
    insee = commune(row, code, rejets, "code_commune")
    profession = offre_profession(row[names.index("profession")])
    if profession is None:
        todo = f"Écrivez : {', '.join(PROFESSIONS_OFFRE)}."
        rejets.ajouter(row.numero, "profession", row[names.index("profession")], "profession inconnue", todo)
    sector = SECTEURS.get(simple(row[names.index("secteur")]))
    if sector is None:
        todo = f"Écrivez : {', '.join(SECTEURS.values())}."
        rejets.ajouter(row.numero, "secteur", row[names.index("secteur")], "secteur inconnu", todo)
    people = entier(row[names.index("nombre")], rejets, row.numero, "nombre")
    if est_absent(row[names.index("nombre")]):
        words = "il faut un nombre entier de praticiens", "Corrigez."
        rejets.ajouter(row.numero, "nombre", row[names.index("nombre")], *words)
    etp, acts = (
        read(row[names.index(name)], rejets, row.numero, name) if name in names else None
        for name, read in (("etp", nombre), ("actes", entier))
    )
    if etp is not None and people is not None and etp > ETP_MAX * people:
        rejets.ajouter(row.numero, "etp", etp, "plus d'un temps plein et demi par praticien", "Vérifiez l'ETP.")
    return {"ligne": row.numero, "commune": insee, "profession": profession, "secteur": sector,
            "nombre": int(people or 0), "etp": etp, "actes": acts}  # fmt: skip


def offre_profession(cell: object) -> str | None:
    """The product's name of a profession, however a file spells it."""
    text = simple(cell)
    by_key = {p.cle: p.nom for p in PROFESSIONS} | {simple(p.nom): p.nom for p in PROFESSIONS}
    by_key |= {
        "generaliste": "médecin généraliste",
        "medecin": "médecin généraliste",
        "kine": "masseur-kinésithérapeute",
        PHARMACIEN: PHARMACIEN,
    }
    singular = " ".join(word.rstrip("s") for word in text.split())
    return by_key.get(text) or {" ".join(w.rstrip("s") for w in k.split()): v for k, v in by_key.items()}.get(singular)


GENRES = (
    Genre(
        "offre",
        "Offre : qui exerce où",
        "CSV code_commune, profession, secteur, nombre, etp, actes (par an) ; se corrige aussi à l'écran.",
        ("csv",),
        lire_offre,
        lambda look: look.titres(lambda names: set(names) >= TITRES_OFFRE and colonne(names, *CODES_OFFRE) >= 0),
        "un CSV code_commune, profession, secteur, nombre",
        Parution(
            "Praticiens par commune, profession et secteur (rien n'est publié à cette maille avec l'activité)",
            "Cpam, CPTS ou ARS, à la demande de la table",
            "la Cpam du département ; à défaut, l'annuaire santé : https://annuaire.sante.fr/",
            (CARTE, PROJECTIONS),
            r"offre",
        ),
        "offre",
        ("producteur", "millesime", "licence"),
    ),
    Genre(
        "ameli",
        "Effectifs libéraux par département (data.ameli)",
        "CSV annee, profession_sante, departement, classe_age, libelle_sexe, effectif…",
        ("csv",),
        lire_ameli,
        lambda look: look.titres(lambda names: set(names) >= ENTETE_AMELI),
        "un CSV annee, profession_sante, departement, classe_age, libelle_sexe, effectif",
        Parution(
            "Démographie des professionnels de santé libéraux : effectifs et densités",
            "CNAM",
            "https://data.ameli.fr/explore/dataset/demographie-effectifs-et-les-densites/",
            (PROJECTIONS,),
            r"ameli_\d{4}|liberaux_departements_2024|professionnels_liberaux_71",
        ),
        "departements",
    ),
)
