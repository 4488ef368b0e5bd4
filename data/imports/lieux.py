"""Where things are: commune centres, sites (FINESS extractions too), travel minutes."""

import re
from collections.abc import Sequence

from data.imports import finess
from data.imports.grammaire import tableau
from data.imports.grammaire.allure import Allure
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, Rejets, annee_du_fichier, provenance
from data.imports.grammaire.cellules import colonne, commune, est_absent, nombre, simple, uniques
from data.imports.grammaire.genres import CARTE, CONSTAT, Genre, Parution
from data.imports.grammaire.tableur import Rangee

MINUTES_MAX = 600.0
ACTIVITES = "nofinesset"  # an extraction of activities: no position of its own, one row per authorisation
NUMEROS = (ACTIVITES, "finess et")  # headings of FINESS numbers
CENTRES = ("code_commune", "codgeo", "code", "insee")
TRAJETS = frozenset({"origine", "destination", "minutes"})
NUMERO, NOM, TYPE = ("identifiant", "finess_et", ACTIVITES, "id"), ("nom", "rset"), ("type", "libmodalite", "categorie")
SITES = {
    "identifiant": ("sites", "Sites de soins géolocalisés"),
    "id": ("sites", "Sites de soins géolocalisés"),
    "finess et": ("sites_finess_etablissements", "Établissements sanitaires (FINESS)"),
    ACTIVITES: ("sites_finess_activites", "Activités de soins autorisées (FINESS), avec positions"),
    "": ("sites_finess_activites_sans_positions", "Activités de soins autorisées (FINESS)"),
}
TYPES = (  # words of a published kind, in `simple` form -> the kind as the product reads and draws it
    (r"su structure des urgences", "service d'urgences"),
    (r"sup structure des urgences.*", "urgences pédiatriques"),
    (r"gynecologie obstetrique|maternite", "maternité"),
    (r"pharmacie( d officine| mutualiste| miniere)?|officine( de pharmacie)?", "pharmacie"),
    (r"centre de sante.*", "centre de santé"),
    (r"maison (de sante|medicale).*|msp", "maison de santé"),
)


