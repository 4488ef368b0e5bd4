"""Official files in: read, checked against this département, previewed, then written in one transaction.

The terminal and the page use this very code. A file is accepted whole or refused whole; what is previewed is what
is written; loading the same vintage again replaces it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.francais import accord
from components.core.refus import Introuvable
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.base.store import writing
from data.chargement import carte as preparation_carte
from data.chargement import declares, preparation
from data.chargement import lieux as preparation_lieux
from data.chargement import patients as preparation_patients
from data.chargement.ecritures import Changement, Ecriture, EcritureMaille, EcritureSerie
from data.chargement.preparation import CadreDuDepartement, Preparation
from data.imports import GENRES
from data.imports.grammaire.base import (
    DU_NOM,
    NON_PRECISE,
    Fiche,
    Fichier,
    FichierLu,
    FichierRefuse,
    Provenance,
    Rejet,
    Rejets,
    annee_du_nom,
)
from data.imports.grammaire.genres import Genre
from data.territoire import dessin, france, indicateurs, territoire
from data.territoire.indicateurs import Serie
from data.territoire.sources import CarteDIdentite

Progres = Callable[[float, str], object]
PREPARATEURS: Mapping[str, Callable[[CadreDuDepartement, Fichier, FichierLu], Preparation]] = {
    "series": preparation.series,
    "centres": preparation_carte.centres,
    "contours": preparation_carte.contours,
    "departements": preparation_lieux.departements,
    "maille": preparation_lieux.maille,
    "minutes": preparation_lieux.minutes,
    "sites": preparation_lieux.sites,
    "offre": preparation_lieux.offre,
    "passe": preparation_lieux.passe,
    "patients": preparation_patients.patients,
    "projection": preparation_lieux.projection,
}  # what turns each form of reading into pieces to write


@dataclass(frozen=True)
class Apercu:
    """What loading a file would do, before anything is written."""

    genre: str
    fichier: Fichier
    changements: tuple[Changement, ...]
    remarques: tuple[str, ...]
    provenances: tuple[Provenance, ...]
    ecritures: tuple[Ecriture, ...]
    compte: str = ""  # what the values count, declared by whoever loads the file, when it is not people

    @property
    def table(self) -> pd.DataFrame:
        """One row per piece, in French."""
        columns = {"objet": "Ce qui est chargé", "ajoutes": "Ajoutés", "remplaces": "Remplacés",
                   "inchanges": "Inchangés", "retires": "Retirés", "note": "Remarque"}  # fmt: skip
        return pd.DataFrame([asdict(change) for change in self.changements]).rename(columns=columns)

    @property
    def change(self) -> bool:
        """Whether loading it would change any value."""
        return any(c.ajoutes or c.remplaces or c.retires for c in self.changements)


def genre(cle: str) -> Genre:
    """One kind of file. Raises `Introuvable` with the known ones."""
    if cle not in GENRES:
        raise Introuvable(f"« {cle} » n'est pas un type de fichier connu. Types : {', '.join(GENRES)}.")
    return GENRES[cle]


def apercu(
    db: Database, cle: str, fichier: Fichier, fiche: Fiche, jour: date, progres: Progres = lambda part, mots: None
) -> Apercu:
    """Read and check a file, and say what it would change; nothing is written.

    Raises `FichierRefuse` listing every bad row, or saying what is wrong with the file.
    """
    kind = genre(cle)
    territoire.setting(db, "departement")
    progres(0.05, f"Lecture de {fichier.nom}")
    suivi = lambda part: progres(0.05 + 0.55 * part, f"Lecture de {fichier.nom}")  # noqa: E731
    cadre = CadreDuDepartement.de(db, EnVigueur.read(db, jour))
    reading, ready = _prepared(kind, cadre, replace(fichier, suivi=suivi), fiche, progres)
    progres(0.85, "Comparaison avec ce qui est chargé")
    cards = tuple(_dated(card, fichier.nom) for card in reading.provenances)
    changes = *(piece.comparer(db) for piece in ready.ecritures), *_gone(db, cards, ready.ecritures)
    progres(1.0, "Aperçu prêt")
    declared = fiche.compte.strip() if "compte" in kind.fiche else ""
    note = (f"Déclaré par qui charge : ces valeurs ne comptent pas des personnes, mais : {declared}.",) * bool(declared)
    return Apercu(cle, fichier, changes, (*ready.remarques, *note), cards, ready.ecritures, declared)


def _perimees(db: Database, cartes: Sequence[Provenance], ecritures: Sequence[Ecriture]) -> list[Serie]:
    """Series that an earlier file brought under the same cards and that this one does not: kept, they would stand
    under the name of a file that does not hold them."""
    written = {piece.serie.id for piece in ecritures if isinstance(piece, EcritureSerie)}
    cards = {card.id for card in cartes}
    return [serie for serie in indicateurs.series(db) if serie.source in cards and serie.id not in written]


def _gone(db: Database, cartes: Sequence[Provenance], ecritures: Sequence[Ecriture]) -> list[Changement]:
    note = "n'est plus dans ce fichier : série retirée"
    return [
        Changement(f"{serie.titre} (par {serie.niveau})", 0, 0, 0, len(indicateurs.values(db, serie.id)), note)
        for serie in _perimees(db, cartes, ecritures)
    ]


def _prepared(
    kind: Genre, cadre: CadreDuDepartement, fichier: Fichier, fiche: Fiche, progres: Progres
) -> tuple[FichierLu, Preparation]:
    """Read, then check against this département. When lines are refused, what is left is read and checked again, so
    that one refusal lists them all."""
    try:
        reading = kind.lire([fichier], fiche)
        progres(0.6, "Vérification des communes")
        return reading, PREPARATEURS[kind.forme](cadre, fichier, reading)
    except MemoryError as problem:
        raise FichierRefuse(f"« {fichier.nom} » ne tient pas en mémoire. Donnez le fichier publié.") from problem
    except FichierRefuse as refusal:
        if not refusal.rejets or fichier.sautees:
            raise
        more = _remaining(kind, cadre, replace(fichier, sautees=frozenset(r.ligne for r in refusal.rejets)), fiche)
        Rejets(sorted({*refusal.rejets, *more}, key=lambda rejet: rejet.ligne)).lever(fichier)
        raise


def _remaining(kind: Genre, cadre: CadreDuDepartement, fichier: Fichier, fiche: Fiche) -> tuple[Rejet, ...]:
    try:
        PREPARATEURS[kind.forme](cadre, fichier, kind.lire([fichier], fiche))
    except FichierRefuse as refusal:
        return refusal.rejets
    return ()


def _dated(card: Provenance, nom: str) -> Provenance:
    """A card whose year nobody gave takes the one the file's name says, and says so."""
    year = annee_du_nom(nom)
    if card.millesime != NON_PRECISE or year is None:
        return card
    return replace(card, millesime=f"{year}{DU_NOM}")


