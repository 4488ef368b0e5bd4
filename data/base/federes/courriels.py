"""Who may come in with the account of their administration: addresses declared beforehand by whoever leads.

The provider says who someone is; who may do what stays ours: an address opens the account it was declared for, of the
role it was declared with, and never makes one by itself. The first entry ties the address to one identity of the
provider (`sujet`): the same address given later to somebody else opens nothing.
"""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs, identite, noms
from data.base.acteurs import Acteur
from data.base.store import writing

COLONNES = ["courriel", "role", "compte", "nom", "lie"]
LONGUEUR = 254  # characters of an address, at most
HOMONYMES = 100
_ADRESSE = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}")


@dataclass(frozen=True)
class Personne:
    """Whom a provider vouches for: its own name (`emetteur`), its number for them (`sujet`), their verified address,
    and the name it gives them."""

    emetteur: str
    sujet: str
    courriel: str
    nom: str


def normaliser(courriel: str) -> str:
    """An address as it is compared. Raises `Refus` when it is none."""
    plain = courriel.strip().lower()
    if len(plain) > LONGUEUR or not _ADRESSE.fullmatch(plain):
        raise Refus(f"« {courriel.strip()[:80]} » n'est pas une adresse de courriel. Rien n'a été enregistré.")
    return plain


def liste(db: Database) -> pd.DataFrame:
    """Declared addresses with the columns `COLONNES`: `compte` and `nom` are None until someone came in with it."""
    rows = db.query(
        "SELECT d.courriel, d.role, d.compte, c.nom, d.sujet IS NOT NULL AS lie FROM courriels d "
        "LEFT JOIN comptes c ON c.id = d.compte ORDER BY d.courriel"
    )
    return pd.DataFrame(rows, columns=COLONNES)


def declarer(db: Database, acteur: Acteur, courriel: str, role: str, compte: str | None = None) -> str:
    """Let an address come in: into an account that exists (`compte`, whose role holds), or a new one of this role."""
    address = normaliser(courriel)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if compte is not None:
            row = db.conn.execute("SELECT role FROM comptes WHERE id = ? AND actif = 1", (compte,)).fetchone()
            if row is None:
                raise Introuvable("Ce compte n'existe pas, ou il est fermé. Rien n'a été enregistré.")
            role = row[0]
        if role not in acteurs.PREPARER:
            raise Refus("Choisissez le rôle de cette personne. Rien n'a été enregistré.")
        if db.conn.execute("SELECT 1 FROM courriels WHERE courriel = ?", (address,)).fetchone():
            raise Refus(f"« {address} » est déjà déclarée. Retirez-la d'abord pour la déclarer autrement.")
        acteurs.record(db, acteur, "déclarer une adresse", f"@{address.partition('@')[2]}", {"role": role})
        db["courriels"].insert({"courriel": address, "role": role, "compte": compte, "declare_le": acteurs.now()})
    return address


def retirer(db: Database, acteur: Acteur, courriel: str) -> None:
    """Let an address come in no more; the account that it opened, its sessions and its password stay."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        gone = db.conn.execute("DELETE FROM courriels WHERE courriel = ?", (courriel,)).rowcount
        if not gone:
            raise Introuvable("Cette adresse n'est pas déclarée. Rien n'a été modifié.")
        acteurs.record(db, acteur, "retirer une adresse", f"@{courriel.partition('@')[2]}")


def entrer(db: Database, personne: Personne) -> str:
    """A new session for whom a provider vouches for. Raises `Refus` when their address was not declared, belongs to
    another identity, or to a closed account; nothing is written then."""
    address = normaliser(personne.courriel)
    with writing(db):
        row = db.conn.execute(
            "SELECT d.role, d.compte, d.emetteur, d.sujet, c.actif FROM courriels d "
            "LEFT JOIN comptes c ON c.id = d.compte WHERE d.courriel = ?",
            (address,),
        ).fetchone()
        if row is None:
            raise Refus(
                f"« {address} » n'ouvre pas de compte sur cette table. Demandez à la personne qui l'anime de déclarer "
                "cette adresse (page Comptes). Lire et voter ne demandent pas de compte."
            )
        role, account, issuer, subject, active = row
        if account is not None and not active:
            raise Refus("Ce compte a été fermé. Demandez à la personne qui anime la table.")
        if subject is not None and (issuer, subject) != (personne.emetteur, personne.sujet):
            raise Refus(
                f"« {address} » a déjà servi à une autre identité. Demandez à la personne qui anime la table de "
                "retirer cette adresse, puis de la déclarer à nouveau."
            )
        if account is None:
            account = _creer(db, personne, role)
        db.conn.execute(
            "UPDATE courriels SET compte = ?, emetteur = ?, sujet = ? WHERE courriel = ?",
            (account, personne.emetteur, personne.sujet, address),
        )
        return identite.ouvrir_session(db, account)


def _creer(db: Database, personne: Personne, role: str) -> str:
    """An account without a password, under the name that the provider gives, told apart from those that exist."""
    taken = [name for (name,) in db.conn.execute("SELECT nom FROM comptes ORDER BY nom")]
    name = _libre(noms.verifier_nom(personne.nom or personne.courriel.partition("@")[0], []), taken)
    actor = Acteur(f"compte:{secrets.token_hex(6)}", name, role)
    acteurs.register(db, actor)
    db["comptes"].insert(
        {"id": actor.id, "nom": name, "role": role, "sel": secrets.token_bytes(16), "empreinte": b"", "actif": 1,
         "cree_le": acteurs.now()},
    )  # fmt: skip
    acteurs.record(db, actor, "créer son compte", name, {"role": role})
    return actor.id


def _libre(nom: str, pris: list[str]) -> str:
    """A name, or the name and a number when somebody else has it already."""
    for rank in range(1, HOMONYMES):
        with suppress(Refus):
            return noms.verifier_nom(nom if rank == 1 else f"{nom} ({rank})", pris)
    raise Refus(f"Trop de comptes se nomment « {nom} ». Demandez à la personne qui anime la table.")
