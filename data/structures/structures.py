"""The structures of the table: each once, whatever the territories it covers; written, closed, never lost."""

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from components.core.textes import nets
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.structures import couverture
from data.structures.catalogue import CPTS, MISSION, ROLES, SECTEURS, STATUTS, TAILLES, etapes, types
from data.structures.couverture import Lieu

CHAMPS = (
    "nom", "type", "role", "secteur", "statut", "taille", "professionnels", "membres", "telephone", "adresse",
    "precisions",
)  # fmt: skip
VIDE: dict[str, Any] = dict.fromkeys(CHAMPS, "") | {"professionnels": None}
NOMS = {
    "nom": "Nom", "type": "Type", "role": "Rôle", "secteur": "Secteur", "statut": "Public ou privé",
    "taille": "Taille (ACI)", "professionnels": "Professionnels", "membres": "Membres", "telephone": "Téléphone",
    "adresse": "Adresse", "precisions": "Précisions", "couverture": "Couvre", "fermee_le": "Fermée le",
    "etape": "Étape", "mission": "Mission", "le": "Le", "note": "Note",
}  # fmt: skip
LUES = ["id", *CHAMPS, "fermee_le", "version", "genre", "maturite", "maturite_le"]
LONGUEURS = {"nom": 200, "membres": 1_000, "telephone": 40, "adresse": 300, "precisions": 1_000}
FICHE = ["territoire", "id", "role", "type", "nom", "secteur", "maturite", "precisions"]  # what evidence freezes
NUMERO = re.compile(r"[0-9 +().\-/\u00a0\u202f]*[0-9][0-9 +().\-/\u00a0\u202f]*")
ORDRE = "ORDER BY CASE s.role WHEN 'offre' THEN 0 WHEN 'organise' THEN 1 ELSE 2 END"
DERNIERE = (
    "SELECT s.*, e.etape AS maturite, e.le AS maturite_le FROM structures s LEFT JOIN etapes_structure e ON e.id = "
    "(SELECT id FROM etapes_structure WHERE structure = s.id AND mission = '' ORDER BY le DESC, id DESC LIMIT 1) "
)


def read(db: Database, fermees: bool = False) -> pd.DataFrame:
    """Structures of the table, indexed by id: the fields, `fermee_le`, `version`, `genre` (the type in words), and the
    last dated stage (`maturite`, `maturite_le`). `fermees`: with those that are closed."""
    rows = [
        row | {"genre": _genre(row["type"]), "maturite": row["maturite"] or "", "maturite_le": row["maturite_le"] or ""}
        for row in db.query(f"{DERNIERE} WHERE ? OR s.fermee_le IS NULL {ORDRE}, s.type, s.nom", [fermees])
    ]
    return pd.DataFrame(rows, columns=LUES, dtype=object).set_index("id")


def une(db: Database, ident: int) -> dict[str, Any]:
    """One structure as it is now. Raises `Introuvable`."""
    row = next(db.query(f"{DERNIERE} WHERE s.id = ?", [ident]), None)
    if row is None:
        raise Introuvable("Cette structure n'est plus notée. Rechargez la page. Rien n'a été modifié.")
    return row


def par_territoire(db: Database, code: str | None = None) -> pd.DataFrame:
    """Structures of a territory of the mesh in use, or of each, who provides first. Columns `FICHE` (the type in
    words), then telephone, adresse."""
    noted = read(db)
    columns = [*FICHE, "telephone", "adresse"]
    if noted.empty:
        return pd.DataFrame(columns=columns)
    rows = noted.assign(type=noted["genre"]).reset_index()
    met = couverture.territoires(db).merge(rows, left_on="structure", right_on="id")
    met = met[met["territoire"] == code] if code is not None else met
    order = {role: rank for rank, role in enumerate(ROLES)}
    ordered = met.sort_values(["role", "type", "nom"], key=lambda s: s.map(order) if s.name == "role" else s)
    return ordered[columns].reset_index(drop=True)


def inscrire(db: Database, acteur: Acteur, champs: Mapping[str, Any], lieux: Iterable[Lieu]) -> int:
    """Note a structure with what it covers, and return its number. Raises `Refus` when the same is noted already."""
    fields, places = _verifies(VIDE | dict(champs)), set(lieux)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        same = _meme(db, fields)
        if same is not None:
            raise Refus(
                f"« {same['nom']} » ({_genre(same['type'])}) est déjà notée : une structure ne l'est qu'une fois. "
                "Ouvrez-la pour changer ce qu'elle couvre. Rien n'a été ajouté."
            )
        couverture.verifier(db, places)
        acteurs.register(db, acteur)
        now = acteurs.now()
        ident = int(db["structures"].insert(fields | {"acteur": acteur.id, "cree_le": now, "touche_le": now}).last_pk)
        couverture.ecrire(db, ident, places)
        _noter(db, acteur, "ajouter une structure", ident, fields | {"couverture": couverture.mots(db, places)})
        return ident


