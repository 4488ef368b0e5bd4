"""What a copy lacks of the file in place, in words, before one goes back to it.

Every reading here is made on the copy, with the file in place attached to it as `en_place`.
"""

from datetime import datetime

from sqlite_utils import Database

from data.priorites import scrutins

EGAUX = "e.id = k.id AND e.cree_le = k.cree_le AND e.definition = k.definition"  # the same vote in both


def lister(db: Database) -> list[str]:
    """One line per register entry, vote and minutes that the copy lacks; then slips, accounts and gestures, counted."""
    return [
        *_autre_table(db),
        *_registre(db),
        *_votes(db),
        *_releves(db),
        *_cartons(db),
        *_textes(db),
        *_comptes(db),
        *_journal(db),
    ]


def plus_ouverts(db: Database) -> dict[int, str]:
    """Votes open in the copy that are not open any more in the file in place: question by id."""
    rows = db.conn.execute(
        "SELECT k.id, json_extract(k.definition, '$.question') FROM main.scrutins k "  # noqa: S608 - our own words
        f"LEFT JOIN en_place.scrutins e ON {EGAUX} WHERE k.etat = 'ouvert' AND e.etat IS NOT 'ouvert' ORDER BY k.id"
    )
    return {int(ident): str(question) for ident, question in rows}


def seances_closes(db: Database) -> list[int]:
    """Séances of the copy that were closed since: their slips are void."""
    rows = db.conn.execute(
        "SELECT k.id FROM main.seances k JOIN en_place.seances e ON e.id = k.id AND e.cree_le = k.cree_le "
        "WHERE e.etat = 'close' AND k.etat <> 'close'"
    )
    return [int(ident) for (ident,) in rows]


def comptes_fermes(db: Database) -> list[str]:
    """Accounts of the copy that were closed since, by id."""
    rows = db.conn.execute(
        "SELECT k.id FROM main.comptes k JOIN en_place.comptes e ON e.id = k.id WHERE k.actif = 1 AND e.actif = 0"
    )
    return [str(ident) for (ident,) in rows]


def textes_retires(db: Database) -> list[dict[str, object]]:
    """Texts of the copy that were withheld since, with the answer given."""
    if not _en_place(db, "envois"):
        return []
    return list(
        db.query(
            "SELECT e.cle, e.reponse, e.repondu_le FROM main.envois k JOIN en_place.envois e ON e.cle = k.cle "
            "WHERE e.etat = 'retiré' AND k.etat <> 'retiré'"
        )
    )


def liens_fermes(db: Database) -> list[int]:
    """Séances whose link in the copy opens nothing any more in the file in place."""
    if not _en_place(db, "compagnons"):
        return []
    rows = db.conn.execute(
        "SELECT seance FROM main.compagnons WHERE lien NOT IN (SELECT lien FROM en_place.compagnons)"
    )
    return [int(seance) for (seance,) in rows]


def _en_place(db: Database, table: str) -> bool:
    """Whether the file in place, which may be of before, has a table."""
    return db.conn.execute("SELECT 1 FROM en_place.sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def _autre_table(db: Database) -> list[str]:
    other = db.conn.execute(
        "SELECT e.valeur FROM en_place.concertation e JOIN main.concertation k ON k.cle = e.cle "
        "WHERE e.cle = 'departement' AND k.valeur <> e.valeur"
    ).fetchone()
    return ["ATTENTION, tout : cette copie est celle d'un autre département"] if other else []


def _registre(db: Database) -> list[str]:
    rows = db.conn.execute(
        "SELECT rang, le, nature, intitule FROM en_place.decisions WHERE empreinte NOT IN "
        "(SELECT empreinte FROM main.decisions) ORDER BY rang"
    )
    return [f"registre n° {rank}, {_jour(at)} : {title} ({kind})" for rank, at, kind, title in rows]


def _votes(db: Database) -> list[str]:
    rows = db.conn.execute(
        "SELECT e.id, json_extract(e.definition, '$.question'), e.etat, k.etat, "  # noqa: S608 - our own words
        "(SELECT count(*) FROM (SELECT cle, contenu FROM en_place.bulletins WHERE scrutin = e.id "
        "EXCEPT SELECT cle, contenu FROM main.bulletins WHERE scrutin = k.id)), "
        "(SELECT count(*) FROM en_place.phrases WHERE scrutin = e.id) "
        f"FROM en_place.scrutins e LEFT JOIN main.scrutins k ON {EGAUX} ORDER BY e.id"
    )
    return [line for row in rows if (line := _vote(*row[1:]))]


def _vote(question: str, state: str, before: str | None, cast: int, counted: int) -> str:
    if state == before and not cast:
        return ""
    was = f"{before} dans la copie" if before else "absent de la copie"
    ballots = {scrutins.OUVERT: f", {cast} bulletin(s) déposés ou changés depuis"}.get(
        state, f", {counted} bulletin(s) dépouillés" if counted else ""
    )
    return f"vote « {question} » : {state}{ballots} ; {was}"


def _releves(db: Database) -> list[str]:
    rows = db.conn.execute(
        "SELECT s.titre, s.jour FROM en_place.releves r JOIN en_place.seances s ON s.id = r.seance "
        "WHERE r.empreinte NOT IN (SELECT empreinte FROM main.releves) ORDER BY s.jour, s.id"
    )
    return [f"relevé de la séance « {title} », {_jour(day)}" for title, day in rows]


def _cartons(db: Database) -> list[str]:
    number = db.conn.execute(
        "SELECT count(*) FROM en_place.jetons WHERE empreinte NOT IN (SELECT empreinte FROM main.jetons)"
    ).fetchone()[0]
    return [f"{number} carton(s) de vote tirés depuis : leurs codes ne vaudront plus"] if number else []


def _textes(db: Database) -> list[str]:
    if not _en_place(db, "envois"):
        return []
    number = db.conn.execute(
        "SELECT count(*) FROM en_place.envois WHERE cle NOT IN (SELECT cle FROM main.envois)"
    ).fetchone()[0]
    return [f"{number} texte(s) de la salle reçus depuis"] if number else []


def _comptes(db: Database) -> list[str]:
    rows = db.conn.execute(
        "SELECT nom FROM en_place.comptes WHERE id NOT IN (SELECT id FROM main.comptes) ORDER BY nom"
    ).fetchall()
    return [f"comptes créés depuis : {', '.join(name for (name,) in rows)}"] if rows else []


def _journal(db: Database) -> list[str]:
    number, first, last = db.conn.execute(
        "SELECT count(*), min(le), max(le) FROM (SELECT rang, le, acteur, geste, objet, detail FROM en_place.gestes "
        "EXCEPT SELECT rang, le, acteur, geste, objet, detail FROM main.gestes)"
    ).fetchone()
    return [f"{number} geste(s) au journal, du {_jour(first)} au {_jour(last)}"] if number else []


def _jour(instant: str) -> str:
    """A day, or the local day and hour of an instant."""
    if len(instant) == len("2026-11-26"):
        return f"{datetime.fromisoformat(instant):%d/%m/%Y}"
    return f"{datetime.fromisoformat(instant).astimezone():%d/%m/%Y %H:%M}"
