"""What the room looks at: one view for each séance, chosen by its facilitator, drawn by the projected page alone."""

from dataclasses import dataclass

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances.etat import OUVERTE, exiger_non_close, mots

POINT, CARTE, FICHE, SCRUTIN, RESULTAT, PLAN, TEXTE, RIEN = (
    "point", "carte", "fiche", "scrutin", "resultat", "plan", "texte", "rien",
)  # fmt: skip
VUES = {  # what each view shows; its target in brackets
    POINT: "le point de l'ordre du jour", CARTE: "la carte du diagnostic", FICHE: "la fiche d'un territoire",
    SCRUTIN: "le vote ouvert", RESULTAT: "le résultat d'un vote", PLAN: "le plan d'action", TEXTE: "une phrase",
    RIEN: "rien",
}  # fmt: skip
LONGUEUR = 300  # characters of a sentence that a room reads from the back
EXISTE = {  # the target of a view is one of these; of this séance, where it has one
    POINT: "SELECT 1 FROM points WHERE CAST(id AS TEXT) = :cible AND seance = :seance",
    SCRUTIN: "SELECT 1 FROM scrutins WHERE CAST(id AS TEXT) = :cible AND seance = :seance",
    RESULTAT: "SELECT 1 FROM scrutins WHERE CAST(id AS TEXT) = substr(:cible, 1, instr(:cible || '/', '/') - 1) "
    "AND seance = :seance AND etat IN ('clos', 'publié')",
    FICHE: "SELECT 1 FROM territoires WHERE code = :cible",
    PLAN: "SELECT 1 WHERE :cible = '' UNION SELECT 1 FROM territoires WHERE code = :cible",
}


@dataclass(frozen=True)
class Regard:
    """What the room looks at: a view of `VUES` and its target, since an instant (ISO, UTC).

    `cible`: the id of a point or of a vote (`RESULTAT`: followed by « / » and a group; the whole without one), the code
    of a territory (`PLAN`: empty for all of them), what the address of the map says after « ? » (`CARTE`: empty for the
    usual one), the sentence itself (`TEXTE`), nothing (`RIEN`).
    """

    seance: int
    vue: str
    cible: str
    le: str


def projeter(db: Database, acteur: Acteur, seance: int, vue: str, cible: str = "") -> None:
    """Show a view to the room of a séance, in place of the one before. Showing again what is there writes nothing.

    Raises `Refus` for an unknown view, a sentence empty or too long, or once the séance is closed; `Introuvable` for
    a target that is not in the file, is of another séance, or for the result of a vote that is not closed.
    """
    if vue not in VUES:
        raise Refus(f"« {vue} » n'est pas une vue que la salle puisse regarder. Rien n'a changé à l'écran.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        exiger_non_close(db, seance, "la salle ne regarde plus rien")
        wanted = _cible(db, seance, vue, cible)
        row = {"seance": seance, "vue": vue, "cible": wanted}
        if db.conn.execute(
            "SELECT 1 FROM projections WHERE seance = :seance AND vue = :vue AND cible = :cible", row
        ).fetchone():
            return
        acteurs.record(db, acteur, "montrer à la salle", VUES[vue], {"vue": vue, "cible": wanted})
        rank, instant = acteurs.derniere(db)
        db["projections"].upsert(row | {"le": instant, "rang": rank}, pk="seance")


def projete(db: Database) -> Regard | None:
    """What the room looks at now: in the séance that is open, else in the one shown last (by rank of the journal: a
    clock may go back); None when there is nothing.

    A point taken off the agenda leaves `RIEN`; a vote that closes meanwhile is still there, closed.
    """
    row = next(
        db.query(
            "SELECT p.seance, p.vue, p.cible, p.le FROM projections p JOIN seances s ON s.id = p.seance "
            "WHERE s.etat <> 'close' ORDER BY s.etat = ? DESC, p.rang DESC, p.le DESC, p.seance DESC LIMIT 1",
            [OUVERTE],
        ),
        None,
    )
    return None if row is None else _encore_la(db, Regard(**row))


def de_la_seance(db: Database, seance: int) -> Regard | None:
    """What the room of this séance looks at; None before anything was shown."""
    row = next(db.query("SELECT seance, vue, cible, le FROM projections WHERE seance = ?", [seance]), None)
    return None if row is None else _encore_la(db, Regard(**row))


def eteindre(db: Database, seance: int) -> None:
    """Show nothing more of a séance, inside the caller's group of writes."""
    db.conn.execute("DELETE FROM projections WHERE seance = ?", (seance,))


def _cible(db: Database, seance: int, vue: str, cible: str) -> str:
    if vue == RIEN:
        return ""
    if vue == TEXTE:
        return _phrase(cible)
    if not _existe(db, seance, vue, cible):
        raise Introuvable(f"Ce qui devait se montrer ({VUES[vue]}) n'est pas là. Rien n'a changé à l'écran.")
    return cible


def _phrase(texte: str) -> str:
    words = mots(texte, "Écrivez ce que la salle doit lire.")
    if len(words) > LONGUEUR:
        raise Refus(
            f"Cette phrase a {len(words)} caractères : du fond de la salle, {LONGUEUR} se lisent encore. "
            "Rien n'a changé à l'écran."
        )
    return words


def _existe(db: Database, seance: int, vue: str, cible: str) -> bool:
    asked = EXISTE.get(vue)
    return asked is None or db.conn.execute(asked, {"seance": seance, "cible": cible}).fetchone() is not None


def _encore_la(db: Database, shown: Regard) -> Regard:
    """What is shown, or nothing when its target left the file since."""
    if _existe(db, shown.seance, shown.vue, shown.cible):
        return shown
    return Regard(shown.seance, RIEN, "", shown.le)
