"""The minutes of a closed séance: one content, an editable Word file and its accessible HTML twin.

Everything is escaped; drawings are made offline and carry their words in the document itself. What the minutes print
is what the register holds between the closing before and this one, and the facts that this one kept.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlite_utils import Database

from components.core.francais import jour, nombre, pluriel
from components.core.mots import PIED
from components.core.refus import Refus
from components.core.textes import nets
from components.seances import minutes_suites, minutes_votes
from components.seances.minutes_suites import jma
from components.seances.regles import assemblee
from components.seances.regles import composition as regles_composition
from components.seances.salle import lectures_envois
from components.ui.sigles import pages
from components.ui.sorties import documents
from data.base import decisions, jours
from data.plans import liens
from data.priorites import scrutins
from data.releves import clotures, concordance, releves
from data.releves.releves import Faits, Releve
from data.reponses import suites
from data.seances import composition, seances

ICI = Path(__file__).resolve().parent
METHODE = (
    "Accès aux soins : noyau 2SFCA et variations estimées ajoutées à l'APL publiée, comme l'explique la page Méthode. "
    "Aucune formule officielle de carence n'existe : les règles appliquées sont des conventions de la table."
)
APRES_COUP = (
    "Cette séance a été close avant que l'outil garde le contenu des relevés : les actions, l'argent, les "
    "paramètres et les sources imprimés ici sont ceux du {}, pas ceux de la séance."
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
    if seances.seance(db, seance)["etat"] != seances.CLOSE:
        raise Refus("Le relevé se tire d'une séance close. Clôturez-la d'abord : rien n'a été produit.")
    held, releve = _held(db, seance), releves.lire(db, seance)
    facts = releve.faits if releve else releves.faits(db, seance, _ranks(db, held))
    about = facts["seance"]
    day = date.fromisoformat(about["jour"])
    return {
        "titre": about["titre"],
        "departement": facts["departement"],
        "jour": jour(day),
        "lieu": f", {about['lieu']}" if about["lieu"] else "",
        "garde": "" if releve else APRES_COUP.format(jour(jours.aujourd_hui(db))),
        **_presence(facts),
        **_composition(facts),
        "points": facts["points"],
        "notes": [
            [title if rank == 0 else "", line]
            for title, lines in facts.get("notes", [])
            for rank, line in enumerate(lines)
        ],
        "contestations": [_dispute(one) for one in facts["contestations"]],
        "constats": [_constat(d) for d in held.lignes.itertuples() if "constat" in d.nature],
        "pied": PIED,
        "votes": _votes(db, seance, facts),
        "votes_sans_resultat": [words for one in facts["votes"] if (words := minutes_votes.sans_resultat(one))],
        "scenarios": _scenarios(db, held),
        "avis": [
            minutes_suites.avis(d.intitule, json.loads(d.contenu)) for d in held.lignes.itertuples() if _reasoned(d)
        ],
        "contributions": facts.get("contributions", {}).get("publiees", []),
        "contributions_tues": minutes_suites.tues(facts.get("contributions", {}).get("tues", 0)),
        "decisions": [
            [str(d.rang), d.nature, d.intitule, d.empreinte[:12], hashlib.sha256(d.preuve.encode()).hexdigest()[:12]]
            for d in held.lignes.itertuples()
        ],
        **lectures_envois.au_releve(db, seance, facts),
        **minutes_suites.contenu(facts, day),
        **_method(facts, held, releve, _doubts(db)),
    }


def _held(db: Database, seance: int) -> Fenetre:
    """The rows of the register between the closing before and this one, and what this séance published later."""
    day = seances.seance(db, seance)["jour"]
    register = decisions.read(db).iloc[::-1]
    closing = clotures.cloture(db, seance)
    if closing is None:  # closed before closings were registered: the day says what belongs here
        days = pd.Series(
            [jours.jour_de(db, moment).isoformat() for moment in register["le"]], register.index, dtype=str
        )
        lines = register[(days <= day) & (days > _before(db, day))]
        chain = decisions.verify(db)
        return Fenetre(lines, _before(db, day), f"{day}T23:59:59", chain.nombre, chain.tete)
    rank, mark, before = closing
    mine = [f"scrutin:{ident}" for ident in scrutins.liste(db, seance).index]
    inside = (register["rang"] > before) & (register["rang"] <= rank)
    lines = register[inside | ((register["rang"] > rank) & register["objet"].isin(mine))]
    since = register.loc[register["rang"] == before, "le"]
    return Fenetre(lines, str(since.iloc[0]) if len(since) else "", str(lines["le"].iloc[-1]), rank, mark)


def _ranks(db: Database, held: Fenetre) -> tuple[int, int]:
    """The window of a séance whose minutes were not kept, as ranks of the journal."""
    return clotures.rang_a(db, held.depuis), clotures.rang_a(db, held.jusqu_a)


def _before(db: Database, day: str) -> str:
    meetings = seances.read(db)
    return max(meetings.loc[(meetings["etat"] == seances.CLOSE) & (meetings["jour"] < day), "jour"], default="")


def _votes(db: Database, seance: int, facts: Faits) -> list[dict[str, Any]]:
    """The votes published at the closing, then those published since, which say so."""
    early = {vote["id"] for vote in facts["votes"] if vote["etat"] == releves.PUBLIE}
    shown = [minutes_votes.vote(vote) for vote in facts["votes"] if vote["id"] in early]
    for vote in releves.votes(db, seance):
        if vote["etat"] == releves.PUBLIE and vote["id"] not in early:
            since = f"Publié après la clôture de la séance, le {jour(jours.jour_de(db, vote['le']))}. "
            made = minutes_votes.vote(vote)
            shown.append(made | {"phrase": since + made["phrase"]})
    return shown


def _presence(facts: Faits) -> dict[str, Any]:
    people = pd.DataFrame(facts["presences"], columns=["nom", "college", "suppleant", "vote", "statut", "porteur"])
    voting = people[people["vote"] == 1]
    there = int(voting["statut"].isin(["présent", "suppléé"]).sum())
    needed = assemblee.requis(Fraction(facts["seance"]["quorum"]), len(voting))
    reached = "atteint" if there >= needed else "non atteint"
    words = (
        f"Quorum {reached} : {pluriel(there, 'membre votant présent', 'membres votants présents')} ou suppléés sur "
        f"{nombre(len(voting))}, {nombre(needed)} requis."
    )
    return {
        "quorum": words,
        "presences": [
            [name, f"{status} ({len(group)})", ", ".join(_named(group))]
            for college, name in facts["colleges"]
            for status in seances.STATUTS
            if len(group := people[(people["college"] == college) & (people["statut"] == status)])
        ],
        "retraits": [
            [name, what, link, "s'est retiré du débat, du vote et du quorum" if gone else "déclaré"]
            for name, what, link, gone in facts["interets"]
        ],
    }


def _composition(facts: Faits) -> dict[str, Any]:
    """Who leads the table, and the parties of the HCAAM's note 5 that day; nothing in minutes of before."""
    people = [
        {"id": k, "organisation": where, "usagers": users, "statut": status}
        for k, (where, users, status, _) in enumerate(facts.get("representations", []))
    ]
    told = {k: one[3] for k, one in enumerate(facts.get("representations", [])) if one[3] is not None}
    read = regles_composition.lire(people, told, composition.parties()) if people else []
    return {
        "chef_de_file": facts.get("chef_de_file", ""),
        "parties": [[one.nom, str(one.membres), str(one.presents), one.etat] for one in read],
    }


