"""Versions of the list of services, adopted in the register: the table's list, and which one a vote ranked."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from components.core.refus import Refus
from components.core.textes import nets
from data.base import acteurs, decisions
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import propositions as signees
from data.priorites import services

NATURE, OBJET = "avis de la table", "services"
ECRITES = (*services.MOTS, "origine")


@dataclass(frozen=True)
class VersionDeLaListe:
    """A version as it was adopted: its number, when, its rank in the register, why, its services and their mark.
    `ajouts`: the signed proposals that it took in, with who signed them."""

    numero: int
    le: str
    rang: int
    motif: str
    services: dict[str, dict[str, str]]
    marque: str
    ajouts: tuple[dict[str, Any], ...] = ()


def liste(db: Database) -> dict[str, dict[str, str]]:
    """The list of services as it reads now, by key; what users say of a service, when they did."""
    rows = services.read(db)[[*ECRITES, "usagers"]].to_dict("index")
    return {
        str(key): {str(name): str(words) for name, words in row.items() if words or name in ECRITES}
        for key, row in rows.items()
    }


def marque(contenu: dict[str, dict[str, str]]) -> str:
    """The SHA-256 of a list of services."""
    return sha256(decisions.canonical(nets(contenu)).encode()).hexdigest()


def versions(db: Database) -> list[VersionDeLaListe]:
    """Every version that the table adopted, oldest first."""
    adopted = []
    entries = dict(decisions.contenus(db, OBJET))
    moments = dict(db.conn.execute("SELECT rang, le FROM decisions WHERE objet = ?", (OBJET,)).fetchall())
    for rang, entry in entries.items():
        content: dict[str, Any] = entry
        adopted.append(
            VersionDeLaListe(
                content["version"],
                moments[rang],
                rang,
                content["motif"],
                content["services"],
                content["marque"],
                tuple(content.get("propositions", ())),
            )
        )
    return adopted


def en_vigueur(db: Database) -> VersionDeLaListe | None:
    """The last version adopted, when the list still reads as it does; None when none was, or when it changed since."""
    adopted = versions(db)
    return adopted[-1] if adopted and adopted[-1].marque == marque(liste(db)) else None


def adopter(db: Database, acteur: Acteur, motif: str, propositions: Collection[int] = ()) -> int:
    """Adopt the list as a new version, with the reason and the signed proposals that it takes in; return its number.

    Raises `Refus` when nothing changes, or when a proposal cannot be taken in: nothing is then adopted.
    """
    why = nets(motif).strip()
    if not why:
        raise Refus("Dites pourquoi la table adopte cette liste. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        same = en_vigueur(db)
        if same is not None and not propositions:
            raise Refus(f"Cette liste est déjà la version {same.numero}. Rien n'a été enregistré.")
        services.fixer(db, acteur)
        number = len(versions(db)) + 1
        taken = signees.prendre(db, acteur, propositions, number)
        content = nets(liste(db))
        entry = {"version": number, "motif": why, "services": content, "marque": marque(content)}
        entry |= {"propositions": taken} if taken else {}
        decisions.adopter(db, acteur, NATURE, OBJET, f"Liste des services, version {number}", entry, {})
        return number


def lue(db: Database) -> dict[str, Any]:
    """What a vote says of the list at its opening: the last version adopted (0: none), the mark of the list as it
    reads, and whether it still reads as that version."""
    adopted, now = versions(db), marque(liste(db))
    number = adopted[-1].numero if adopted else 0
    return {"version": number, "marque": now, "conforme": bool(adopted) and adopted[-1].marque == now}


def votee(db: Database, avant: str) -> dict[str, Any] | None:
    """The version in force at an instant, for a vote opened before votes said it; None when none was by then."""
    adopted = [one for one in versions(db) if one.le <= avant]
    return {"version": adopted[-1].numero, "marque": adopted[-1].marque} if adopted else None
