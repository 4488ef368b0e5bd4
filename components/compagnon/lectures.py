"""What a séance shows its members: agenda, territories with their signals in words, services, decisions and what became
of them."""

from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.carences.constat import lectures as lectures_constat
from components.carences.constat import lectures_signaux
from components.carences.constat.preuve import preuve
from components.carences.regles.signaux import FAMILLES, PROFESSIONS, PROPOSITIONS, SIGNALE, Bilan, en_ordre
from components.compagnon.lectures_journal import au_journal
from components.core.francais import jour, liste, nombre
from components.core.mots import STATUTS
from components.core.refus import Introuvable
from data.base import decisions, jours
from data.base.souvenir import partagee
from data.carences import constats
from data.plans import plans
from data.priorites import envois, services
from data.reponses import lexique, suites
from data.seances import seances
from data.territoire import territoire

DECISIONS, ACTIONS = 30, 40  # the most that a dossier lists, newest first
CACHEES = ("sceau", seances.CLOTURE)  # of the register: lines that decide nothing a member looks for


@partagee
def entete(db: Database, seance: int) -> dict[str, Any]:
    """The séance in words: title, day, place, state, and the next one."""
    row = seances.seance(db, seance)
    return {
        "titre": row["titre"],
        "jour": jour(date.fromisoformat(row["jour"])),
        "lieu": row["lieu"],
        "etat": seances.ETATS[row["etat"]],
        "preparee": row["etat"] == seances.PREPAREE,
        "ouverte": row["etat"] == seances.OUVERTE,
        "close": row["etat"] == seances.CLOSE,
        "suivante": suivante(db, seance),
    }


def suivante(db: Database, seance: int | None = None) -> str:
    """The next séance that is not closed, in words; empty when none is prepared. `seance`: another one than this."""
    meetings = seances.read(db)
    waiting = meetings[(meetings["etat"] != seances.CLOSE) & (meetings.index != (seance or 0))].sort_values("jour")
    if waiting.empty:
        return ""
    first = waiting.iloc[0]
    where = f", {first['lieu']}" if first["lieu"] else ""
    return f"{first['titre']}, {jour(date.fromisoformat(first['jour']))}{where}"


def agenda(db: Database, seance: int) -> list[dict[str, Any]]:
    """The agenda, in order: id, titre, note, genre, etat."""
    return seances.points(db, seance).reset_index().to_dict("records")


@au_journal
def dossier(db: Database, seance: int, profession: str, quand: date) -> dict[str, Any]:
    """Everything a member reads before a séance, for one profession."""
    about = {"agenda": agenda(db, seance), "services": _services(db), "decisions": _decisions(db)}
    places: dict[str, Any] = {"territoires": [], "professions": [], "constats": [], "actions": [], "fermes": 0}
    if not territoire.is_empty(db):
        closed = seances.seance(db, seance)["etat"] == seances.CLOSE
        places = _territoires(db, profession, quand, closed) | {
            "constats": [[one.constat.intitule, one.mots(publics=True)] for one in suites.etats(db, quand)],
            "actions": actions(db),
        }
    words = [str(value) for value in (about, places)]
    return about | places | {"profession": profession, "lexique": lexique.presents(*words)}


def _territoires(db: Database, profession: str, quand: date, close: bool) -> dict[str, Any]:
    """Territories in the order of discussion, their signals in words. Those that nobody discussed are working papers,
    and leave the dossier when the séance closes."""
    gathered = lectures_constat.rassembler(db, profession, quand)
    board, contests = gathered.tableau, gathered.contestees
    disputed = contests[contests["suite"].isna()]["territoire"].value_counts()
    rows = [
        {
            "code": code,
            "nom": str(board.territoires.at[code, "nom"]),
            "proposition": PROPOSITIONS[board.bilans[code].proposition],
            "phrase": f"{_signalent(board.bilans[code])}{board.bilans[code].phrase}",
            "examine": gathered.examines.get(code, ""),
            "conteste": int(disputed.get(code, 0)),
            "constat": gathered.en_vigueur(code) is not None,
        }
        for code in en_ordre(board.bilans)
    ]
    shown = [row for row in rows if row["examine"] or not close]
    names = [(name, PROFESSIONS[name].libelle) for name in lectures_signaux.professions(db)]
    return {"territoires": shown, "fermes": len(rows) - len(shown), "professions": names}


def _signalent(bilan: Bilan) -> str:
    """The families that signal, by name; empty for none."""
    names = [FAMILLES[family.nom] for family in bilan.familles if family.etat == SIGNALE]
    return f"Signalent : {liste(names)}. " if names else ""


def professions(db: Database) -> tuple[str, ...]:
    """The professions whose figures are loaded."""
    return tuple(lectures_signaux.professions(db))


def profession_lue(db: Database, voulue: str) -> str:
    """The profession asked when its figures are loaded, else the first one that is."""
    loaded = lectures_signaux.professions(db)
    return voulue if voulue in loaded else loaded[0]


