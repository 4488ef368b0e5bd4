"""What the room sent without an account, in words: from whom, what was answered, and what the minutes print of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour, liste, pluriel
from data.priorites import envois
from data.seances import seances

GENRES = {
    envois.SERVICE: "Proposition", envois.CHIFFRE: "Chiffre contesté", envois.CONTRIBUTION: "Contribution",
    envois.DEBAT: "Demande de débat",
}  # fmt: skip
MONTRES = (envois.ACCEPTE, envois.REFUSE)  # states in which a text is shown: nobody reads one that nobody answered
ETATS = {
    envois.ACCEPTE: "acceptés",
    envois.REFUSE: "refusés",
    envois.RETIRE: "retirés",
    envois.A_EXAMINER: "à examiner",
}
LA_TABLE, SANS_COMPTE = "Un membre de la table", "Une personne qui lit sans compte"
COMMENT = {envois.LIEN: " (déclaré par le lien, non vérifié)", envois.PAPIER: " (remis sur papier)"}
CHANGE = "Le texte gardé n'est plus celui qui a été reçu : il n'est pas imprimé."


def recus(db: Database, seance: int | None) -> list[dict[str, Any]]:
    """What was sent without an account, in no order of arrival: what each is, from whom, the answer. `texte` is what
    anyone may read: empty for one that waits for its answer, or was withheld; `entier` is for facilitation."""
    names = {str(code): str(name) for code, name in seances.colleges(db)["nom"].items()}
    return [
        {
            "cle": bytes(row.cle), "reference": envois.reference(bytes(row.cle)), "genre": GENRES[row.genre],
            "code": row.genre, "objet": row.objet, "sur": row.sur,
            "de": de_qui(names, row.groupe, bool(row.signe), row.par),
            "texte": row.texte if row.etat in MONTRES else "", "entier": row.texte, "etat": row.etat,
            "reponse": row.reponse, "le": jour(date.fromisoformat(row.repondu_le)) if row.repondu_le else "",
            "marque": envois.empreinte(bytes(row.sel), row.texte),
        }
        for row in envois.lire(db, seance).itertuples()
    ]  # fmt: skip


def de_qui(noms: Mapping[str, str], groupe: str, signe: bool, par: str) -> str:
    """Whom a text is from, in words: the college that its author signs for, else a group of five people or more."""
    if par == envois.LECTEUR:
        return SANS_COMPTE
    colleges = liste([noms.get(code, code) for code in groupe.split("+") if code])
    if not colleges:
        words = LA_TABLE
    elif signe:
        words = f"Collège : {colleges}"
    else:
        words = (
            f"Un membre d'un de ces collèges : {colleges}" if "+" in groupe else f"Un membre du collège : {colleges}"
        )
    return f"{words}{COMMENT.get(par, '')}"


def reponse(un: Mapping[str, Any]) -> str:
    """What was answered to a text, in words."""
    if un["etat"] == envois.A_EXAMINER:
        return "Reçu, à examiner."
    if un["etat"] == envois.RETIRE:
        return f"Texte retiré le {un['le']}, contenu effacé. Raison : {un['reponse']}"
    return f"{un['etat'].capitalize()} le {un['le']}. {un['reponse']}".strip()


def compte(etats: Sequence[str]) -> str:
    """How many texts were received and what was answered, in a sentence; empty without any."""
    if not etats:
        return ""
    counts = Counter(etats)
    parts = [f"{counts[s]} {w if counts[s] > 1 else w.removesuffix('s')}" for s, w in ETATS.items() if counts[s]]
    return f"{pluriel(len(etats), 'texte reçu sans compte', 'textes reçus sans compte')} : {liste(parts)}."


def au_releve(db: Database, seance: int, faits: Mapping[str, Any]) -> dict[str, Any]:
    """What the minutes print of the texts received: counted as at the closing, answered as today. A text is printed
    from its row, when it still is the one whose mark the minutes keep; withheld since, it is gone from them too."""
    frozen, names = faits.get("envois", []), dict(faits["colleges"])
    now = {one["reference"]: one for one in recus(db, seance)}
    rows = []
    for fact in frozen:
        live = now.get(fact["reference"])
        if live is None or (live["etat"] != envois.RETIRE and live["marque"] != fact["marque"]):
            text, answer = CHANGE, ""
        else:
            text, answer = live["texte"], reponse(live)
        about = f"{GENRES[fact['genre']]} : {fact['sur']}" if fact["sur"] else GENRES[fact["genre"]]
        rows.append([about, de_qui(names, fact["groupe"], bool(fact["signe"]), fact["par"]), text or "—", answer])
    return {"envois": rows, "envois_compte": compte([fact["etat"] for fact in frozen])}
