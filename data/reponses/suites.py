"""Every constat in force is answered, refused or waiting: one of the three, never none.

Answered: an action that was not abandoned comes from it, and its mandate, when it has one, still runs. Refused: the
table said so with a reason since anything last answered it. Waiting otherwise: an action abandoned or a mandate ended
brings a constat back here, and an old refusal does not hide it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import jour, pluriel
from components.core.refus import Refus
from components.core.textes import nets
from data.base import acteurs, decisions, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.carences import constats
from data.carences.constats import Constat, texte
from data.reponses import mandats

REPONDU, REFUSE, ATTENTE = "répondu", "refusé", "en attente"
REFUS = "refus de réponse"  # in the register
GESTE = "refuser de répondre"  # in the journal


@dataclass(frozen=True)
class ReponseAuConstat:
    """An action that answers: its number and title, who runs it, until when, its mandate in words and the reason that
    the table stated, if any. `proposee`: the table has not retained it yet, readers do not see it."""

    action: int
    titre: str
    qui: str
    pour_le: str
    proposee: bool
    mandat: str
    raison: str

    @property
    def mots(self) -> str:
        """Who, until when, and the reason stated."""
        why = f" (raison de la table : {self.raison})" if self.raison else ""
        return f"{self.titre} : {self.qui}, pour le {_jour(self.pour_le)}{why}"


@dataclass(frozen=True)
class EtatDuConstat:
    """A constat in force and where its answer stands; `motif` and `refuse_le` of a refusal alone."""

    constat: Constat
    etat: str
    reponses: tuple[ReponseAuConstat, ...]
    motif: str
    refuse_le: str
    revue_en_retard: bool

    @property
    def lieu(self) -> str:
        return str(self.constat.contenu.get("nom", self.constat.territoire))

    def mots(self, publics: bool = False) -> str:
        """Who answers and by when, or the refusal, or that nobody does. `publics`: as readers may see it."""
        if self.etat == REPONDU:
            answers = [r.mots for r in self.reponses if not (publics and r.proposee)]
            return f"Répondu : {' ; '.join(answers)}." if answers else "Une réponse est en préparation."
        if self.etat == REFUSE:
            return f"Réponse refusée le {_jour(self.refuse_le)} : {self.motif}"
        return "En attente : personne ne répond à ce constat."


def etats(db: Database, quand: date) -> list[EtatDuConstat]:
    """Every constat in force on a day, with where its answer stands; those that wait first."""
    answers, refusals, ranks = _reponses(db, quand), _refus(db), _derniers_liens(db)
    states = []
    for constat in constats.constats(db):
        if not constat.en_vigueur:
            continue
        mine = tuple(answers.get(constat.rang, ()))
        refusal = refusals.get(constat.empreinte)
        holds = refusal is not None and refusal["journal"] > ranks.get(constat.rang, 0)
        state = REPONDU if mine else REFUSE if holds else ATTENTE
        in_force = refusal if state == REFUSE and refusal is not None else {"motif": "", "le": ""}
        late = bool(constat.contenu.get("revue_le")) and constat.contenu["revue_le"] <= quand.isoformat()
        states.append(EtatDuConstat(constat, state, mine, in_force["motif"], in_force["le"], late))
    order = (ATTENTE, REFUSE, REPONDU)
    return sorted(states, key=lambda one: (order.index(one.etat), one.lieu, one.constat.rang))


def refuser(db: Database, acteur: Acteur, empreinte: str, motif: str) -> str:
    """Adopt in the register, dated and with its reason, that the table does not answer a constat. Returns its hash."""
    why = texte(nets(motif), "pourquoi la table ne répond pas à ce constat")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        today = jours.aujourd_hui(db)
        state = next((one for one in etats(db, today) if one.constat.empreinte == empreinte), None)
        if state is None:
            raise Refus("Ce constat n'est pas en vigueur. Rien n'a été enregistré.")
        if state.etat != ATTENTE:
            raise Refus(f"Ce constat n'est plus en attente. {state.mots()} Rien n'a été enregistré.")
        acteurs.record(db, acteur, GESTE, f"constat:{empreinte}", {"motif": why})
        content = {"constat": empreinte, "motif": why, "le": today.isoformat(), "lieu": state.lieu}
        title = f"Refus de répondre : {state.constat.intitule}"
        place = f"territoire:{state.constat.territoire}"
        return decisions.adopter(db, acteur, REFUS, place, title, content, {"ligne": state.constat.rang})


def phrase(states: list[EtatDuConstat]) -> str:
    """Where the answers stand, in a sentence; empty without a constat in force."""
    if not states:
        return ""
    counts = {state: sum(one.etat == state for one in states) for state in (REPONDU, REFUSE, ATTENTE)}
    clauses = [
        f"{counts[REPONDU]} avec une réponse",
        f"{counts[REFUSE]} refusé{'s' if counts[REFUSE] > 1 else ''}",
        f"{counts[ATTENTE]} en attente",
    ]
    late = sum(one.revue_en_retard for one in states)
    tail = f" {pluriel(late, 'revue est échue', 'revues sont échues')}." if late else ""
    return f"{pluriel(len(states), 'constat en vigueur', 'constats en vigueur')} : {', '.join(clauses)}.{tail}"


def _reponses(db: Database, quand: date) -> dict[int, list[ReponseAuConstat]]:
    """Actions that answer each constat, by its rank in the register."""
    rows = pd.DataFrame(
        db.query(
            "SELECT DISTINCT o.decision, a.id, a.titre, a.operateur, a.pilote, a.fin, a.statut, a.raison "
            "FROM actions a JOIN (SELECT id AS action, origine FROM actions "
            "UNION SELECT action, origine FROM actions_origines) l "
            "ON l.action = a.id JOIN origines o ON o.id = l.origine WHERE o.genre = 'constat' "
            "AND a.statut <> 'abandonnee' ORDER BY a.fin, a.id"
        ),
        columns=["decision", "id", "titre", "operateur", "pilote", "fin", "statut", "raison"],
    )
    every = mandats.read(db)
    running = mandats.en_cours(db, quand).reset_index().drop_duplicates("action").set_index("action")
    ended = set(every["action"]) - set(running.index)
    answers: dict[int, list[ReponseAuConstat]] = {}
    for row in rows.itertuples():
        if row.id in ended:
            continue
        under = dict(running.loc[row.id]) if row.id in running.index else None
        until = min(str(under["terme"]), str(row.fin)) if under else str(row.fin)
        who = f"{row.operateur} ({'sous mandat, ' if under else ''}pilote : {row.pilote})"
        words = mandats.mots(under) if under else ""
        proposed = row.statut == "proposee"
        answer = ReponseAuConstat(int(row.id), str(row.titre), who, until, proposed, words, str(row.raison))
        answers.setdefault(int(row.decision), []).append(answer)
    return answers


def _refus(db: Database) -> dict[str, dict[str, Any]]:
    """The last refusal of each constat, by its hash: motif, le, and its rank in the journal."""
    ranks = dict(
        db.conn.execute("SELECT objet, max(rang) FROM gestes WHERE geste = ? GROUP BY objet", (GESTE,)).fetchall()
    )
    rows = db.conn.execute("SELECT contenu FROM decisions WHERE nature = ? ORDER BY rang", (REFUS,))
    refusals: Iterator[Mapping[str, Any]] = (json.loads(text) for (text,) in rows)
    return {one["constat"]: {**one, "journal": int(ranks.get(f"constat:{one['constat']}", 0))} for one in refusals}


def _derniers_liens(db: Database) -> dict[int, int]:
    """The last rank of the journal at which something answered each constat, or stopped: an action added, linked, of
    another status, a mandate given or ended."""
    rows = db.conn.execute(
        "SELECT o.decision, max(g.rang) FROM origines o "
        "JOIN (SELECT id AS action, origine FROM actions UNION SELECT action, origine FROM actions_origines) l "
        "ON l.origine = o.id JOIN gestes g ON g.objet = 'action:' || l.action WHERE o.genre = 'constat' AND "
        "(g.geste IN ('ajouter une action', 'relier une action', 'donner un mandat', 'mettre fin à un mandat') "
        "OR (g.geste = 'modifier une action' AND json_extract(g.detail, '$.statut') IS NOT NULL)) GROUP BY o.decision"
    )
    return {int(decision): int(rank) for decision, rank in rows}


def _jour(iso: str) -> str:
    return jour(date.fromisoformat(iso[:10]))
