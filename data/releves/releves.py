"""What the minutes of a séance say, kept whole at its closing: whatever happens later, they print that.

Facts and not drawings: the table, the agenda, the votes, the plans and their money, the outlines of the map, the
parameters and sources of that day. Names stay out of the register, which receives the SHA-256 alone.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.textes import nets
from data.base import decisions, formules, jours
from data.base.parameters import EnVigueur, catalogue
from data.carences import constats, contestations, contributions
from data.plans import derogations, financements, plans
from data.priorites import decomptes, envois, services
from data.reponses import lignes_services, mandats, suites
from data.seances import composition, notes
from data.seances.etat import CLOTURE, seance
from data.seances.interets import interets
from data.seances.membres import colleges
from data.seances.points import points
from data.seances.presences import presences
from data.territoire import territoire

PUBLIE, ANNULE = "publié", "annulé"
ACTION = ("titre", "territoire", "operateur", "pilote", "statut", "fin", "raison", *derogations.CHAMPS)
LIGNE = ("financeur", "nature", "autorite", "numero", "date_acte")
SOURCE = ("titre", "producteur", "millesime", "licence")
FINESSE = 4  # decimals of a degree kept for the map: about ten metres
ENCORE = {
    "seance": "titre, jour, lieu ou quorum", "presences": "présences", "points": "ordre du jour",
    "interets": "intérêts et retraits", "revues": "revues d'actions", "notes": "notes de séance",
}  # fmt: skip
Faits = dict[str, Any]


@dataclass(frozen=True)
class Releve:
    """What was kept at a closing, its SHA-256, and whether it still is what the register says."""

    faits: Faits
    empreinte: str
    intact: bool


def lire(db: Database, identifiant: int) -> Releve | None:
    """What was kept at the closing of a séance; None for one that was closed before anything was."""
    row = db.conn.execute("SELECT contenu FROM releves WHERE seance = ?", (identifiant,)).fetchone()
    if row is None:
        return None
    mark = hashlib.sha256(str(row[0]).encode()).hexdigest()
    proof = db.conn.execute(
        "SELECT preuve FROM decisions WHERE nature = ? AND objet = ?", (CLOTURE, f"seance:{identifiant}")
    ).fetchone()
    return Releve(decomptes.lire(row[0]), mark, proof is not None and json.loads(proof[0]).get("releve") == mark)


def garder(db: Database, identifiant: int, fenetre: tuple[int, int]) -> str:
    """Keep what the minutes of a séance say now, inside the group of writes that closes it. Returns the SHA-256."""
    text = decisions.canonical(nets(faits(db, identifiant, fenetre)))
    mark = hashlib.sha256(text.encode()).hexdigest()
    db["releves"].insert({"seance": identifiant, "contenu": text, "empreinte": mark})
    return mark


def faits(db: Database, identifiant: int, fenetre: tuple[int, int]) -> Faits:
    """What the minutes of a séance say now. `fenetre`: the ranks of the journal between which a dispute belongs to it
    (first one excluded)."""
    row = seance(db, identifiant)
    return {
        **encore(db, identifiant),
        "colleges": [[code, name] for code, name in colleges(db)["nom"].items()],
        "votes": votes(db, identifiant),
        "contributions": _written(db, identifiant),
        "envois": _sent(db, identifiant),
        "chef_de_file": composition.mots_du_chef(composition.chef_de_file(db)),
        "representations": _stands(db, identifiant),
        "methode": {"version": formules.version(), "locales": _own_values(db)},
        **(NULLE_PART if territoire.is_empty(db) else _places(db, row["jour"], fenetre)),
    }


def encore(db: Database, identifiant: int) -> Faits:
    """The part of the minutes that the tables still say, and that nothing may change after the closing (`ENCORE`)."""
    row = seance(db, identifiant)
    return {
        "seance": {name: row[name] for name in ("titre", "jour", "lieu", "quorum")},
        "presences": _table(db, identifiant),
        "points": [[p.titre, p.genre, p.etat] for p in points(db, identifiant).itertuples()],
        "notes": _notes(db, identifiant),
        "interets": [[i.nom, i.objet, i.lien, int(i.retrait)] for i in interets(db, identifiant).itertuples()],
        "revues": _reviews(db, identifiant),
    }


def votes(db: Database, identifiant: int) -> list[Faits]:
    """Votes of a séance, oldest first: id, question, etat, tour; motif of a cancelled one; of a published one alone,
    le, resultat and decompte."""
    scrutins: list[Faits] = []
    for row in db.query("SELECT * FROM scrutins WHERE seance = ? ORDER BY id", [identifiant]):
        question = json.loads(row["definition"])["question"]
        vote = {"id": row["id"], "question": question, "etat": row["etat"], "tour": 2 if row["premier_tour"] else 1}
        if row["etat"] == ANNULE:
            vote["motif"] = _why(db, question, row["id"])
        if row["etat"] == PUBLIE:
            entry = db.conn.execute(
                "SELECT le, contenu FROM decisions WHERE objet = ? ORDER BY rang", (f"scrutin:{row['id']}",)
            ).fetchone()
            vote |= {"le": entry[0], "resultat": decomptes.lire(entry[1]), "decompte": decomptes.lire(row["decompte"])}
        scrutins.append(vote)
    return scrutins


def _why(db: Database, question: str, identifiant: int) -> str:
    """The reason of a cancelled vote: the journal keeps it, with its number; in journals of before, under the words of
    the question alone, and votes on the same question were cancelled in their order."""
    rows = db.conn.execute(
        "SELECT json_extract(detail, '$.motif'), json_extract(detail, '$.scrutin') FROM gestes "
        "WHERE geste = 'annuler un scrutin' AND objet = ? ORDER BY rang",
        (question,),
    ).fetchall()
    named = {number: why for why, number in rows if number is not None}
    same = db.conn.execute(
        "SELECT id FROM scrutins WHERE etat = ? AND json_extract(definition, '$.question') = ? ORDER BY id",
        (ANNULE, question),
    ).fetchall()
    rest = dict(zip((i for (i,) in same if i not in named), (why for why, n in rows if n is None), strict=False))
    return str((rest | named).get(identifiant) or "")


def _written(db: Database, identifiant: int) -> Faits:
    """Contributions whose authors agreed to publish them, and how many did not."""
    written, names = contributions.contributions(db, identifiant), colleges(db)["nom"]
    service_names = services.read(db)["nom"]
    published = written[written["publiee"] == 1]
    return {
        "publiees": [
            [
                c.auteur,
                str(names.get(c.college, c.college)),
                str(service_names.get(c.service, "")) if isinstance(c.service, str) else "",
                c.texte,
            ]
            for c in published.itertuples()
        ],
        "tues": len(written) - len(published),
    }


def _stands(db: Database, identifiant: int) -> list[list[Any]]:
    """What tells the parties of the note 5: of each member, organisation, users or not, presence, party said."""
    told = composition.parties_dites(db)
    return [
        [p.organisation, int(p.usagers), p.statut, told.get(int(ident))]
        for ident, p in presences(db, identifiant).iterrows()
    ]


def _sent(db: Database, identifiant: int) -> list[Faits]:
    """What was received without an account and what was answered: the text itself stays in its row, where it can still
    be withheld; its mark alone is kept."""
    return [
        {"reference": envois.reference(bytes(row.cle)), "marque": envois.empreinte(bytes(row.sel), row.texte)}
        | {name: getattr(row, name) for name in ("genre", "sur", "par", "groupe", "signe", "etat", "reponse")}
        for row in envois.lire(db, identifiant).itertuples()
    ]


def _table(db: Database, identifiant: int) -> list[Faits]:
    people = presences(db, identifiant)
    holders = people["mandataire"].map(people["nom"]).fillna("")
    return [
        {"nom": p.nom, "college": p.college, "suppleant": p.suppleant, "vote": int(p.vote), "statut": p.statut,
         "porteur": holder}
        for p, holder in zip(people.itertuples(), holders, strict=True)
    ]  # fmt: skip


def _notes(db: Database, identifiant: int) -> list[list[Any]]:
    """What was said of each point: its title, its lines. Minutes of before notes were taken hold none."""
    titles = points(db, identifiant)["titre"]
    return [[titles[point], notes.lignes(text)] for point, text in notes.notes(db, identifiant).items()]


def _reviews(db: Database, identifiant: int) -> list[Faits]:
    rows = db.query("SELECT action, promis, observe, mot FROM revues WHERE seance = ? ORDER BY id", [identifiant])
    return [row | {name: json.loads(row[name]) for name in ("promis", "observe")} for row in rows]


def _own_values(db: Database) -> list[list[Any]]:
    own = EnVigueur.read(db, jours.aujourd_hui(db)).locales
    return [[catalogue()[name].label, value.value, value.reference] for name, value in own.items()]


NULLE_PART: Faits = {
    "departement": "", "contestations": [], "actions": [], "lignes": [], "jalons": [], "constats": [], "reponses": [],
    "services": [], "contours": {}, "sources": [],
}  # fmt: skip


def _places(db: Database, day: str, fenetre: tuple[int, int]) -> Faits:
    """What belongs to the département: disputes, plans, reviews to come, the map, the sources."""
    names = territoire.territoires(db)["nom"].to_dict()
    shapes = territoire.contours(db, "territoire")["polygones"]
    marks = plans.milestones(db)
    marks = marks[marks["fait_le"].isna() & (marks["prevu_le"] >= day)]
    return {
        "departement": territoire.setting(db, "nom"),
        "contestations": _disputes(db, names, fenetre),
        "actions": [
            {"id": int(ident), "lieu": names.get(a["territoire"], a["territoire"])} | {k: a[k] for k in ACTION}
            for ident, a in plans.actions(db).to_dict("index").items()
        ],
        "lignes": [
            {"action": int(n["action"]), "prevu": int(n["prevu"]), "engage": int(n["engage"])}
            | {k: n[k] if isinstance(n[k], str) else "" for k in LIGNE}
            for n in financements.lines(db).to_dict("records")
        ],
        "jalons": [[str(m.prevu_le), str(m.intitule), int(m.action)] for m in marks.itertuples()],
        "constats": [
            [c.contenu["revue_le"], c.contenu["nom"]]
            for c in constats.constats(db)
            if c.en_vigueur and c.contenu.get("revue_le") and "nom" in c.contenu
        ],
        "mandats": [[str(m.terme), int(m.action)] for m in mandats.en_cours(db, date.fromisoformat(day)).itertuples()],
        "reponses": [
            {"constat": one.constat.intitule, "lieu": one.lieu, "etat": one.etat, "mots": one.mots(publics=True)}
            for one in suites.etats(db, date.fromisoformat(day))
        ],
        "services": [
            [one.lieu, *one.cellules]
            for one in lignes_services.lignes(db, tuple(str(code) for code in names), publies=True)
        ],
        "contours": {str(code): _light(shape) for code, shape in shapes.items()},
        "sources": [[str(card[k]) for k in SOURCE] for card in territoire.sources(db).to_dict("records")],
    }


def _disputes(db: Database, names: dict[str, str], fenetre: tuple[int, int]) -> list[Faits]:
    """Figures disputed or settled between two ranks of the journal."""
    disputes, (after, until) = contestations.contestations(db), fenetre
    ranks = disputes["id"].map(contestations.rangs(db))
    raised, settled = (ranks.map(lambda pair, k=k: after < pair[k] <= until).astype(bool) for k in (0, 1))
    return [
        {"college": c["college"], "signal": c["signal"], "chiffre": c["chiffre"], "motif": c["motif"],
         "lieu": names.get(c["territoire"], c["territoire"]),
         **{k: c[k] if isinstance(c[k], str) else "" for k in ("suite", "conclusion")}}
        for c in disputes[raised | settled].to_dict("records")
    ]  # fmt: skip


def _light(shape: Any) -> Any:
    return [_light(part) for part in shape] if isinstance(shape, list | tuple) else round(float(shape), FINESSE)