def _named(people: pd.DataFrame) -> list[str]:
    """Members of one status by name: who sat in whose place, who carried whose mandate."""
    templates = {"suppléé": "{suppleant} (supplée {nom})", "mandat": "{nom} (mandat porté par {porteur})"}
    unknown = {"suppleant": "suppléant non nommé", "porteur": "une personne non nommée"}
    return [
        templates.get(row["statut"], "{nom}").format(**row | {k: row[k] or words for k, words in unknown.items()})
        for row in people.to_dict("records")
    ]


def _dispute(one: Mapping[str, Any]) -> list[str]:
    end = f"{one['suite']} : {one['conclusion']}" if one["suite"] else "pas encore réglée"
    return [one["college"], f"{_figure(one['chiffre'], one['signal'])}, {one['lieu']}", one["motif"], end]


def _figure(chiffre: dict[str, Any], signal: str) -> str:
    title = chiffre.get("titre") or chiffre.get("libelle") or signal.replace("_", " ")
    value = chiffre.get("valeur")
    return f"{title} : {nombre(value, chiffre.get('decimales', 2))}" if value is not None else str(title)


def _constat(row: Any) -> list[str]:
    content = json.loads(row.contenu)
    parts = [content.get("motif", ""), content.get("texte", "")]
    if content.get("malgre"):
        parts.append(f"Pourquoi la seconde condition est retenue : {content['malgre']}")
    parts += [f"Désaccords : {content['desaccords']}"] if content.get("desaccords") else []
    parts += [f"Revue le {jma(content['revue_le'])}."] if content.get("revue_le") else []
    return [row.intitule, " ".join(part.strip() for part in parts if part)]


