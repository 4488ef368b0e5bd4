"""What a series counts, where its file does not say: people, unless someone declares otherwise. The journal keeps who.

Series loaded before whole numbers were taken for people are asked about, once each.
"""

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.base.store import writing
from data.chargement.ecritures import EcritureSerie, Triple
from data.chargement.secret import entiers, retenir
from data.imports.grammaire.attendus import ATTENDUS
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import VALEUR, Serie

DIRE = "dire ce qu'une série compte"
MUETTES = ("indicateur_", "observatoire_", "cartosante_")  # cards of the layouts that do not say what they count
PERSONNES = "des personnes"


def noter(db: Database, acteur: Acteur, serie: str, compte: str) -> None:
    """Keep in the journal, inside the caller's group of writes, who said what a series counts."""
    acteurs.record(db, acteur, DIRE, serie, {"compte": compte})


def a_demander(db: Database, valeurs: EnVigueur) -> list[Serie]:
    """Series that show small whole numbers and of which nobody ever said what they count."""
    answered = {target for (target,) in db.conn.execute("SELECT objet FROM gestes WHERE geste = ?", (DIRE,))}
    return [
        one for one in indicateurs.series(db) if one.id not in answered and _muette(one) and _petits(db, one, valeurs)
    ]


def compte_autre_chose(db: Database, acteur: Acteur, serie: str, quoi: str) -> None:
    """Declare that a series does not count people: it stays as it is."""
    if not quoi.strip():
        raise Refus("Dites ce que ces nombres comptent (lits, kilomètres…). Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        _lue(db, serie)
        noter(db, acteur, serie, quoi.strip())


def compte_des_personnes(db: Database, acteur: Acteur, serie: str, valeurs: EnVigueur) -> str:
    """Withhold the small counts of a series that is there, and what would reveal them; say what was withheld.

    What was printed or frozen before (minutes, evidence of a constat) does not change.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        loaded = _lue(db, serie)
        groups = territoire.communes(db)["territoire"].dropna().to_dict()
        if loaded.niveau == "territoire":
            groups = dict.fromkeys(territoire.territoires(db).index, territoire.setting(db, "departement"))
        piece, words = retenir(
            EcritureSerie(loaded, _triples(db, serie)), groups, valeurs.number("seuil_secret_patients"), libre=True
        )
        db.conn.executemany(
            "UPDATE valeurs SET valeur = ?, etat = ? WHERE serie = ? AND code = ?",
            [(value, state, serie, code) for code, value, state in piece.valeurs],
        )
        noter(db, acteur, serie, PERSONNES)
    return words or f"{loaded.titre} : rien à retenir."


def _lue(db: Database, serie: str) -> Serie:
    loaded = next((one for one in indicateurs.series(db) if one.id == serie), None)
    if loaded is None:
        raise Introuvable("Cette série n'est plus dans le fichier. Rien n'a été modifié.")
    return loaded


def _muette(serie: Serie) -> bool:
    expected = serie.indicateur in ATTENDUS or serie.indicateur.startswith("apl_")
    return serie.source.startswith(MUETTES) and not expected and serie.unite != "catégorie"


def _petits(db: Database, serie: Serie, valeurs: EnVigueur) -> bool:
    shown = [value for _, value, state in _triples(db, serie.id) if state == VALEUR]
    return entiers(shown) and min(v for v in shown if v is not None) < valeurs.number("seuil_secret_patients")


def _triples(db: Database, serie: str) -> list[Triple]:
    rows = db.conn.execute("SELECT code, valeur, etat FROM valeurs WHERE serie = ? ORDER BY code", (serie,))
    return [(str(code), value, str(state)) for code, value, state in rows]
