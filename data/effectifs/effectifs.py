"""The workforce rows that a table enters, with their history.

Rows may identify people: the journal only counts them, and `export` never writes this table.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import ANIMER, Acteur
from data.base.parameters import sourcee
from data.base.souvenir import partagee
from data.base.store import writing
from data.territoire import indicateurs, sources, territoire

LIGNES = [
    "id", "territoire", "profession", "mode", "secteur", "effectif", "sexe", "age_min", "age_max", "heures", "cumul",
    "depart", "arrivee", "note", "annee", "patientele", "maille", "acteur", "cree_le",
]  # fmt: skip
HISTOIRE = [*LIGNES, "remplace", "retire_le", "retire_par"]
ECRITES = LIGNES[1:16]
# A profession's series in the file (newest first), and its name among the embedded headcounts.
TOTAUX = {
    "mg": "medecins_generalistes_hors_mep",
    "ide": "infirmiers",
    "mk": "masseurs_kinesitherapeutes",
    "sf": "sages_femmes",
    "cd": "chirurgiens_dentistes",
    "ph": "pharmaciens",
}
LIBERAUX = "liberaux_departements_2024"
AUTRES = ("medecins_specialistes", "orthophonistes", "pedicures_podologues", "orthoptistes")


def read(db: Database) -> pd.DataFrame:
    """Rows in force on the territories of the mesh in use. Columns `LIGNES` (heures a week; depart, arrivee: calendar
    years; annee: that of the entry, to which ages refer; acteur: name)."""
    rows = _rows(db)
    return rows[_in_use(db, rows)]


@partagee
def set_aside(db: Database) -> pd.DataFrame:
    """Teams in force on territories of another mesh: they do not count, and come back with it. Columns: maille (its
    name, empty when it is no longer loaded), equipes, personnes."""
    rows = _rows(db)
    teams = rows[~_in_use(db, rows)].groupby(["maille", "territoire", "profession"], as_index=False)["effectif"].sum()
    by_mesh = teams.groupby("maille", as_index=False).agg(equipes=("effectif", "size"), personnes=("effectif", "sum"))
    names = dict(db.conn.execute("SELECT id, nom FROM mailles").fetchall())
    return by_mesh.assign(maille=[names.get(code, "") for code in by_mesh["maille"]])


def _rows(db: Database) -> pd.DataFrame:
    rows = db.query(
        "SELECT e.*, a.nom AS auteur FROM effectifs e JOIN acteurs a ON a.id = e.acteur WHERE e.retire_le IS NULL "
        "ORDER BY e.territoire, e.profession, e.id"
    )
    frame = pd.DataFrame(list(rows), columns=[*LIGNES, "auteur"])
    return frame.assign(acteur=frame["auteur"])[LIGNES]


def _in_use(db: Database, rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows stand on a territory of the mesh in use, and were entered in it."""
    if territoire.is_empty(db):
        return pd.Series(False, index=rows.index)
    codes = territoire.territoires(db).index
    return (rows["maille"] == territoire.setting(db, "maille")) & rows["territoire"].isin(codes)


def history(db: Database, territoire_code: str, profession: str) -> pd.DataFrame:
    """Every row ever entered for a team of the mesh in use, newest first. Columns `HISTOIRE`."""
    rows = db.query(
        "SELECT e.*, a.nom AS auteur, r.nom AS retireur FROM effectifs e JOIN acteurs a ON a.id = e.acteur "
        "LEFT JOIN acteurs r ON r.id = e.retire_par WHERE e.territoire = ? AND e.profession = ? AND e.maille = ? "
        "ORDER BY e.id DESC",
        [territoire_code, profession, territoire.setting(db, "maille")],
    )
    frame = pd.DataFrame(list(rows), columns=[*HISTOIRE, "auteur", "retireur"])
    return frame.assign(acteur=frame["auteur"], retire_par=frame["retireur"])[HISTOIRE]


def remplacer(
    db: Database, acteur: Acteur, territoire_code: str, profession: str, lignes: Sequence[Mapping[str, object]],
    vues: frozenset[int],
) -> None:  # fmt: skip
    """Make these rows the team of a territory: retire the rows that changed or left, write the new ones.

    `vues`: ids that the author had on screen; when others are in force by now, someone edited meanwhile and nothing
    is written (`Refus`). A row that bears an `id` and has not changed stays as it is.
    """
    acteurs.exiger(db, acteur, *ANIMER)
    with writing(db):
        current = {row["id"]: row for row in _in_force(db, territoire_code, profession)}
        if frozenset(current) != vues:
            raise Refus(
                "Quelqu'un a modifié cette équipe pendant votre saisie : rien n'a été enregistré. Rechargez la page, "
                "vérifiez, puis recommencez."
            )
        same = {row["id"] for row in lignes if row.get("id") in current and _same(row, current[row["id"]])}
        gone = [key for key in current if key not in same]
        fresh = [row for row in lignes if row.get("id") not in same]
        moment = acteurs.now()
        _retire(db, acteur, gone, moment)
        for row in fresh:
            _insert(db, acteur, territoire_code, profession, row, current, moment)
        counts = {"retirées": len(gone), "écrites": len(fresh)}
        acteurs.record(db, acteur, "modifier l'effectif", f"{territoire_code} {profession}", counts)