def _reasoned(row: Any) -> bool:
    """An avis whose reason is in the register: on an envelope, a priority without a ballot, a mandate, or a refusal."""
    return str(row.objet).startswith(("enveloppe:", "priorite:", "mandat:")) or row.nature == suites.REFUS


def _scenarios(db: Database, held: Fenetre) -> list[list[str]]:
    ranks = set(held.lignes["rang"])
    return [[s["nom"], s["motif"], " ; ".join(s["lignes"]) or "—"] for s in liens.retenus(db) if s["rang"] in ranks]


def _method(facts: Faits, held: Fenetre, releve: Releve | None, doubts: str) -> dict[str, Any]:
    method = facts["methode"]
    own = [f"{label} : {nombre(value, 2)} ({reference})" for label, value, reference in method["locales"]]
    changed = f" Réglés par la table : {' ; '.join(own)}." if own else " Aucun paramètre réglé par la table."
    return {
        "registre": (
            f"Registre à la clôture : {pluriel(held.nombre, 'décision')}, tête {held.tete}. Pour vérifier plus tard : "
            f"python -m data verify --tete {held.tete}"
        ),
        "contenu_garde": f"{_seal(held, releve)}{doubts}",
        "methode": f"{METHODE} Version de la méthode (formules et paramètres) : {method['version']}.{changed}",
        "sources": [f"{title} — {who}, {year}, {licence}" for title, who, year, licence in facts["sources"]],
    }


def _seal(held: Fenetre, releve: Releve | None) -> str:
    """How to trust what is printed: kept at the closing under a hash that the register holds, or not kept."""
    if releve is None:
        return "Le contenu de ce relevé n'a pas été gardé à la clôture de la séance."
    if not releve.intact:
        return "Attention : le contenu gardé à la clôture n'a plus l'empreinte inscrite au registre. Il a été modifié."
    return f"Contenu gardé à la clôture (décision n° {held.nombre} du registre), empreinte {releve.empreinte}."


def _doubts(db: Database) -> str:
    """What the votes of the file say and the register does not, after the words on what was kept."""
    doubts = [one.phrase for one in concordance.ecarts(db, concordance.VOTE) if not one.ancien]
    return "".join(f" Attention : {words}" for words in doubts)


def docx(db: Database, seance: int) -> bytes:
    """The minutes as an editable Word file, from the template an ARS may restyle."""
    return documents.word(ICI / "releve.docx", contenu(db, seance))


def html(db: Database, seance: int) -> str:
    """The accessible HTML twin: the same content, one page, no script."""
    env = Environment(loader=FileSystemLoader(ICI), autoescape=True, undefined=StrictUndefined, finalize=nets)
    return pages.expliquer(env.get_template("releve.html").render(contenu(db, seance)))
