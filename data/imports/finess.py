"""The extraction FINESS publishes on data.gouv.fr: no headings, a line `structureet` per establishment, then a line
`geolocalisation` with its place in metres (Lambert 93, UTM overseas)."""

import re
from collections.abc import Sequence

from data.imports.grammaire import coordonnees
from data.imports.grammaire.base import Fichier, FichierRefuse, Rejets
from data.imports.grammaire.encodage import UTF16, lignes
from data.imports.grammaire.tableur import texte

DEBUT = re.compile(  # its first line, or a line of an extraction that lost it; the mark it is cut by
    rb"(?:\xef\xbb\xbf)?\"?(?:finess\"?([;,\t])\"?\w+\"?[;,\t]\"?\d+\"?[;,\t]|structuree[tj]\"?([;,\t])\"?\w{8,9}\"?[;,\t])",
    re.IGNORECASE,
)
TETE = 4_000  # bytes in which it begins
STRUCTURE, PLACE = "structureet", "geolocalisation"
CHAMPS = {STRUCTURE: 32, PLACE: 6}
OUTRE_MER = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976"}  # as FINESS writes them
ATTENDU = "Donnez « FINESS, extraction du fichier des établissements » avec géolocalisation (etalab-cs1100507-stock)."
INVALABLE = "ce n'est pas un numéro FINESS à neuf caractères", "Donnez le numéro publié, par exemple 710978347."
Site = dict[str, object]


def est_extraction(fichier: Fichier) -> bool:
    """Whether a file begins as an extraction published by FINESS."""
    return _debut(fichier) is not None


def _debut(fichier: Fichier) -> "re.Match[bytes] | None":
    head = fichier.contenu[:TETE]
    if head.startswith(UTF16):
        head = head.decode("utf-16", "ignore").encode()
    return DEBUT.match(head.lstrip())


def annee(fichier: Fichier) -> int:
    """The year of its first line; 0 when it says none."""
    head = fichier.contenu[:400].replace(b"\x00", b"").splitlines()
    mention = re.search(rb"finess.*(20\d\d)-\d\d-\d\d", head[0] if head else b"", re.IGNORECASE)
    return int(mention[1]) if mention else 0


def numero(cell: object) -> str:
    """A FINESS number, the leading zero a spreadsheet lost put back."""
    text = re.sub(r"\s", "", str(cell if cell is not None else "")).removesuffix(".0").upper()
    return f"0{text}" if re.fullmatch(r"[1-9]\d{7}", text) else text


def abime(cell: object) -> bool:
    """Whether a spreadsheet made a power of ten of a FINESS number: its last digits are lost."""
    return re.fullmatch(r"\d+(?:[.,]\d+)?E\+?\d+", str(cell).strip().upper()) is not None


def valable(numero: str) -> bool:
    """Whether a number is one of FINESS: nine characters, all digits but the letter of Corsica."""
    return re.fullmatch(r"\d[\dAB]\d{7}", numero) is not None


def lire(fichier: Fichier, rejets: Rejets) -> list[Site]:
    """Rows of sites: ligne, id, nom, type, lat and lon (None without a place), departement."""
    begun = _debut(fichier)
    if begun is not None and b";" not in begun.groups():
        raise FichierRefuse(
            f"« {fichier.nom} » est une extraction FINESS, mais ses points-virgules ont été changés. Repartez du "
            f"fichier publié, sans l'enregistrer dans un tableur. {ATTENDU}"
        )
    sites: dict[str, Site] = {}
    places: dict[str, tuple[int, list[str]]] = {}
    for line, cells in _lignes(fichier, rejets):
        if not valable(numero(cells[1])):
            rejets.ajouter(line, cells[0], cells[1], *INVALABLE)
        elif cells[0] == STRUCTURE and _seul(sites.get(cells[1]), line, cells[1], rejets):
            area = OUTRE_MER.get(cells[13], cells[13].zfill(2))
            sites[cells[1]] = {"ligne": line, "id": numero(cells[1]), "nom": cells[4] or cells[3], "type": cells[19],
                               "lat": None, "lon": None, "departement": area}  # fmt: skip
        elif cells[0] == PLACE:
            earlier, other = places.setdefault(cells[1], (line, cells))
            if other[2:5] != cells[2:5]:
                words = f"une autre position est déjà ligne {earlier}", "Gardez une seule ligne."
                rejets.ajouter(line, PLACE, " ".join(cells[2:4]), *words)
    rejets.lever(fichier)
    if not sites:
        raise FichierRefuse(
            f"« {fichier.nom} » est une extraction FINESS, mais pas celle des établissements. {ATTENDU}"
        )
    for key, site in sites.items():
        if key in places:
            site["lat"], site["lon"] = _degres(*places[key], str(site["departement"]), rejets)
    for key in places.keys() - sites.keys():
        rejets.ajouter(places[key][0], PLACE, key, "aucune ligne structureet ne porte ce numéro", ATTENDU)
    return list(sites.values())


def _lignes(fichier: Fichier, rejets: Rejets) -> list[tuple[int, list[str]]]:
    """The lines that are read, cut in cells; refused when they have not the cells FINESS publishes."""
    lines = []
    for number, text in enumerate(lignes(texte(fichier)), 1):
        cells = [" ".join(cell.strip().strip('"').split()) for cell in text.split(";")]
        wanted = CHAMPS.get(cells[0].lower())
        if number in fichier.sautees or (wanted is None and (cells[0].isalpha() or not any(cells))):
            continue  # of another kind, as FINESS names them: in letters
        if wanted is None:
            rejets.ajouter(number, "ligne", text, "elle ne commence par aucun genre de ligne", ATTENDU)
            continue
        if len(cells) < wanted or any(cells[wanted:]) or (cells[0].lower() == STRUCTURE and len(cells) > wanted):
            rejets.ajouter(number, cells[0], text, f"{len(cells)} cellules au lieu de {wanted}", ATTENDU)
        else:
            lines.append((number, [cells[0].lower(), *cells[1:]]))
    return lines


def _seul(earlier: Site | None, line: int, key: str, rejets: Rejets) -> bool:
    if earlier is not None:
        rejets.ajouter(line, STRUCTURE, key, f"déjà présent ligne {earlier['ligne']}", "Gardez une seule ligne.")
    return earlier is None


def _degres(line: int, cells: Sequence[str], area: str, rejets: Rejets) -> tuple[float | None, float | None]:
    if not cells[2] or not cells[3]:
        return None, None
    system = coordonnees.systeme(cells[4], area)
    if system is None:
        rejets.ajouter(line, PLACE, cells[4], "système de coordonnées inconnu", "Lambert 93, ou UTM outre-mer.")
        return None, None
    metres = [text if re.fullmatch(r"-?\d+(?:[.,]\d+)?", text) else "" for text in cells[2:4]]
    if not all(metres):
        rejets.ajouter(line, PLACE, " ".join(cells[2:4]), "ce ne sont pas des mètres", ATTENDU)
        return None, None
    x, y = (float(text.replace(",", ".")) for text in metres)
    try:
        return coordonnees.degres(x, y, system)
    except (ValueError, OverflowError):
        rejets.ajouter(line, PLACE, " ".join(cells[2:4]), "ces mètres ne sont nulle part", ATTENDU)
        return None, None