def noter(db: Database, acteur: Acteur, code: str, champs: Mapping[str, Any]) -> int:
    """Note from the card of a territory that a structure is there: a new one, or one more place of a known one."""
    fields = _verifies(VIDE | dict(champs))
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        place, same = couverture.territoire_en_usage(db, code), _meme(db, fields)
        if same is None:
            return inscrire(db, acteur, champs, {place})
        ident = int(same["id"])
        before = couverture.lieux(db, ident)
        if code in set(couverture.territoires(db).query("structure == @ident")["territoire"]):
            raise Refus(f"« {same['nom']} » est déjà sur la fiche de ce territoire. Rien n'a été ajouté.")
        couverture.verifier(db, {place})
        couverture.ecrire(db, ident, before | {place})
        detail = {"couverture": [couverture.mots(db, before), couverture.mots(db, before | {place})]}
        _noter(db, acteur, "étendre une structure", ident, detail)
        return ident


def modifier(
    db: Database, acteur: Acteur, ident: int, version: int, champs: Mapping[str, Any], lieux: Iterable[Lieu]
) -> None:
    """Change a structure read at `version`, with what it covers. Raises `Refus` when someone changed it meanwhile."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        now, places = _a_jour(db, ident, version), set(lieux)
        fields = _verifies({name: now[name] for name in CHAMPS} | dict(champs))
        same = _meme(db, fields)
        if same is not None and same["id"] != ident:
            raise Refus(f"« {same['nom']} » est déjà notée sous ce type et ce nom. Rien n'a été modifié.")
        before = couverture.lieux(db, ident)
        couverture.verifier(db, places - before)
        detail: dict[str, Any] = {name: [now[name], fields[name]] for name in CHAMPS if fields[name] != now[name]}
        if places != before:
            detail["couverture"] = [couverture.mots(db, before), couverture.mots(db, places)]
        if not detail:
            return
        db["structures"].update(ident, fields)
        couverture.ecrire(db, ident, places)
        _noter(db, acteur, "modifier une structure", ident, detail)


def quitter(db: Database, acteur: Acteur, ident: int, code: str) -> None:
    """Take a territory out of what a structure covers; refuses when it covers it by its communes or the département."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        une(db, ident)
        place, before = couverture.territoire_en_usage(db, code), couverture.lieux(db, ident)
        if place not in before:
            raise Refus(
                "Cette structure couvre ce territoire par ses communes ou par le département : changez sa couverture "
                "sur la page Réponses. Rien n'a été modifié."
            )
        couverture.ecrire(db, ident, before - {place})
        detail = {"couverture": [couverture.mots(db, before), couverture.mots(db, before - {place})]}
        _noter(db, acteur, "retirer une structure", ident, detail)


def franchir(db: Database, acteur: Acteur, ident: int, etape: str, le: str, mission: str = "", note: str = "") -> None:
    """Note a dated stage of a structure, or the state of one of its missions. Earlier ones stay: it is its history."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = une(db, ident)
        _verifier_etape(row["type"], mission, etape)
        if le > jours.aujourd_hui(db).isoformat():
            raise Refus("Une étape se note une fois franchie : sa date est passée. Rien n'a été enregistré.")
        twice = db.conn.execute(
            "SELECT 1 FROM etapes_structure WHERE (structure, mission, etape, le) = (?, ?, ?, ?)",
            (ident, mission, etape, le),
        ).fetchone()
        if twice:
            raise Refus("Cette étape est déjà notée à cette date. Rien n'a été enregistré.")
        acteurs.register(db, acteur)
        words = types()[row["type"]].missions.get(mission, "") if row["type"] in types() else ""
        line = {"structure": ident, "mission": mission, "etape": etape, "le": le, "note": nets(note.strip())}
        db["etapes_structure"].insert(line | {"acteur": acteur.id, "ecrit_le": acteurs.now()})
        detail = {"mission": words, "etape": etape, "le": le, "note": note.strip()}
        _noter(db, acteur, "noter une étape", ident, detail)


def fermer(db: Database, acteur: Acteur, ident: int, version: int, le: str | None) -> None:
    """Say the day a structure closed (None: it is open again); its history and what it rendered stay."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        now = _a_jour(db, ident, version)
        if le is None and _meme(db, now) is not None:
            raise Refus("Une autre structure ouverte porte ce type et ce nom. Rien n'a été modifié.")
        if le is not None and le > jours.aujourd_hui(db).isoformat():
            raise Refus("Une fermeture se note le jour venu. Rien n'a été modifié.")
        db["structures"].update(ident, {"fermee_le": le})
        _noter(db, acteur, "fermer une structure" if le else "rouvrir une structure", ident,
               {"fermee_le": [now["fermee_le"], le]})  # fmt: skip


