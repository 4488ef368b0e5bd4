"""Séances: colleges, members, presence, agenda, interests, contributions."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

import pandas as pd
from sqlite_utils import Database

from data import acteurs, decisions
from data.acteurs import Acteur
from data.erreurs import Introuvable, Refus
from data.souvenir import une_fois
from data.store import writing

PREPAREE, OUVERTE, CLOSE = "preparee", "ouverte", "close"
CLOTURE = "clôture de séance"
ETATS = {PREPAREE: "préparée", OUVERTE: "ouverte", CLOSE: "close"}
STATUTS = ("présent", "suppléé", "mandat", "absent")
GENRES = ("sans débat", "débat", "vote", "information")
MEMBRES = ["id", "nom", "college", "organisation", "suppleant", "vote"]


@une_fois
def colleges(db: Database) -> pd.DataFrame:
    """Colleges in order, indexed by code: nom, ordre, usagers (0/1), sieges."""
    rows = db.query("SELECT * FROM colleges ORDER BY ordre")
    return pd.DataFrame(rows, columns=["code", "nom", "ordre", "usagers", "sieges"]).set_index("code")


def nom_college(db: Database, code: str) -> str:
    """The name of one college."""
    return str(db.conn.execute("SELECT nom FROM colleges WHERE code = ?", (code,)).fetchone()[0])


@une_fois
def membres(db: Database) -> pd.DataFrame:
    """Active members by college then name, indexed by id: nom, college, organisation, suppleant, vote (0/1)."""
    rows = db.query(
        "SELECT m.id, m.nom, m.college, m.organisation, m.suppleant, m.vote FROM membres m "
        "JOIN colleges c ON c.code = m.college WHERE m.actif = 1 ORDER BY c.ordre, m.nom"
    )
    return pd.DataFrame(rows, columns=MEMBRES).set_index("id")


@une_fois
def read(db: Database) -> pd.DataFrame:
    """Every séance, newest first, indexed by id: titre, jour, lieu, quorum (fraction as text), etat."""
    rows = db.query("SELECT id, titre, jour, lieu, quorum, etat FROM seances ORDER BY jour DESC, id DESC")
    return pd.DataFrame(rows, columns=["id", "titre", "jour", "lieu", "quorum", "etat"]).set_index("id")


def seance(db: Database, identifiant: int) -> dict[str, str]:
    """One séance. Raises `Introuvable`."""
    row = next(db.query("SELECT * FROM seances WHERE id = ?", [identifiant]), None)
    if row is None:
        raise Introuvable("Cette séance n'existe pas dans ce fichier.")
    return row


@une_fois
def presences(db: Database, identifiant: int) -> pd.DataFrame:
    """Every active member with its presence, indexed by member id: the columns of `membres`, statut, mandataire.

    Of a closed séance: the table as it was that day, whoever came or left since.
    """
    rows = db.query(
        "SELECT m.id, m.nom, m.college, m.organisation, m.suppleant, m.vote, "
        "coalesce(p.statut, 'absent') AS statut, p.mandataire FROM membres m "
        "JOIN colleges c ON c.code = m.college LEFT JOIN presences p ON p.membre = m.id AND p.seance = :seance "
        "WHERE CASE WHEN EXISTS (SELECT 1 FROM seances WHERE id = :seance AND etat = 'close') "
        "THEN p.membre IS NOT NULL ELSE m.actif = 1 END ORDER BY c.ordre, m.nom",
        {"seance": identifiant},
    )
    table = pd.DataFrame(rows, columns=[*MEMBRES, "statut", "mandataire"]).set_index("id")
    return table.astype({"mandataire": float})


def points(db: Database, identifiant: int) -> pd.DataFrame:
    """The agenda, in order, indexed by id: rang, titre, note, genre, etat."""
    rows = db.query(
        "SELECT id, rang, titre, note, genre, etat FROM points WHERE seance = ? ORDER BY rang", [identifiant]
    )
    return pd.DataFrame(rows, columns=["id", "rang", "titre", "note", "genre", "etat"]).set_index("id")


def interets(db: Database, identifiant: int) -> pd.DataFrame:
    """Interests declared: id, membre, nom, college, objet, lien, retrait (0/1)."""
    rows = db.query(
        "SELECT i.id, i.membre, m.nom, m.college, i.objet, i.lien, i.retrait FROM interets i "
        "JOIN membres m ON m.id = i.membre WHERE i.seance = ? ORDER BY i.id",
        [identifiant],
    )
    return pd.DataFrame(rows, columns=["id", "membre", "nom", "college", "objet", "lien", "retrait"])


def creer(db: Database, acteur: Acteur, titre: str, jour: date, lieu: str, quorum: Fraction) -> int:
    """Prepare a séance and return its id. Raises `Refus` on an empty title or an impossible quorum."""
    wanted = _words(titre, "Donnez un titre à la séance.")
    if not 0 <= quorum <= 1:
        raise Refus("Le quorum est une part entre 0 et 1, par exemple 1/2. Rien n'a été créé.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "préparer une séance", wanted, {"jour": jour.isoformat()})
        row = {"titre": wanted, "jour": jour.isoformat(), "lieu": lieu.strip(), "quorum": str(quorum)}
        row |= {"etat": PREPAREE, "cree_le": acteurs.now(), "acteur": acteur.id}
        return int(db["seances"].insert(row).last_pk)


def regler(db: Database, acteur: Acteur, identifiant: int, titre: str, jour: date, lieu: str, quorum: Fraction) -> None:
    """Amend a séance that is not open yet and has no declared vote: a declaration carries its quorum."""
    wanted = _words(titre, "Donnez un titre à la séance.")
    if not 0 <= quorum <= 1:
        raise Refus("Le quorum est une part entre 0 et 1, par exemple 1/2. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        declared = db.conn.execute("SELECT 1 FROM scrutins WHERE seance = ?", (identifiant,)).fetchone()
        if seance(db, identifiant)["etat"] != PREPAREE or declared:
            raise Refus("La séance est ouverte, ou un vote y est déclaré : ses réglages ne changent plus.")
        acteurs.record(db, acteur, "régler une séance", wanted, {"jour": jour.isoformat(), "quorum": str(quorum)})
        db.conn.execute(
            "UPDATE seances SET titre = ?, jour = ?, lieu = ?, quorum = ? WHERE id = ?",
            (wanted, jour.isoformat(), lieu.strip(), str(quorum), identifiant),
        )


def passer(db: Database, acteur: Acteur, identifiant: int, etat: str) -> None:
    """Open or close a séance; the closing enters the register, and bounds what its minutes print.

    Raises `Refus` when a vote is still open, or on a step back.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        now = seance(db, identifiant)
        if (now["etat"], etat) not in {(PREPAREE, OUVERTE), (OUVERTE, CLOSE)}:
            raise Refus(f"La séance est {ETATS[now['etat']]} : ce passage n'est pas possible. Rien n'a été modifié.")
        if db.conn.execute("SELECT 1 FROM scrutins WHERE seance = ? AND etat = 'ouvert'", (identifiant,)).fetchone():
            raise Refus("Un vote est encore ouvert : clôturez-le d'abord. Rien n'a été modifié.")
        acteurs.record(db, acteur, f"séance {ETATS[etat]}", now["titre"])
        db.conn.execute("UPDATE seances SET etat = ? WHERE id = ?", (etat, identifiant))
        if etat == CLOSE:
            db.conn.execute(
                "INSERT INTO presences (seance, membre, statut) SELECT ?, id, 'absent' FROM membres WHERE actif = 1 "
                "ON CONFLICT DO NOTHING",
                (identifiant,),
            )
            _register_closing(db, acteur, identifiant)
            db.conn.execute("DELETE FROM jetons WHERE seance = ?", (identifiant,))
            db.conn.execute("UPDATE scrutins SET a_effacer = 1 WHERE seance = ?", (identifiant,))


