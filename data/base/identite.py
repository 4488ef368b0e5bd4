"""Accounts, sessions and one-time links: who may act, proved by a password, kept as slow hashes (scrypt).

Session and link tokens are 256 random bits: the file keeps a fast hash of them, never the token.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs, noms, store
from data.base.acteurs import Acteur
from data.base.store import writing

COOKIE = "concertation_session"  # of the usual file; see `cookie`
SESSION_HEURES, LIEN_HEURES = 14, 24
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}
SEL_INCONNU = b"compte inconnu, meme travail"


@dataclass(frozen=True)
class Invitation:
    """A one-time link that is still good: the role it opens."""

    role: str


def cookie(fichier: Path | None = None) -> str:
    """The name of the session's cookie on a file, the one served when not given: a browser sends what one address gave
    to every other of the same machine, so that the tables of other départements have names of their own."""
    stem, usual = (fichier or store.path()).stem, store.DEFAULT.stem
    return COOKIE + stem.removeprefix(usual) if stem.startswith(f"{usual}-") else COOKIE


def inviter(db: Database, acteur: Acteur, role: str) -> str:
    """Make a one-time link for a role and return its secret. Good for 24 hours and one account."""
    token = secrets.token_urlsafe(24)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "créer un lien d'entrée", role)
        db["liens"].insert({"empreinte": _fast("lien", token), "role": role, "expire_le": _in(LIEN_HEURES)})
    return token


def premier_lien(db: Database) -> str | None:
    """The first start's facilitator link: None once an account exists; a new one revokes the ones before."""
    with writing(db):
        if db["comptes"].count:
            return None
        db.conn.execute("DELETE FROM liens")
        return inviter(db, acteurs.TERMINAL, "facilitateur")


def invitation(db: Database, token: str) -> Invitation:
    """What a link opens. Raises `Introuvable` when it was used, expired or never existed."""
    row = db.conn.execute(
        "SELECT role FROM liens WHERE empreinte = ? AND expire_le > ?", (_fast("lien", token), acteurs.now())
    ).fetchone()
    if row is None:
        raise Introuvable(
            "Ce lien a déjà servi ou n'est plus valable. Demandez-en un autre à la personne qui anime, "
            "ou lancez « python -m data lien » sur le poste qui sert la table."
        )
    return Invitation(row[0])


def creer_compte(db: Database, token: str, nom: str, mot_de_passe: str) -> str:
    """Use a link: create the account and return its first session. Raises `Refus`, and the link stays good."""
    wanted = noms.verifier_nom(nom, [])
    noms.verifier_mot_de_passe(mot_de_passe, wanted)
    salt = secrets.token_bytes(16)
    derived = _slow(mot_de_passe, salt)
    with writing(db):
        role = invitation(db, token).role
        noms.verifier_nom(nom, [taken for (taken,) in db.conn.execute("SELECT nom FROM comptes ORDER BY nom")])
        acteur = Acteur(f"compte:{secrets.token_hex(6)}", wanted, role)
        acteurs.register(db, acteur)
        db["comptes"].insert(
            {
                "id": acteur.id,
                "nom": wanted,
                "role": role,
                "sel": salt,
                "empreinte": derived,
                "actif": 1,
                "cree_le": acteurs.now(),
            }
        )
        db.conn.execute("DELETE FROM liens WHERE empreinte = ?", (_fast("lien", token),))
        acteurs.record(db, acteur, "créer son compte", wanted, {"role": role})
        return ouvrir_session(db, acteur.id)


def entrer(db: Database, nom: str, mot_de_passe: str) -> str:
    """Check a name and a password and return a new session. Raises `Refus` without saying which was wrong."""
    typed = " ".join(nom.split())
    row = db.conn.execute(
        "SELECT id, sel, empreinte FROM comptes WHERE nom IN (?, ?) AND actif = 1 ORDER BY nom <> ? LIMIT 1",
        (typed, unicodedata.normalize("NFKC", typed), typed),
    ).fetchone()
    identifiant, salt, expected = row or ("", SEL_INCONNU, b"")
    if not hmac.compare_digest(_slow(mot_de_passe, salt), expected):
        raise Refus("Nom ou mot de passe inconnu. Vérifiez les majuscules, puis réessayez.")
    with writing(db):
        return ouvrir_session(db, identifiant)


def sortir(db: Database, token: str) -> None:
    """Close a session. Does nothing when it is closed already."""
    with writing(db):
        db.conn.execute("DELETE FROM sessions WHERE empreinte = ?", (_fast("session", token),))


def acteur_de(db: Database, token: str) -> Acteur | None:
    """The actor of a session that is still open; None otherwise. Read only."""
    row = db.conn.execute(
        "SELECT c.id, c.nom, c.role FROM sessions s JOIN comptes c ON c.id = s.compte "
        "WHERE s.empreinte = ? AND s.expire_le > ? AND c.actif = 1",
        (_fast("session", token), acteurs.now()),
    ).fetchone()
    return Acteur(*row) if row else None


def comptes(db: Database) -> pd.DataFrame:
    """Every account, indexed by id: nom, role, actif, cree_le."""
    rows = db.query("SELECT id, nom, role, actif, cree_le FROM comptes ORDER BY nom")
    return pd.DataFrame(rows, columns=["id", "nom", "role", "actif", "cree_le"]).set_index("id")


def fermer_compte(db: Database, acteur: Acteur, compte: str) -> None:
    """Close an account and its sessions; its past gestures keep its name. The last facilitator stays."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        others = db.conn.execute(
            "SELECT count(*) FROM comptes WHERE role = 'facilitateur' AND actif = 1 AND id <> ?", (compte,)
        ).fetchone()[0]
        if not others:
            raise Refus("Il faut garder au moins un compte de facilitation. Rien n'a été modifié.")
        acteurs.record(db, acteur, "fermer un compte", compte)
        db.conn.execute("UPDATE comptes SET actif = 0 WHERE id = ?", (compte,))
        db.conn.execute("DELETE FROM sessions WHERE compte = ?", (compte,))
        db.conn.execute("DELETE FROM courriels WHERE compte = ?", (compte,))


def ouvrir_session(db: Database, compte: str) -> str:
    """A new session of an account, inside the group of writes of whoever proved that it is theirs."""
    token = secrets.token_urlsafe(32)
    db.conn.execute("DELETE FROM sessions WHERE expire_le <= ?", (acteurs.now(),))
    db["sessions"].insert({"empreinte": _fast("session", token), "compte": compte, "expire_le": _in(SESSION_HEURES)})
    return token


def _slow(mot_de_passe: str, salt: bytes) -> bytes:
    return hashlib.scrypt(mot_de_passe.encode(), salt=salt, **SCRYPT)


def _fast(domain: str, token: str) -> bytes:
    return hashlib.blake2b(token.encode(), digest_size=32, person=domain.encode()).digest()


def _in(hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds")
