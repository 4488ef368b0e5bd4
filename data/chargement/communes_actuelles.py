"""Codes of any vintage -> the communes of today: merged communes follow, arrondissements stand for their city."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from components.core.communes import departement
from data.imports.grammaire.base import LigneLue, Rejets
from data.territoire import sources
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR, Serie

FRANCE, FUSIONS = "communes_france_2026", "communes_fusionnees_2026"
CEDEES = {"97123": "Saint-Barthélemy", "97127": "Saint-Martin"}  # of Guadeloupe until 2007, collectivities since


@dataclass(frozen=True)
class Correspondance:
    """`actuelles`: codes of today; `suivantes`: former code -> code of today; `villes`: Paris, Lyon and Marseille ->
    their arrondissements, which are communes here."""

    actuelles: frozenset[str]
    suivantes: Mapping[str, str]
    villes: Mapping[str, tuple[str, ...]]

    def actuel(self, code: str) -> str | None:
        """The code of today, or None when the code was never one of a commune."""
        return code if code in self.actuelles else self.suivantes.get(code)


@cache
def correspondance() -> Correspondance:
    """Today's communes and where former ones went (Insee, code officiel géographique)."""
    france, former = sources.read_csv(FRANCE), sources.read_csv(FUSIONS)
    parts = france[france["parent"] != ""].groupby("parent")["code"]
    cities = {str(city): tuple(codes) for city, codes in parts}
    return Correspondance(
        frozenset(france["code"]) - cities.keys(), dict(zip(former["code"], former["code_actuel"], strict=True)), cities
    )


def verifier(codes: Iterable[tuple[int, str]], departement_du_fichier: str, rejets: Rejets) -> int:
    """Refuse the codes that cannot be of this département; return how many were unknown elsewhere."""
    current, elsewhere = correspondance(), 0
    for ligne, code in codes:
        if code in current.villes and departement(code) == departement_du_fichier:
            words = "Paris, Lyon et Marseille se donnent par arrondissement", "Donnez une ligne par arrondissement."
            rejets.ajouter(ligne, "code", code, *words)
        elif code in CEDEES:
            elsewhere += 1
        elif current.actuel(code) is None and departement(code) == departement_du_fichier:
            postal = " (est-ce un code postal ?)" if code.endswith("0") else ""
            words = f"aucune commune n'a ni n'a eu ce code{postal}", "Vérifiez le code Insee de la commune."
            rejets.ajouter(ligne, "code", code, *words)
        elif current.actuel(code) is None and code not in current.villes:
            elsewhere += 1
    return elsewhere


def cedees(codes: Iterable[str]) -> tuple[str, ...]:
    """What to say of the rows of the two former communes of Guadeloupe, which are left out."""
    names = [f"{CEDEES[code]} ({code})" for code in sorted(CEDEES.keys() & set(codes))]
    if not names:
        return ()
    return (f"Mis de côté, car ce ne sont plus des communes de Guadeloupe depuis 2007 : {', '.join(names)}.",)


def etaler(lignes: Sequence[Mapping[str, object]]) -> tuple[list[Mapping[str, object]], dict[str, tuple[str, ...]]]:
    """Typed rows (column `code`) where that of a whole city stands for each of its arrondissements that the file does
    not give; and, by city, the arrondissements that it stands for."""
    cities, given = correspondance().villes, {str(row["code"]) for row in lignes}
    spread = {city: tuple(c for c in parts if c not in given) for city, parts in cities.items() if city in given}
    rows: list[Mapping[str, object]] = []
    for row in lignes:
        parts = spread.get(str(row["code"]))
        rows += [row] if parts is None else [{**row, "code": part} for part in parts]
    return rows, {city: parts for city, parts in spread.items() if parts}


def nom_de_ville(code: str) -> str:
    """« Paris », « Lyon » or « Marseille »."""
    return str(sources.read_csv(FRANCE).set_index("code").at[code, "nom"])


@dataclass(frozen=True)
class Fusion:
    """How many communes of today come from several rows, and how their figures were put together."""

    communes: int = 0
    mots: str = ""


def rassembler(
    lignes: Sequence[LigneLue], gardees: frozenset[str], serie: Serie, poids: Mapping[str, float]
) -> tuple[list[tuple[str, float | None, str]], Fusion]:
    """Rows of any vintage -> one value per kept commune of today, in code order.

    Former communes are added (somme), averaged by `poids` of the same file (moyenne), or must agree (aucune);
    a withheld part makes the whole withheld, a missing part leaves a sum missing.
    """
    groups: dict[str, list[LigneLue]] = {}
    current = correspondance()
    for line in lignes:
        code = current.actuel(line.code)
        if code in gardees:
            groups.setdefault(str(code), []).append(line)
    merged = [code for code, parts in groups.items() if len(parts) > 1]
    values = [(code, *_together(groups[code], serie, poids)) for code in sorted(groups)]
    return values, Fusion(len(merged), _words(serie, bool(poids))) if merged else Fusion()


def _together(parts: Sequence[LigneLue], serie: Serie, weights: Mapping[str, float]) -> tuple[float | None, str]:
    if len(parts) == 1:
        return parts[0].valeur, parts[0].etat
    if any(part.etat == SECRET for part in parts):
        return None, SECRET
    present = [(part.code, part.valeur) for part in parts if part.valeur is not None]
    if not present or (serie.agregation != "moyenne" and len(present) < len(parts)):
        return None, MANQUANT
    if serie.agregation == "somme":
        return sum(value for _, value in present), VALEUR
    if serie.agregation == "aucune":
        values = {value for _, value in present}
        return (values.pop(), VALEUR) if len(values) == 1 else (None, MANQUANT)
    shares = [weights.get(code, 0.0) for code, _ in present]
    shares = shares if sum(shares) > 0 else [1.0] * len(present)
    return sum(s * value for s, (_, value) in zip(shares, present, strict=True)) / sum(shares), VALEUR


def _words(serie: Serie, weighted: bool) -> str:
    if serie.agregation == "somme":
        return "somme des anciennes communes"
    if serie.agregation == "aucune":
        return "valeur commune aux anciennes communes, manquante si elles diffèrent"
    return (
        "moyenne des anciennes communes pondérée par la population standardisée du fichier"
        if weighted
        else "moyenne simple des anciennes communes, faute de population dans le fichier"
    )
