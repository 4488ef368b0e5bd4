"""Whole ballots of a closed approval vote, sealed: who holds the file cannot read them without the tellers' two codes.

Each teller keeps one code, written nowhere else. Together they make the key: the ballots are hidden under a stream that
serves once, and the mark that the register keeps is keyed too, so that nobody finds patterns by trying them all. What
is sealed is sorted by group and content: it holds no order, no slip and no phrase, and its length says only how many.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from components.core.refus import Refus
from data.base import decisions
from data.priorites import bulletins

SIGNES = 16  # 75 bits each and a check: one teller who holds the file still has the other code to find
CODES = 2
FAUX = "Ces deux codes n'ouvrent pas ce scellé : vérifiez-les. S'ils sont justes, il a été modifié depuis la clôture."
Bulletin = tuple[str, str]


def tirer_codes() -> tuple[str, str]:
    """Two codes, one for each teller. They are nowhere but in the answer."""
    one, other = ("".join(secrets.choice(bulletins.ALPHABET) for _ in range(SIGNES - 1)) for _ in range(CODES))
    return one + _controle(one), other + _controle(other)


def sceller(db: Database, scrutin: int, contenus: Iterable[Bulletin], codes: Sequence[str]) -> str:
    """Seal (published group, content) of every ballot, inside the group of writes that closes; returns the mark."""
    key, text = _cle(scrutin, codes), decisions.canonical(sorted(contenus)).encode()
    db.conn.execute("INSERT INTO scelles (scrutin, contenu) VALUES (?, ?)", (scrutin, _masque(key, text)))
    return _marque(key, text)


def scelle(db: Database, scrutin: int) -> bool:
    """Whether the whole ballots of a vote are sealed in the file."""
    return db.conn.execute("SELECT 1 FROM scelles WHERE scrutin = ?", (scrutin,)).fetchone() is not None


def ouvrir(db: Database, scrutin: int, codes: Sequence[str], marque: str) -> list[Bulletin]:
    """The sealed ballots, for a recount that shows none of them. Raises `Refus` with other codes, or once changed."""
    row = db.conn.execute("SELECT contenu FROM scelles WHERE scrutin = ?", (scrutin,)).fetchone()
    if row is None:
        raise Refus("Les bulletins entiers de ce vote ne sont pas scellés dans ce fichier : rien à recompter.")
    key = _cle(scrutin, codes)
    text = _masque(key, bytes(row[0]))
    if not hmac.compare_digest(_marque(key, text), marque):
        raise Refus(FAUX)
    return [(str(group), str(content)) for group, content in json.loads(text)]


def _cle(scrutin: int, codes: Sequence[str]) -> bytes:
    typed = sorted({bulletins.normaliser(code) for code in codes})
    if len(typed) != CODES:
        raise Refus(f"Il faut deux codes différents, de {SIGNES} signes, un par scrutateur. Rien n'a été modifié.")
    wrong = [str(k) for k, code in enumerate(codes, start=1) if not _juste(bulletins.normaliser(code))]
    if wrong:
        raise Refus(f"Code mal recopié : le {' et le '.join(wrong)}. Relisez-le signe par signe. Rien n'a été modifié.")
    return hashlib.blake2b(f"{scrutin}/{'/'.join(typed)}".encode(), person=b"cle du scelle").digest()


def _juste(code: str) -> bool:
    return len(code) == SIGNES and code[-1] == _controle(code[:-1])


def _controle(signes: str) -> str:
    """The last sign of a code: a sign mistaken, or two exchanged, is seen before anything is sealed under it (all but
    a 0 taken for a Z)."""
    return bulletins.ALPHABET[sum(k * bulletins.ALPHABET.index(s) for k, s in enumerate(signes, start=1)) % 31]


def _masque(key: bytes, text: bytes) -> bytes:
    """Hide, or show again: a stream drawn from a key that hides one text only."""
    stream = hashlib.shake_256(b"masque" + key).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))


def _marque(key: bytes, text: bytes) -> str:
    return hmac.new(hashlib.blake2b(key, person=b"marque").digest(), text, hashlib.sha256).hexdigest()