def charger(
    db: Database, acteur: Acteur, vu: Apercu, jour: date, progres: Progres = lambda part, mots: None
) -> list[str]:
    """Write what was previewed, in one transaction, and say what changed."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        summary = {change.objet: _counts(change) for change in vu.changements}
        acteurs.record(db, acteur, "charger un fichier", vu.fichier.nom, {"type": vu.genre, "bilan": summary})
        for piece in vu.ecritures if vu.compte else ():
            if isinstance(piece, EcritureSerie):
                declares.noter(db, acteur, piece.serie.id, vu.compte)
        for serie in _perimees(db, vu.provenances, vu.ecritures):
            db["series"].delete_where("id = ?", [serie.id])
        for provenance in vu.provenances:
            territoire.ajouter_source(db, acteur, _card(provenance, vu.fichier, jour))
        for rank, piece in enumerate(vu.ecritures):
            progres(rank / len(vu.ecritures), f"Écriture : {vu.changements[rank].objet}")
            piece.ecrire(db)
            if isinstance(piece, EcritureMaille):
                _use_mesh(db, piece.id)
        progres(1.0, "Dernières vérifications")
        if GENRES[vu.genre].forme in ("centres", "contours", "maille"):
            dessin.redessiner(db)
        db["imports"].insert(
            {"le": acteurs.now(), "acteur": acteur.id, "genre": vu.genre, "fichier": vu.fichier.nom,
             "sha256": vu.fichier.sha256, "bilan": json.dumps(summary, ensure_ascii=False)}
        )  # fmt: skip
    return [f"{change.objet} : {_words(change)}." for change in vu.changements]


def imports(db: Database) -> pd.DataFrame:
    """Every accepted file, newest first. Columns: le, acteur, genre, fichier, sha256, bilan (JSON)."""
    columns = ["le", "acteur", "genre", "fichier", "sha256", "bilan"]
    rows = db.query(
        "SELECT i.le, a.nom AS acteur, i.genre, i.fichier, i.sha256, i.bilan FROM imports i "
        "JOIN acteurs a ON a.id = i.acteur ORDER BY i.rang DESC"
    )
    return pd.DataFrame(rows, columns=columns)


def contenu(db: Database) -> pd.DataFrame:
    """What each source brought, indexed by source id: series, valeurs, contours, sites, minutes, offre (counts)."""
    counts = {
        "series": "SELECT source, count(*) FROM series GROUP BY source",
        "valeurs": "SELECT s.source, count(*) FROM valeurs v JOIN series s ON s.id = v.serie GROUP BY s.source",
        "positions": "SELECT position_source, count(*) FROM communes GROUP BY position_source",
        "contours": "SELECT source, count(*) FROM contours WHERE niveau = 'commune' GROUP BY source",
        "sites": "SELECT source, count(*) FROM sites GROUP BY source",
        "minutes": "SELECT source, count(*) FROM minutes GROUP BY source",
        "offre": "SELECT source, count(*) FROM offre GROUP BY source",
        "mailles": "SELECT source, count(*) FROM mailles GROUP BY source",
    }
    frames = {name: dict(db.conn.execute(sql).fetchall()) for name, sql in counts.items()}
    if territoire.contours_livres(db):
        frames["contours"] = {france.COMMUNES: len(territoire.contours(db, "commune"))}
    index = territoire.sources(db).sort_index().sort_values("charge_le", ascending=False, kind="stable").index
    return (
        pd.DataFrame({name: pd.Series(tally, dtype=float) for name, tally in frames.items()}).reindex(index).fillna(0)
    )


def _use_mesh(db: Database, maille: str) -> None:
    db["concertation"].upsert({"cle": "maille", "valeur": maille}, pk="cle")


def mailles(db: Database) -> dict[str, str]:
    """Names of the loaded meshes, by id."""
    rows = db.conn.execute("SELECT id, nom FROM mailles ORDER BY de_repli, nom").fetchall()
    return {str(ident): territoire.nom_de_maille(str(name)) for ident, name in rows}


def choisir_maille(db: Database, acteur: Acteur, maille: str) -> str:
    """Use another loaded mesh for the territories, and say so. Raises `Introuvable` when it is not loaded."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = db.conn.execute("SELECT nom FROM mailles WHERE id = ?", (maille,)).fetchone()
        if row is None:
            raise Introuvable("Cette maille n'est plus dans le fichier. Rien n'a été modifié.")
        acteurs.record(db, acteur, "choisir la maille", str(row[0]))
        _use_mesh(db, maille)
        dessin.redessiner(db)
    return f"Maille en usage : {row[0]}."


def _card(provenance: Provenance, fichier: Fichier, jour: date) -> CarteDIdentite:
    fields = asdict(provenance)
    return CarteDIdentite(**fields, consulte_le=jour, fichier=fichier.nom, sha256=fichier.sha256, colonnes=())


def _counts(change: Changement) -> dict[str, int]:
    return {name: value for name, value in asdict(change).items() if isinstance(value, int)}


def _words(change: Changement) -> str:
    parts = {
        "ajouté": change.ajoutes,
        "remplacé": change.remplaces,
        "inchangé": change.inchanges,
        "retiré": change.retires,
    }
    phrase = ", ".join(accord(count, word, f"{word}s") for word, count in parts.items() if count)
    return (phrase or "rien ne change") + (f" ({change.note})" if change.note else "")
