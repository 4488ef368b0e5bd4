"""What is shown as decided, compared with the register: votes, minutes, séances, then every row that is sealed.

`ecarts` is asked by the screens that show these things, by `verify`, `check` and before going back to a copy. A thing
that an older register never sealed is said too, as such.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from components.core.francais import accord
from components.core.textes import nets
from data.base import decisions, parameters, sceaux
from data.base.sceaux import Discordance
from data.base.souvenir import partagee
from data.priorites import decomptes
from data.releves import releves
from data.seances.etat import CLOSE, CLOTURE

REGISTRE, VOTE, RELEVE = "registre", "vote", "releve"
MOTS = {REGISTRE: "registre", VOTE: "votes", RELEVE: "relevés de séance"} | {
    genre: table.nature for genre, table in sceaux.TABLES.items()
}
PEU, AU_PLUS = 3, 8  # sentences: more say their number
TOUS = (REGISTRE, VOTE, RELEVE, *sceaux.TABLES)


def ecarts(db: Database, *genres: str) -> list[Discordance]:
    """What differs from the register among the kinds asked (all when none is), the register itself first."""
    wanted = {REGISTRE, *(genres or TOUS)}
    return [discordance for discordance in _tous(db) if discordance.genre in wanted]


def alertes(db: Database, *genres: str) -> list[str]:
    """What differs from the register among the kinds asked, in sentences for a screen or a print: the first ones, then
    how many more."""
    apart = [discordance.phrase for discordance in ecarts(db, *genres) if not discordance.ancien]
    more = len(apart) - AU_PLUS
    others = accord(more, "autre différence", "autres différences")
    rest = [f"Et {others} avec le registre. Toutes : python -m data verify"] if more > 0 else []
    return [*apart[:AU_PLUS], *rest]


def anciens(discordances: list[Discordance]) -> list[str]:
    """What was never sealed, in words: one by one, counted when a kind has many."""
    sentences: list[str] = []
    for genre in TOUS:
        mine = [one.phrase for one in discordances if one.ancien and one.genre == genre]
        sentences += mine if len(mine) <= PEU else [f"{MOTS[genre].capitalize()} : {len(mine)} non scellés à l'époque."]
    return sentences


def relire(db: Database) -> list[Discordance]:
    """Every difference, read again from the file whatever was known of it."""
    chain = decisions.verify(db)
    if chain.intacte:
        return [discordance for one in (_votes, _releves, _lignes) for discordance in one(db)]
    return [  # what a broken register says is worth nothing
        Discordance(
            REGISTRE, f"Le registre des décisions est rompu à la ligne {chain.premiere_fausse} : le fichier a été "
            "modifié sans geste de la table. Gardez-en une copie et prévenez la table."
        )
    ]  # fmt: skip


@partagee
def _tous(db: Database) -> list[Discordance]:
    return relire(db)


def _lignes(db: Database) -> Iterator[Discordance]:
    labels = {nom: parametre.label for nom, parametre in parameters.catalogue().items()}
    yield from sceaux.verifier_anciens(db, REGISTRE)
    for genre in sceaux.TABLES:
        yield from sceaux.ecarts(db, genre, labels if genre == sceaux.PARAMETRE else {})


def _votes(db: Database) -> Iterator[Discordance]:
    """Published votes: rules, tallies and circumstances, against the first entry of the register about each."""
    entries = _premieres(db, "scrutin:")
    rows = {int(row["id"]): row for row in db.query("SELECT * FROM scrutins ORDER BY id")}
    for ident in sorted({*entries, *(i for i, row in rows.items() if row["etat"] == releves.PUBLIE)}):
        row = rows.get(ident, {})
        rang, intitule, preuve = entries.get(ident, (0, "", {}))
        title = f"Vote n° {ident} « {intitule or _question(row)} »"
        if not rang:
            yield Discordance(VOTE, f"{title} : dit publié dans le fichier, le registre ne le connaît pas.")
        elif row.get("etat") != releves.PUBLIE:
            state = f"dit « {row['etat']} » dans le fichier" if row else "retiré du fichier"
            yield Discordance(VOTE, f"{title} : publié selon le registre (n° {rang}), {state}.")
        else:
            yield from _vote(title, rang, preuve, row)


def _vote(title: str, rang: int, preuve: dict[str, Any], row: dict[str, Any]) -> Iterator[Discordance]:
    sealed = {"règles": _marque(row["definition"]) == preuve.get("empreinte_des_regles")}
    sealed["empreinte des règles"] = row["empreinte"] == preuve.get("empreinte_des_regles")
    if "decompte" in preuve:
        sealed["décompte"] = _meme_decompte(row["decompte"], preuve["decompte"])
    circonstances = preuve.get("circonstances", {})
    sealed |= {
        CIRCONSTANCES[name]: (_meme if name == "ouverture" else _meme_objet)(row[name], value)
        for name, value in circonstances.items()
    }
    wrong = [name for name, same in sealed.items() if not same]
    if wrong:
        yield Discordance(
            VOTE, f"{title} : ce que dit le fichier n'est pas ce que la table a publié ({', '.join(wrong)}). Seul le "
            f"registre (n° {rang}) fait foi."
        )  # fmt: skip
    if "decompte" not in preuve:
        yield Discordance(VOTE, f"{title} : décompte non scellé à l'époque.", ancien=True)
    elif not circonstances:
        yield Discordance(VOTE, f"{title} : groupes annoncés et heures non scellés à l'époque.", ancien=True)


CIRCONSTANCES = {
    "seance": "séance", "premier_tour": "premier tour", "ouverture": "groupes annoncés",
    "ouvert_le": "ouverture", "clos_le": "clôture",
}  # fmt: skip


def _releves(db: Database) -> Iterator[Discordance]:
    """Closed séances: the minutes kept against the register, then the tables against the minutes."""
    entries = _premieres(db, "seance:", CLOTURE)
    rows = {int(row["id"]): row for row in db.query("SELECT id, titre, jour, etat FROM seances ORDER BY id")}
    for ident in sorted({*entries, *(i for i, row in rows.items() if row["etat"] == CLOSE)}):
        row = rows.get(ident, {})
        rang, intitule, preuve = entries.get(ident, (0, "", {}))
        title = f"Séance n° {ident} « {row.get('titre') or intitule} »"
        releve = releves.lire(db, ident)
        if not rang:
            yield Discordance(RELEVE, f"{title} : clôture non scellée à l'époque.", ancien=True)
        elif row.get("etat") != CLOSE:
            yield Discordance(RELEVE, f"{title} : close selon le registre (n° {rang}), pas dans le fichier.")
        elif "releve" not in preuve:
            yield Discordance(RELEVE, f"{title} : relevé non scellé à l'époque.", ancien=True)
        elif releve is None or not releve.intact:
            yield Discordance(RELEVE, f"Relevé gardé à la clôture manquant ou modifié : {title[0].lower()}{title[1:]}.")
        elif wrong := _apart(db, ident, releve.faits):
            yield Discordance(
                RELEVE, f"{title} : {', '.join(wrong)} ne sont plus ce que le relevé scellé dit. Seul le relevé fait "
                "foi."
            )  # fmt: skip


def _apart(db: Database, ident: int, faits: dict[str, Any]) -> list[str]:
    """What the tables say of a closed séance and its kept minutes do not."""
    now = releves.encore(db, ident)
    return [
        words for name, words in releves.ENCORE.items() if name in faits and not _meme_objet(now[name], faits[name])
    ]


def _premieres(db: Database, prefixe: str, nature: str | None = None) -> dict[int, tuple[int, str, dict[str, Any]]]:
    """The first entry of the register about each number: its rank, title and evidence."""
    entries: dict[int, tuple[int, str, dict[str, Any]]] = {}
    for row in db.query(
        "SELECT rang, objet, intitule, preuve FROM decisions WHERE substr(objet, 1, ?) = ? AND nature = "
        "coalesce(?, nature) ORDER BY rang", [len(prefixe), prefixe, nature],
    ):  # fmt: skip
        ident = int(row["objet"].removeprefix(prefixe))
        entries.setdefault(ident, (row["rang"], row["intitule"], json.loads(row["preuve"])))
    return entries


def _marque(definition: str) -> str:
    try:
        return hashlib.sha256(decisions.canonical(json.loads(definition)).encode()).hexdigest()
    except ValueError:
        return ""


def _meme(texte: str | None, scelle: object) -> bool:
    try:
        return texte is not None and _meme_objet(json.loads(texte), scelle)
    except ValueError:
        return False


def _meme_decompte(texte: str | None, scelle: object) -> bool:
    """A count as it was sealed: whole, or without the patterns of ticks that one closed before still has in its row."""
    return _meme(texte, scelle) or (texte is not None and _meme(decomptes.public(texte), scelle))


def _meme_objet(one: object, other: object) -> bool:
    return decisions.canonical(nets(one)) == decisions.canonical(other)


def _question(row: dict[str, Any]) -> str:
    try:
        return str(json.loads(row["definition"])["question"])
    except (ValueError, KeyError, TypeError):
        return "sans question"