def _register_closing(db: Database, acteur: Acteur, identifiant: int) -> None:
    """Presence by college and status, points, votes: numbers only, no name enters the register."""
    row, people = seance(db, identifiant), presences(db, identifiant)
    voting = people[people["vote"] == 1]
    counts = voting.groupby(["college", "statut"]).size()
    votes = db.query("SELECT id, etat, empreinte FROM scrutins WHERE seance = ? ORDER BY id", [identifiant])
    decisions.adopt(
        db, acteur, CLOTURE, f"seance:{identifiant}", f"Clôture : {row['titre']}, {row['jour']}",
        {"jour": row["jour"], "lieu": row["lieu"], "quorum": row["quorum"], "membres_votants": len(voting),
         "presents_ou_supplees": int(voting["statut"].isin(["présent", "suppléé"]).sum())},
        {"presences": [[str(c), str(s), int(n)] for (c, s), n in counts.items()],
         "points": [[p.titre, p.etat] for p in points(db, identifiant).itertuples()], "scrutins": list(votes)},
    )  # fmt: skip


def regler_college(db: Database, acteur: Acteur, code: str, nom: str, usagers: bool, sieges: int) -> None:
    """Add or amend a college. Votes already declared keep theirs."""
    wanted = _words(nom, "Donnez un nom au collège.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "régler un collège", code, {"nom": wanted, "usagers": usagers, "sieges": sieges})
        db.conn.execute(
            "INSERT INTO colleges (code, nom, ordre, usagers, sieges) "
            "VALUES (?, ?, (SELECT coalesce(max(ordre), 0) + 1 FROM colleges), ?, ?) "
            "ON CONFLICT (code) DO UPDATE SET nom = excluded.nom, usagers = excluded.usagers, sieges = excluded.sieges",
            (code, wanted, int(usagers), sieges),
        )


def ajouter_membres(db: Database, acteur: Acteur, nouveaux: Iterable[Mapping[str, object]]) -> int:
    """Add members (nom, college, organisation, suppleant, vote), or amend those of the same name; all or none."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        rows = [{**row, "actif": 1} for row in nouveaux]
        for row in rows:
            db.conn.execute(
                "INSERT INTO membres (nom, college, organisation, suppleant, vote, actif) "
                "VALUES (:nom, :college, :organisation, :suppleant, :vote, :actif) ON CONFLICT (nom) DO UPDATE SET "
                "college = excluded.college, organisation = excluded.organisation, suppleant = excluded.suppleant, "
                "vote = excluded.vote, actif = 1",
                row,
            )
        acteurs.record(db, acteur, "ajouter des membres", f"{len(rows)}")
    return len(rows)


def retirer_membre(db: Database, acteur: Acteur, membre: int) -> None:
    """Take a member out of the table; past presences stay."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "retirer un membre", str(membre))
        db.conn.execute("UPDATE membres SET actif = 0 WHERE id = ?", (membre,))


def pointer(db: Database, acteur: Acteur, identifiant: int, lignes: Mapping[int, tuple[str, int | None]]) -> None:
    """Set the presence of members: id → (statut, id of the one who holds their mandate). All or none."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if seance(db, identifiant)["etat"] == CLOSE:
            raise Refus("La séance est close : la feuille de présence ne change plus.")
        alone = [int(membre) for membre, line in lignes.items() if line == ("mandat", None)]
        if alone:
            names = ", ".join(membres(db)["nom"].reindex(alone))
            raise Refus(f"Qui porte le mandat de {names} ? Choisissez cette personne. Rien n'a été modifié.")
        for membre, (statut, mandataire) in lignes.items():
            row = {"seance": identifiant, "membre": int(membre), "statut": statut, "mandataire": mandataire}
            db["presences"].upsert(row, pk=("seance", "membre"))
        _check_mandates(db, identifiant)
        acteurs.record(db, acteur, "pointer les présences", f"séance {identifiant}", {"membres": len(lignes)})


def _check_mandates(db: Database, identifiant: int) -> None:
    table = presences(db, identifiant)
    holders = table.loc[table["statut"] == "mandat", "mandataire"]
    here = set(table.index[table["statut"] == "présent"])
    wrong = [table.at[member, "nom"] for member, holder in holders.items() if holder not in here]
    if wrong:
        raise Refus(f"Mandat impossible pour {', '.join(wrong)} : la personne mandatée doit être présente.")
    if holders.duplicated().any():
        raise Refus("Une personne ne porte qu'un mandat. Rien n'a été modifié.")


def ajouter_point(db: Database, acteur: Acteur, identifiant: int, titre: str, genre: str, note: str = "") -> int:
    """Add a point at the end of the agenda and return its id."""
    wanted = _words(titre, "Donnez un titre au point.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        rank = db.conn.execute(
            "SELECT coalesce(max(rang), 0) + 1 FROM points WHERE seance = ?", (identifiant,)
        ).fetchone()[0]
        acteurs.record(db, acteur, "ajouter un point", wanted)
        row = {"seance": identifiant, "rang": rank, "titre": wanted, "note": note.strip(), "genre": genre}
        return int(db["points"].insert(row | {"etat": "à venir"}).last_pk)


def traiter(db: Database, acteur: Acteur, point: int, etat: str) -> None:
    """Set the state of a point; a point « en cours » takes the place of the one before."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, f"point {etat}", str(point))
        if etat == "en cours":
            db.conn.execute(
                "UPDATE points SET etat = 'traité' WHERE etat = 'en cours' "
                "AND seance = (SELECT seance FROM points WHERE id = ?)",
                (point,),
            )
        db.conn.execute("UPDATE points SET etat = ? WHERE id = ?", (etat, point))


def declarer_interet(
    db: Database, acteur: Acteur, identifiant: int, membre: int, objet: str, lien: str, retrait: bool
) -> None:
    """Record an interest on an object (a service, an action), and whether the member leaves debate, vote and quorum."""
    wanted, words = _words(objet, "Sur quoi porte l'intérêt ?"), _words(lien, "Dites en quoi consiste l'intérêt.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "déclarer un intérêt", str(membre), {"objet": wanted, "retrait": retrait})
        row = {"seance": identifiant, "membre": membre, "objet": wanted, "lien": words, "retrait": int(retrait)}
        db["interets"].insert(row | {"le": acteurs.now()})


def _words(text: str, problem: str) -> str:
    found = " ".join(text.split())
    if not found:
        raise Refus(f"{problem} Rien n'a été enregistré.")
    return found