def headcounts(db: Database) -> pd.DataFrame:
    """What may leave the file: people entered by team, of every mesh. Columns: territoire, profession, effectif,
    maille."""
    counted = _rows(db).groupby(["territoire", "profession", "maille"], as_index=False)["effectif"].sum()
    return pd.DataFrame(counted, columns=["territoire", "profession", "effectif", "maille"])


def totals(db: Database) -> dict[str, tuple[int, str]]:
    """Headcount of the département by profession, with its source in words: a loaded series, else the embedded ones.

    A profession that nothing tells is absent.
    """
    return {code: (people, words) for code, (people, words, _) in _known(db).items()}


def annees_comptees(db: Database) -> dict[str, int]:
    """The year of the count of each of `totals`."""
    return {code: year for code, (_, _, year) in _known(db).items()}


def autres_comptes(db: Database) -> dict[str, int]:
    """Liberal professionals of the département counted in the embedded file and projected nowhere, by their label;
    counts that are part of another one (general practitioners, specialities) left out. Empty where it has none."""
    liberaux, card = sources.read_csv(LIBERAUX).set_index("code_departement"), sources.carte(LIBERAUX)
    department = territoire.setting(db, "departement")
    if department not in liberaux.index:
        return {}
    labels = {column.nom: column.label for column in card.colonnes}
    return {labels[name]: int(liberaux.at[department, name]) for name in AUTRES}


def _known(db: Database) -> dict[str, tuple[int, str, int]]:
    counted = _from_series(db)
    liberaux, card = sources.read_csv(LIBERAUX).set_index("code_departement"), sources.carte(LIBERAUX)
    department = territoire.setting(db, "departement")
    if department in liberaux.index:
        words = sourcee(f"{card.producteur}, {card.millesime}, libéraux du département", card.fiabilite)
        for code, name in TOTAUX.items():
            if name in liberaux.columns and code not in counted:
                counted[code] = (int(liberaux.at[department, name]), words, int(card.millesime))
    return counted


def _from_series(db: Database) -> dict[str, tuple[int, str, int]]:
    counted: dict[str, tuple[int, str, int]] = {}
    department = territoire.setting(db, "departement")
    series = indicateurs.series(db, "departement")
    for code, name in TOTAUX.items():
        published = [serie for serie in series if serie.indicateur == f"liberaux_{name}"]
        for serie in published[:1]:
            values = indicateurs.values(db, serie.id)
            if department in values.index and values.at[department, "etat"] == indicateurs.VALEUR:
                counted[code] = (int(values.at[department, "valeur"]), serie.titre, serie.millesime)
    return counted


def _in_force(db: Database, territoire_code: str, profession: str) -> list[dict[str, object]]:
    return list(
        db.query(
            "SELECT * FROM effectifs WHERE territoire = ? AND profession = ? AND maille = ? AND retire_le IS NULL "
            "ORDER BY id",
            [territoire_code, profession, territoire.setting(db, "maille")],
        )
    )


def _same(row: Mapping[str, object], stored: Mapping[str, object]) -> bool:
    """Whether a row says what was kept; an age said in another year is another one."""
    dated = row.get("age_min") is None or row.get("annee") == stored["annee"]
    return dated and all(
        row.get(name) == stored[name] for name in ECRITES if name not in ("territoire", "profession", "annee")
    )


def _retire(db: Database, acteur: Acteur, ids: Sequence[object], moment: str) -> None:
    acteurs.register(db, acteur)
    for key in ids:
        db.conn.execute("UPDATE effectifs SET retire_le = ?, retire_par = ? WHERE id = ?", (moment, acteur.id, key))


def _insert(
    db: Database, acteur: Acteur, territoire_code: str, profession: str, row: Mapping[str, object],
    current: Mapping[object, object], moment: str,
) -> None:  # fmt: skip
    mesh = territoire.setting(db, "maille")
    if not db.conn.execute(
        "SELECT 1 FROM territoires WHERE code = ? AND maille = ?", (territoire_code, mesh)
    ).fetchone():
        raise Introuvable(f"Le territoire « {territoire_code} » n'existe pas dans ce fichier.")
    written = {name: row.get(name) for name in ECRITES if name not in ("territoire", "profession")}
    replaced = row.get("id") if row.get("id") in current else None
    signed = {"maille": mesh, "acteur": acteur.id, "cree_le": moment, "remplace": replaced}
    db["effectifs"].insert({"territoire": territoire_code, "profession": profession, **written, **signed})