@au_journal
def territoire_lu(db: Database, seance: int, profession: str, code: str, quand: date) -> dict[str, Any]:
    """The figures of a territory, one tap away from its words. Raises `Introuvable` for one that is closed here."""
    if territoire.is_empty(db):
        raise Introuvable("Ce territoire n'est pas dans ce fichier.")
    gathered = lectures_constat.rassembler(db, profession, quand)
    closed = seances.seance(db, seance)["etat"] == seances.CLOSE
    if code not in gathered.tableau.bilans or (closed and code not in gathered.examines):
        raise Introuvable("Ce territoire n'a pas été discuté : son document de travail est refermé.")
    evidence = preuve(gathered, code)
    return {
        "code": code,
        "nom": evidence["territoire"]["nom"],
        "phrase": evidence["phrase"],
        "proposition": evidence["proposition"],
        "robustesse": evidence["robustesse"]["phrase"],
        "examine": gathered.examines.get(code, ""),
        "profession": profession,
        "libelle": evidence["profession"],
        "familles": [
            {"nom": one["nom"], "etat": one["etat"], "signaux": [_chiffre(figure) for figure in one["signaux"]]}
            for one in evidence["familles"]
        ],
        "contestations": [
            [c["college"], c["chiffre"].get("titre", c["signal"]), c["motif"], c["suite"] or "à régler"]
            for c in gathered.contests(code, prepare=True).to_dict("records")
        ],
    }


def _chiffre(figure: dict[str, Any]) -> dict[str, str]:
    source = figure["source"] or {}
    value = _valeur(figure) if figure["valeur"] is not None else figure["pourquoi"] or figure["etat"]
    return {
        "signal": figure["signal"],
        "titre": figure["titre"],
        "valeur": value,
        "pourquoi": figure["pourquoi"] if figure["valeur"] is not None else "",
        "source": ", ".join(str(part) for part in (source.get("producteur"), figure["millesime"]) if part),
        "statut": figure["statut"],
        "contestable": "oui" if figure["valeur"] is not None else "",
    }


@au_journal
def chiffre(db: Database, objet: str, quand: date) -> tuple[dict[str, Any], str] | None:
    """The figure that `territory/profession/signal` names, as it stands, with its words; None when there is none."""
    code, _, rest = objet.partition("/")
    profession, _, name = rest.partition("/")
    if territoire.is_empty(db) or profession not in lectures_signaux.professions(db):
        return None
    gathered = lectures_constat.rassembler(db, profession, quand)
    if code not in gathered.tableau.bilans:
        return None
    evidence = preuve(gathered, code)
    figures = [f for family in evidence["familles"] for f in family["signaux"] if f["signal"] == name]
    if not figures or figures[0]["valeur"] is None:
        return None
    return figures[0], f"{figures[0]['titre']} : {_valeur(figures[0])} ({evidence['territoire']['nom']})"


def _valeur(figure: dict[str, Any]) -> str:
    """A figure and its unit."""
    return f"{nombre(figure['valeur'], figure['decimales'])} {figure['unite']}".strip()


def objets(db: Database, seance: int, genre: str) -> list[tuple[str, str]]:
    """What a text of a kind may be about, as (key, words): services, or points not treated yet; none for a figure,
    which is chosen on its territory."""
    if genre in (envois.SERVICE, envois.CONTRIBUTION):
        return [(str(key), str(name)) for key, name in services.read(db)["nom"].items()]
    if genre == envois.DEBAT:
        points = seances.points(db, seance)
        return [(str(key), str(row.titre)) for key, row in points.iterrows() if row.etat != "traité"]
    return []


@au_journal
def chiffres(db: Database, profession: str, quand: date) -> dict[str, list[tuple[str, str]]]:
    """The figures that may be disputed, by territory, as (`territory/profession/signal`, words): what a dossier prints,
    since paper has no tap."""
    if territoire.is_empty(db):
        return {}
    gathered = lectures_constat.rassembler(db, profession, quand)
    return {
        code: [
            (f"{code}/{profession}/{one['signal']}", _imprime(_chiffre(one)))
            for family in preuve(gathered, code)["familles"]
            for one in family["signaux"]
            if one["valeur"] is not None
        ]
        for code in gathered.tableau.bilans
    }


def _imprime(figure: dict[str, str]) -> str:
    return f"{figure['titre']} : {figure['valeur']}" + (f" ({figure['source']})" if figure["source"] else "")


def _services(db: Database) -> list[dict[str, str]]:
    table = services.read(db)
    return [
        {"id": str(key), "nom": row.nom, "ligne": row.pour_le_patient, "usagers": row.usagers}
        for key, row in table.iterrows()
    ]


def _decisions(db: Database) -> list[list[str]]:
    """Decisions of the register, newest first: day, kind, title."""
    register = decisions.read(db)
    shown = register[~register["objet"].str.startswith(decisions.SCEAU) & ~register["nature"].isin(CACHEES)]
    rows = shown.sort_values("rang", ascending=False).head(DECISIONS)
    return [[jour(jours.jour_de(db, row.le)), str(row.nature), str(row.intitule)] for row in rows.itertuples()]


def actions(db: Database) -> list[list[str]]:
    """Actions retained, and where each stands: title, place, state, who, until when."""
    names: pd.Series = territoire.territoires(db)["nom"]
    table = plans.actions(db)
    shown = table[table["statut"] != "proposee"].iloc[::-1].head(ACTIONS)
    return [
        [row.titre, str(names.get(row.territoire, row.territoire)), STATUTS[row.statut], row.operateur, _jma(row.fin)]
        for row in shown.itertuples()
    ]


def _jma(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def examinee(db: Database, profession: str, code: str) -> bool:
    """Whether the table examined a territory for a profession: what anyone may read."""
    return code in constats.examines(db, profession)
