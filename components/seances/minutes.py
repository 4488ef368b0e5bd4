"""The minutes of a closed séance: one content, an editable Word file and its accessible HTML twin.

Everything is escaped; drawings are made offline and carry their words in the document itself. What the minutes print
is what the register holds between the closing before and this one.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlite_utils import Database

from components.core.francais import jour, nombre, pluriel
from components.core.mentions import PIED
from components.seances import minutes_suites, minutes_votes, model
from components.seances.minutes_suites import jma
from components.ui import documents
from data import clotures, contestations, decisions, formules, liens, scrutins, seances, territoire
from data.erreurs import Refus
from data.parameters import EnVigueur, catalogue

ICI = Path(__file__).resolve().parent
METHODE = (
    "Accès aux soins : noyau 2SFCA et variations estimées ajoutées à l'APL publiée, comme l'explique la page Méthode. "
    "Aucune formule officielle de carence n'existe : les règles appliquées sont des conventions de la table."
)


@dataclass(frozen=True, eq=False)
class Fenetre:
    """What belongs to a séance in the register: its rows, oldest first; from when to when; how many, and the head."""

    lignes: pd.DataFrame
    depuis: str
    jusqu_a: str
    nombre: int
    tete: str


def contenu(db: Database, seance: int) -> dict[str, Any]:
    """What the minutes say, as plain French texts, rows and pictures. Raises `Refus` unless the séance is closed."""
    row = seances.seance(db, seance)
    if row["etat"] != seances.CLOSE:
        raise Refus("Le relevé se tire d'une séance close. Clôturez-la d'abord : rien n'a été produit.")
    day, held = date.fromisoformat(row["jour"]), _held(db, seance, row["jour"])
    return {
        "titre": row["titre"],
        "departement": territoire.setting(db, "nom"),
        "jour": jour(day),
        "lieu": f", {row['lieu']}" if row["lieu"] else "",
        **_presence(db, seance, row["quorum"]),
        "points": [[p.titre, p.genre, p.etat] for p in seances.points(db, seance).itertuples()],
        "contestations": _disputes(db, held),
        "constats": [_constat(d) for d in held.lignes.itertuples() if "constat" in d.nature],
        "pied": PIED,
        "votes": [minutes_votes.vote(db, int(i)) for i in scrutins.liste(db, seance).query("etat == 'publié'").index],
        "scenarios": _scenarios(db, held),
        "decisions": [
            [str(d.rang), d.nature, d.intitule, d.empreinte[:12], hashlib.sha256(d.preuve.encode()).hexdigest()[:12]]
            for d in held.lignes.itertuples()
        ],
        **minutes_suites.contenu(db, seance, day),
        **_method(db, held),
    }


def _held(db: Database, seance: int, day: str) -> Fenetre:
    """The rows of the register between the closing before and this one, and what this séance published later."""
    register = decisions.read(db).iloc[::-1]
    closing = clotures.cloture(db, seance)
    if closing is None:  # closed before closings were registered: the day says what belongs here
        kept = register[(register["le"].str[:10] <= day) & (register["le"].str[:10] > _before(db, day))]
        chain = decisions.verify(db)
        return Fenetre(kept, _before(db, day), f"{day}T23:59:59", chain.nombre, chain.tete)
    rank, mark, before = closing
    mine = [f"scrutin:{ident}" for ident in scrutins.liste(db, seance).index]
    inside = (register["rang"] > before) & (register["rang"] <= rank)
    kept = register[inside | ((register["rang"] > rank) & register["objet"].isin(mine))]
    since = register.loc[register["rang"] == before, "le"]
    return Fenetre(kept, str(since.iloc[0]) if len(since) else "", str(kept["le"].iloc[-1]), rank, mark)


def _before(db: Database, day: str) -> str:
    known = seances.read(db)
    return max(known.loc[(known["etat"] == seances.CLOSE) & (known["jour"] < day), "jour"], default="")


def _presence(db: Database, seance: int, quorum: str) -> dict[str, Any]:
    people = seances.presences(db, seance)
    names = seances.colleges(db)["nom"]
    voting = people[people["vote"] == 1]
    there = int(voting["statut"].isin(["présent", "suppléé"]).sum())
    needed = model.requis(Fraction(quorum), len(voting))
    reached = "atteint" if there >= needed else "non atteint"
    words = (
        f"Quorum {reached} : {pluriel(there, 'membre votant présent', 'membres votants présents')} ou suppléés sur "
        f"{nombre(len(voting))}, {nombre(needed)} requis."
    )
    return {
        "quorum": words,
        "presences": [
            [names.get(college, college), f"{status} ({len(group)})", ", ".join(group["nom"])]
            for college in names.index
            for status, group in people[people["college"] == college].groupby("statut", sort=False)
        ],
        "retraits": [
            [i.nom, i.objet, i.lien, "s'est retiré du débat, du vote et du quorum" if i.retrait else "déclaré"]
            for i in seances.interets(db, seance).itertuples()
        ],
    }


def _disputes(db: Database, held: Fenetre) -> list[list[str]]:
    """Figures disputed or settled since the closing before."""
    names, found = territoire.territoires(db)["nom"], contestations.contestations(db)
    raised = (found["le"] > held.depuis) & (found["le"] <= held.jusqu_a)
    settled = found["regle_le"].fillna("").between(held.depuis or "0", held.jusqu_a)
    return [
        [
            c["college"], f"{_figure(c['chiffre'], c['signal'])}, {names.get(c['territoire'], c['territoire'])}",
            c["motif"], f"{c['suite']} : {c['conclusion']}" if isinstance(c["suite"], str) else "pas encore réglée",
        ]
        for c in found[raised | settled].to_dict("records")
    ]  # fmt: skip


def _figure(chiffre: dict[str, Any], signal: str) -> str:
    title = chiffre.get("titre") or chiffre.get("libelle") or signal.replace("_", " ")
    value = chiffre.get("valeur")
    return f"{title} : {nombre(value, chiffre.get('decimales', 2))}" if value is not None else str(title)


def _constat(row: Any) -> list[str]:
    said = json.loads(row.contenu)
    parts = [said.get("motif", ""), said.get("texte", "")]
    if said.get("malgre"):
        parts.append(f"Malgré : {said['malgre']}")
    parts += [f"Désaccords : {said['desaccords']}"] if said.get("desaccords") else []
    parts += [f"Revue le {jma(said['revue_le'])}."] if said.get("revue_le") else []
    return [row.intitule, " ".join(part.strip() for part in parts if part)]


def _scenarios(db: Database, held: Fenetre) -> list[list[str]]:
    kept = set(held.lignes["rang"])
    return [[s["nom"], s["motif"], " ; ".join(s["lignes"]) or "—"] for s in liens.retenus(db) if s["rang"] in kept]


def _method(db: Database, held: Fenetre) -> dict[str, Any]:
    own = EnVigueur.read(db, date.today()).locales
    said = [f"{catalogue()[name].label} : {nombre(v.value, 2)} ({v.reference})" for name, v in own.items()]
    changed = f" Réglés par la table : {' ; '.join(said)}." if said else " Aucun paramètre réglé par la table."
    return {
        "registre": (
            f"Registre à la clôture : {pluriel(held.nombre, 'décision')}, tête {held.tete}. Pour vérifier plus tard : "
            f"python -m data verify --tete {held.tete}"
        ),
        "methode": f"{METHODE} Version de la méthode (formules et paramètres) : {formules.version()}.{changed}",
        "sources": [
            f"{card.titre} — {card.producteur}, {card.millesime}, {card.licence}"
            for card in territoire.sources(db).itertuples()
        ],
    }


def docx(db: Database, seance: int) -> bytes:
    """The minutes as an editable Word file, from the template an ARS may restyle."""
    return documents.word(ICI / "releve.docx", contenu(db, seance))


def html(db: Database, seance: int) -> str:
    """The accessible HTML twin: the same content, one page, no script."""
    env = Environment(loader=FileSystemLoader(ICI), autoescape=True, undefined=StrictUndefined)
    return env.get_template("releve.html").render(contenu(db, seance))