def etapes_de(db: Database, ident: int) -> pd.DataFrame:
    """The stages of a structure, newest first. Columns: mission (key; empty: itself), etape, le, note,
    acteur (name)."""
    rows = db.query(
        "SELECT e.mission, e.etape, e.le, e.note, a.nom AS acteur FROM etapes_structure e JOIN acteurs a ON "
        "a.id = e.acteur WHERE e.structure = ? ORDER BY e.le DESC, e.id DESC",
        [ident],
    )
    return pd.DataFrame(rows, columns=["mission", "etape", "le", "note", "acteur"])


def journal(db: Database, ident: int) -> pd.DataFrame:
    """Every change of a structure, newest first. Columns: le, acteur, geste, detail (JSON)."""
    rows = db.query(
        "SELECT g.le, a.nom AS acteur, g.geste, g.detail FROM gestes g JOIN acteurs a ON a.id = g.acteur "
        "WHERE g.objet = ? ORDER BY g.rang DESC",
        [f"structure:{ident}"],
    )
    return pd.DataFrame(rows, columns=["le", "acteur", "geste", "detail"])


def _genre(key: str) -> str:
    return types()[key].nom if key in types() else key


def _a_jour(db: Database, ident: int, version: int) -> dict[str, Any]:
    now = une(db, ident)
    if now["version"] != version:
        raise Refus(
            f"« {now['nom']} » a été modifiée pendant que vous écriviez. Rien n'a été enregistré : relisez-la, puis "
            "recommencez."
        )
    return now


def _meme(db: Database, champs: Mapping[str, Any]) -> dict[str, Any] | None:
    """The open structure of the same kind and name, whatever the case and the spaces."""
    rows = db.query("SELECT * FROM structures WHERE type = ? AND fermee_le IS NULL ORDER BY id", [champs["type"]])
    return next((row for row in rows if _plain(row["nom"]) == _plain(champs["nom"])), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _noter(db: Database, acteur: Acteur, geste: str, ident: int, detail: Mapping[str, Any]) -> None:
    """A line of the journal, and a new version of the structure."""
    acteurs.record(db, acteur, geste, f"structure:{ident}", detail)
    db.conn.execute(
        "UPDATE structures SET version = version + 1, touche_le = ?, acteur = ? WHERE id = ?",
        (acteurs.now(), acteur.id, ident),
    )


def _verifier_etape(genre: str, mission: str, etape: str) -> None:
    kind = types().get(genre)
    if mission and (kind is None or mission not in kind.missions):
        raise Refus("Cette mission n'est pas celle de ce type de structure. Rien n'a été enregistré.")
    if etape not in (MISSION if mission else etapes(genre)):
        raise Refus(f"« {etape} » n'est pas une étape de cette structure. Rien n'a été enregistré.")


def _verifies(champs: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept. Raises `Refus` with the field and the reason."""
    fields = {name: nets(champs[name]).strip() if isinstance(champs[name], str) else champs[name] for name in CHAMPS}
    if not fields["nom"]:
        raise Refus("Indiquez le nom de la structure. Rien n'a été enregistré.")
    for name, most in LONGUEURS.items():
        if len(fields[name]) > most:
            raise Refus(f"{NOMS[name]} : {most} caractères au plus. Rien n'a été enregistré.")
    fields["role"] = fields["role"] or (types()[fields["type"]].role if fields["type"] in types() else "")
    allowed: dict[str, Container[str]] = {
        "type": types(), "role": ROLES, "secteur": ("", *SECTEURS), "statut": STATUTS,
        "taille": TAILLES if fields["type"] == CPTS else ("",),
    }  # fmt: skip
    for name, words in allowed.items():
        if fields[name] not in words:
            raise Refus(f"{NOMS[name]} : « {fields[name]} » n'est pas possible ici. Rien n'a été enregistré.")
    count = fields["professionnels"]
    if count is not None and not (isinstance(count, int) and 0 <= count < 1_000_000):
        raise Refus("Le nombre de professionnels est un nombre entier. Rien n'a été enregistré.")
    if fields["telephone"] and not NUMERO.fullmatch(fields["telephone"]):
        raise Refus(f"« {fields['telephone']} » n'est pas un numéro de téléphone. Rien n'a été enregistré.")
    return fields
