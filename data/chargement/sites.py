"""Sites whose file gives no position: placed by the FINESS number of an establishment, or named until they are."""

from collections.abc import Mapping, Sequence

from components.core.francais import accord
from data.chargement.preparation import CadreDuDepartement
from data.imports.finess import numero
from data.imports.grammaire.base import Fichier, FichierLu, FichierRefuse
from data.imports.grammaire.cellules import simple
from data.territoire import territoire

Ligne = Mapping[str, object]


def placer(
    fichier: Fichier, lecture: FichierLu, by_number: Mapping[str, Ligne]
) -> tuple[list[dict[str, object]], list[Ligne]]:
    """The rows with a position, their own or that of the same FINESS number already placed, and the others."""
    placed, lost = list[dict[str, object]](), list[Ligne]()
    for row in lecture.lignes:
        place = by_number.get(numero(row["id"]))
        if row["lat"] is not None:
            placed.append({**row, "precision": "position du fichier"})
        elif place is not None:
            position = {"lat": place["lat"], "lon": place["lon"], "precision": "position de l'établissement"}
            placed.append({**row, **position})
        else:
            lost.append(row)
    if not placed:
        raise FichierRefuse(
            f"« {fichier.nom} » ne donne pas de positions, et aucun de ses établissements n'est déjà placé. "
            "Chargez d'abord le fichier FINESS des établissements, qui donne lat et lon."
        )
    return placed, lost


def identite(row: Ligne) -> str:
    """A site: its number and its kind."""
    return f"{row['id']} {simple(row['type'])}"


def perdus(waiting: Sequence[Ligne], ours: Sequence[Ligne]) -> list[str]:
    """What to say of the sites without a position: how many, and which ones of the département."""
    if not waiting:
        return []
    sentences = [f"{accord(len(waiting), 'site', 'sites')} sans position ni établissement déjà placé."]
    if ours:
        names = " ; ".join(f"{row['nom']} ({row['type']}, {row['id']})" for row in ours[:10])
        sentences.append(
            f"Du département : {names}{'…' if len(ours) > 10 else ''}. Placez-les par le fichier des établissements, "
            "puis rechargez celui-ci : jusque-là, l'éloignement de ces services ne fait pas de signal."
        )
    return sentences


def a_recharger(cadre: CadreDuDepartement, rows: Sequence[Ligne]) -> list[str]:
    """Sites that waited for a position, whose establishment this file places: their own file brings it to them."""
    ids = {str(row["id"]) for row in rows}
    waiting = territoire.sites_sans_position(cadre.db)
    now = waiting[waiting["id"].str.split().str[0].isin(ids) & ~waiting["id"].isin([identite(row) for row in rows])]
    if now.empty:
        return []
    return [f"Rechargez ensuite les activités : {', '.join(now['nom'])} pourra alors être placé."]


def connus(cadre: CadreDuDepartement) -> dict[str, Ligne]:
    """Sites already placed, by the number that comes before their kind."""
    return {numero(str(site["id"]).split()[0]): site for site in territoire.sites(cadre.db).to_dict("records")}