def lire_centres(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code_commune,lat,lon` (WGS 84, degrees). One row per commune."""
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: {"lat", "lon"} <= set(n), "code_commune, lat, lon")
    names = table.noms
    code = colonne(names, *CENTRES)
    if code < 0:
        raise FichierRefuse(f"« {fichier.nom} » n'a pas de colonne code_commune. Ajoutez-la.")
    rejets, read = Rejets(), []
    names_said = tableau.codes_insee(table, code, rejets)
    for row in table.rangees:
        insee = commune(row, code, rejets, "code_commune")
        place = _position(row, names, rejets)
        read.append({"ligne": row.numero, "code": insee, "lat": place[0], "lon": place[1]})
    uniques(rejets, ((r["ligne"], r["code"]) for r in read if r["code"]), "code_commune")  # type: ignore[misc]
    rejets.lever(fichier)
    words = "Un point par commune, WGS 84.", "Centres des polygones, pas les mairies."
    card = provenance("centres", "Centres des communes", fiche, ("IGN et Insee", "Licence Ouverte", "G"), *words)
    left_out = table.ignorees(code, names.index("lat"), names.index("lon"))
    return FichierLu((card,), lignes=tuple(read), remarques=(*left_out, *names_said))


def lire_minutes(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `origine,destination,minutes`: road minutes between communes, as far as the table goes."""
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: set(n) >= TRAJETS, "origine, destination, minutes")
    o, d, m = (table.noms.index(name) for name in ("origine", "destination", "minutes"))
    rejets, read = Rejets(), []
    for row in table.rangees:
        origin, destination = commune(row, o, rejets, "origine"), commune(row, d, rejets, "destination")
        minutes = nombre(row[m], rejets, row.numero, "minutes")
        if est_absent(row[m]):
            rejets.ajouter(row.numero, "minutes", row[m], "temps absent", "Donnez un nombre de minutes.")
        if minutes is not None and minutes > MINUTES_MAX:
            rejets.ajouter(row.numero, "minutes", row[m], "plus de dix heures", "Donnez des minutes, pas des secondes.")
        read.append({"ligne": row.numero, "origine": origin, "destination": destination, "minutes": minutes})
    uniques(rejets, ((int(str(r["ligne"])), f"{r['origine']} → {r['destination']}") for r in read), "trajet")
    tableau.refuser_postaux([(row, row[k]) for k in (o, d) for row in table.rangees], "origine, destination", rejets)
    rejets.lever(fichier)
    words = (
        "Minutes en voiture d'une commune à une autre.",
        "Table fournie par l'analyste : vérifier l'heure de la journée et le réseau retenus.",
    )
    defaults = "non précisé", "non précisée", "M"
    card = provenance("minutes", "Temps de trajet entre communes", fiche, defaults, *words)
    return FichierLu((card,), lignes=tuple(read), remarques=table.ignorees(o, d, m))


def lire_sites(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `identifiant,nom,type,lat,lon`, or a FINESS extraction: as published, establishments, or activities."""
    fichier = fichiers[0]
    rejets = Rejets()
    if finess.est_extraction(fichier):
        layout, read = "finess et", finess.lire(fichier, rejets)
        fiche = fiche.avec(millesime=annee_du_fichier(fichier, fiche, finess.annee(fichier)))
        for site in read:
            site["type"] = _kind(str(site["type"]))
    else:
        layout, read = _sites(fichier, rejets)
    uniques(rejets, ((int(str(r["ligne"])), f"{r['id']} · {r['type']}") for r in read), "identifiant")
    rejets.lever(fichier)
    words = "Un point par site et par type.", "Une date de fin d'autorisation passée n'est pas une fermeture."
    identifiant, title = SITES[layout]
    card = provenance(identifiant, title, fiche, ("FINESS", "Licence Ouverte", "G"), *words)
    return FichierLu((card,), lignes=tuple(read))


def _sites(fichier: Fichier, rejets: Rejets) -> tuple[str, list[dict[str, object]]]:
    """The layout of a CSV of sites (a key of `SITES`), and its rows: one per site and kind."""
    expected = "identifiant, nom, type, lat, lon"
    table = tableau.lire(fichier, lambda n: {"lat", "lon"} <= set(n) or ACTIVITES in n, expected)
    names = table.noms
    number, label, kind = colonne(names, *NUMERO), colonne(names, *NOM), colonne(names, *TYPE)
    if min(number, label, kind) < 0:
        raise FichierRefuse(f"« {fichier.nom} » doit donner un identifiant, un nom et un type par site. Complétez-le.")
    read, seen = list[dict[str, object]](), set()
    for row in table.rangees:
        lat, lon = _position(row, names, rejets) if "lat" in names else (None, None)
        texts = {name: _text(row, k, rejets, name) for name, k in (("id", number), ("nom", label), ("type", kind))}
        texts["type"] = _kind(texts["type"])
        if names[number] in NUMEROS:
            texts["id"] = finess.numero(texts["id"])
        if finess.abime(texts["id"]):
            words = "le tableur a abîmé ce numéro", "Repartez du fichier publié, la colonne ouverte comme du texte."
            rejets.ajouter(row.numero, names[number], texts["id"], *words)
        elif names[number] in NUMEROS and texts["id"] and not finess.valable(texts["id"]):
            rejets.ajouter(row.numero, names[number], texts["id"], *finess.INVALABLE)
        site: dict[str, object] = {"ligne": row.numero, **texts, "lat": lat, "lon": lon}
        if names[number] == ACTIVITES and (site["id"], site["type"]) in seen:
            continue  # an extraction of activities has one row per authorisation, a site per kind
        seen.add((site["id"], site["type"]))
        read.append(site)
    return names[number] if "lat" in names else "", read


def _kind(text: str) -> str:
    words = simple(text)
    return next((kind for pattern, kind in TYPES if re.fullmatch(pattern, words)), text)


def _position(row: Rangee, names: Sequence[str], rejets: Rejets) -> tuple[float | None, float | None]:
    degrees = []
    for name, limit in (("lat", 90.0), ("lon", 180.0)):
        cell = row[names.index(name)]
        value = nombre(cell, rejets, row.numero, name, signe=True)
        if est_absent(cell):
            rejets.ajouter(
                row.numero, name, cell, "coordonnée absente", "Donnez des degrés (WGS 84) ou retirez la ligne."
            )
        elif value is not None and abs(value) > limit:
            rejets.ajouter(row.numero, name, cell, "hors de la Terre", "Donnez des degrés (WGS 84), pas des mètres.")
        degrees.append(value)
    return degrees[0], degrees[1]


def _text(row: Rangee, index: int, rejets: Rejets, name: str) -> str:
    text = " ".join(str(row[index] or "").split())
    if not text:
        rejets.ajouter(row.numero, name, row[index], "texte absent", "Complétez la cellule.")
    return text[:200]


def _sites_reconnus(look: Allure) -> bool:
    return finess.est_extraction(look.fichier) or look.titres(_titres_de_sites)


def a_placer(look: Allure) -> bool:
    """Whether a file of sites has no position of its own: it takes those of sites loaded before."""
    return look.titres(lambda names: ACTIVITES in names and "lat" not in names)


def _titres_de_sites(names: list[str]) -> bool:
    """A place has a position, or is an activity of a FINESS establishment; it has a number, a name and a kind."""
    return ({"lat", "lon"} <= set(names) or ACTIVITES in names) and min(
        colonne(names, *NUMERO), colonne(names, *NOM), colonne(names, *TYPE)
    ) >= 0


def _titres_de_centres(names: list[str]) -> bool:
    return {"lat", "lon"} <= set(names) and colonne(names, *CENTRES) >= 0 and not _titres_de_sites(names)


GENRES = (
    Genre(
        "centres",
        "Centres des communes",
        "CSV code_commune, lat, lon (WGS 84). Un fichier national situe aussi les communes voisines.",
        ("csv",),
        lire_centres,
        lambda look: look.titres(_titres_de_centres),
        "un CSV code_commune, lat, lon",
        Parution(
            "Centres ou chefs-lieux des communes (géoréférencement des communes)",
            "IGN et Insee",
            "https://public.opendatasoft.com/explore/dataset/georef-france-commune/",
            (CARTE,),
            r"centres(_71)?|mairies_2025",
        ),
        "centres",
        ("producteur", "millesime", "licence"),
    ),
    Genre(
        "minutes",
        "Temps de trajet entre communes",
        "CSV origine, destination, minutes : remplace l'estimation à vol d'oiseau au départ de ces communes.",
        ("csv",),
        lire_minutes,
        lambda look: look.titres(lambda names: set(names) >= TRAJETS),
        "un CSV origine, destination, minutes",
        Parution(
            "Table de temps de trajet routiers (aucune n'est publiée pour toute la France)",
            "le service d'information géographique du département, l'Insee (distancier Metric), ou ce poste : « python "
            "-m data minutes », à partir d'OpenStreetMap",
            "https://www.insee.fr/fr/information/2410173",
            (CARTE, CONSTAT),
            r"minutes",
        ),
        "minutes",
        ("producteur", "millesime", "licence"),
    ),
    Genre(
        "sites",
        "Sites de soins géolocalisés (FINESS)",
        "CSV identifiant, nom, type, lat, lon, ou extraction FINESS (sans positions : celles des sites déjà chargés).",
        ("csv",),
        lire_sites,
        _sites_reconnus,
        "une extraction FINESS, ou un CSV identifiant, nom, type, lat, lon",
        Parution(
            "FINESS, extraction du fichier des établissements, avec géolocalisation",
            "Agence du numérique en santé",
            "https://www.data.gouv.fr/datasets/finess-extraction-du-fichier-des-etablissements/",
            (CARTE, CONSTAT),
            r"sites(_\w+)?|urgences_71|centres_sante_\w+",
        ),
        "sites",
        ("producteur", "millesime", "licence"),
    ),
)
