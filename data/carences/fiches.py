"""Territory cards: the text of the citizen sheet.

The national text of the sheet is `fiche_citoyenne.toml`; a table replaces or checks each heading for a territory.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.carences.constats import texte
from data.territoire import territoire

FILE = Path(__file__).with_name("fiche_citoyenne.toml")
NUMERO = re.compile(r"[0-9 ]{0,14}")


@dataclass(frozen=True)
class Rubrique:
    """One heading of the citizen sheet: the need, what to do, and how far the text can be trusted.

    `verifie` is the day the table checked or rewrote it for this territory, empty for the national text.
    """

    nom: str
    titre: str
    texte: str
    numero: str
    fiabilite: str
    reference: str
    verifie: str = ""


@cache
def modele() -> tuple[Rubrique, ...]:
    """The national headings, in order."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Rubrique(nom, **entry) for nom, entry in entries.items())


def rubriques(db: Database, territoire_code: str) -> list[Rubrique]:
    """The headings for a territory: the table's own text where there is one, else the national one."""
    rows = db.query(
        "SELECT rubrique, texte, numero, le FROM fiches WHERE maille = ? AND territoire = ?",
        [territoire.setting(db, "maille"), territoire_code],
    )
    local = {row["rubrique"]: row | {"jour": jours.jour_de(db, row["le"]).isoformat()} for row in rows}
    return [_local(heading, local.get(heading.nom)) for heading in modele()]


def _local(heading: Rubrique, row: dict[str, str] | None) -> Rubrique:
    if row is None:
        return heading
    number = heading.numero if row["numero"] is None else row["numero"]
    return Rubrique(heading.nom, heading.titre, row["texte"], number, "T", "texte de la table", row["jour"])


def ecrire(
    db: Database, acteur: Acteur, territoire_code: str, rubrique: str, contenu: str, numero: str | None = None
) -> None:
    """Keep the table's text of a heading, checked today, and the number it displays (None: as it is; empty: none)."""
    wording = texte(contenu, "ce qu'il faut faire", 600)
    if numero is not None and not NUMERO.fullmatch(numero.strip()):
        raise Refus(
            f"« {numero.strip()} » n'est pas un numéro à appeler : 14 chiffres et espaces au plus. Rien n'a été "
            "enregistré."
        )
    number = {} if numero is None else {"numero": numero.strip()}
    if rubrique not in {heading.nom for heading in modele()}:
        raise Introuvable(f"La rubrique « {rubrique} » n'existe pas.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        acteurs.record(db, acteur, "écrire la fiche citoyenne", f"territoire:{territoire_code}", {"rubrique": rubrique})
        db["fiches"].upsert(
            {
                "maille": territoire.setting(db, "maille"), "territoire": territoire_code, "rubrique": rubrique,
                "texte": wording, "acteur": acteur.id, "le": acteurs.now(), **number,
            },
            pk=("maille", "territoire", "rubrique"),
        )  # fmt: skip


def retablir(db: Database, acteur: Acteur, territoire_code: str, rubrique: str) -> None:
    """Go back to the national text of a heading."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        mesh = territoire.setting(db, "maille")
        done = db.conn.execute(
            "DELETE FROM fiches WHERE maille = ? AND territoire = ? AND rubrique = ?", (mesh, territoire_code, rubrique)
        ).rowcount
        if done:
            acteurs.record(db, acteur, "rétablir la fiche citoyenne", f"territoire:{territoire_code}", {"r": rubrique})
