"""A new file: a département, its communes, territories, populations and what comes with the product."""

from pathlib import Path

import pandas as pd
from sqlite_utils import Database

from components.core.communes import INTERIEURE, interieures
from components.core.refus import Disparu, Indisponible, Introuvable, Refus
from data.base import acteurs, demande, store
from data.base.acteurs import Acteur
from data.base.store import writing
from data.fichier import embarque, saone_et_loire
from data.territoire import indicateurs, sources, territoire

COMMUNES, EPCI, DEPARTEMENTS = "communes_france_2026", "epci_france_2026", "departements_2026"
MAILLE, NOM_MAILLE = "epci", "EPCI (maille de repli)"
HORS_EPCI = "hors-epci"


def creer(db: Database, acteur: Acteur, code: str) -> list[str]:
    """Put a département in an empty file, in one transaction, and say in French what it now holds.

    Raises `Refus` when the file already holds one, `Introuvable` when the code is not a département.
    """
    if code not in (names := noms()):
        raise Introuvable(f"« {code} » n'est pas un département. Exemples : 71, 58, 2A, 974.")
    name = names[code]
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if not territoire.is_empty(db):
            departement = territoire.setting(db, "nom")
            raise Refus(
                f"Ce fichier contient déjà {departement} : rien n'a été modifié. Choisissez un autre CONCERTATION_DB."
            )
        acteurs.record(db, acteur, "créer le fichier", name)
        _settings(db, {"departement": code, "nom": name, "maille": MAILLE, "cree_le": acteurs.now()})
        communes = _communes(db, acteur, code)
        _mesh(db, acteur, communes)
        _populations(db, communes)
        embedded = embarque.ajouter(db, acteur)
        if code == saone_et_loire.CODE:
            saone_et_loire.ajouter(db, acteur)
    return [f"{name} : {len(communes)} communes.", *embedded]


def noms() -> dict[str, str]:
    """« Nièvre (58) », by code: every département a file may be made for."""
    rows = sources.read_csv(DEPARTEMENTS).itertuples()
    return {str(row.code): f"{row.nom} ({row.code})" for row in rows}


def assurer(acteur: Acteur, code: str | None = None) -> list[str]:
    """Create the file this process serves when it does not exist yet; else complete one of before, or do nothing.
    `code`: the département this process was told to serve when None, else that of the usual file.

    Only the usual folder is made: another one that is missing may be a drive that is not plugged in.
    Raises `Refus` when the file holds another département than the one asked.
    """
    target, wanted = store.path(), code or demande.departement()
    if wanted and wanted not in noms():
        raise Introuvable(f"« {wanted} » n'est pas un département. Exemples : 71, 58, 2A, 974. Rien n'a été créé.")
    store.attendre(target)
    if target.exists():
        _exiger(wanted)
        return _completer(acteur)
    if target.parent != store.DEFAULT.parent and not target.parent.is_dir():
        raise Disparu(
            f"Le dossier « {target.parent} » n'est pas là : rien n'a été créé. Si c'est un disque ou un lecteur "
            "réseau, branchez-le puis relancez ; pour une première table à cet endroit : « python -m data init »."
        )
    try:
        return [f"Fichier créé : {target}", *nouveau(acteur, wanted or demande.PREMIER)]
    except FileExistsError:
        return []  # another program has just made it, whole


def nouveau(acteur: Acteur, code: str, fichier: Path | None = None) -> list[str]:
    """Create a file (the one this process serves when not given), its folder if needed, whole or not at all; fill one
    that has no département.

    Raises what `creer` does.
    """
    target = fichier or store.path()
    if target.exists() and target.stat().st_size:
        with store.connect(target) as db:
            return creer(db, acteur, code)
    target.parent.mkdir(parents=True, exist_ok=True)
    with store.nouveau(target) as db:
        return creer(db, acteur, code)


def _completer(acteur: Acteur) -> list[str]:
    try:
        with store.connect() as db:
            return embarque.completer(db, acteur)
    except Indisponible:
        return []  # said by whoever reads the file next


def _exiger(wanted: str | None) -> None:
    """The file served is the one of the département asked, if any was."""
    if wanted is None:
        return
    with store.connect() as db:
        if territoire.is_empty(db) or territoire.setting(db, "departement") == wanted:
            return
        raise Refus(
            f"« {store.path()} » est la table de {territoire.setting(db, 'nom')}, pas celle du département {wanted} : "
            f"rien n'a été modifié. Retirez {demande.FICHIER} ou {demande.DEPARTEMENT}."
        )


def problems(db: Database) -> list[str]:
    """What is wrong with the file, in French: broken references, damaged pages, communes without territory."""
    faults = [f"Page endommagée : {row[0]}" for row in db.conn.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [f"Référence rompue : {row[0]}, ligne {row[1]}" for row in db.conn.execute("PRAGMA foreign_key_check")]
    if territoire.is_empty(db):
        return [*faults, "Ce fichier ne contient pas encore de département. Lancez « python -m data init »."]
    inside = interieures(territoire.communes(db))
    alone = inside[inside["territoire"].isna()]
    return [*faults, *(f"Commune sans territoire : {code}" for code in alone.index)]


def _settings(db: Database, settings: dict[str, str]) -> None:
    db["concertation"].insert_all({"cle": key, "valeur": value} for key, value in settings.items())


def _communes(db: Database, acteur: Acteur, code: str) -> pd.DataFrame:
    """Communes of the département; Paris, Lyon and Marseille by arrondissement, as the APL is."""
    territoire.ajouter_source(db, acteur, sources.carte(COMMUNES))
    france = sources.read_csv(COMMUNES).set_index("code")
    whole = france.index.isin(france["parent"][france["parent"] != ""])
    communes = france[(france["departement"] == code) & ~whole]
    db["communes"].insert_all(
        {"code": c, "nom": row.nom, "departement": code, "epci": row.epci, "role": INTERIEURE}
        for c, row in zip(communes.index, communes.itertuples(), strict=True)
    )
    return communes


def _mesh(db: Database, acteur: Acteur, communes: pd.DataFrame) -> None:
    """Territories by EPCI (by EPT inside the Métropole du Grand Paris), as a fallback mesh."""
    territoire.ajouter_source(db, acteur, sources.carte(EPCI))
    names = sources.read_csv(EPCI).set_index("code")["nom"]
    group = communes["ept"].where(communes["ept"] != "", communes["epci"]).replace("", HORS_EPCI)
    db["mailles"].insert({"id": MAILLE, "nom": NOM_MAILLE, "de_repli": 1, "source": EPCI})
    db["territoires"].insert_all(
        {"maille": MAILLE, "code": code, "nom": names.get(code, "Communes hors EPCI")}
        for code in sorted(group.unique())
    )
    db["appartenances"].insert_all(
        {"maille": MAILLE, "commune": code, "territoire": target} for code, target in group.items()
    )


def _populations(db: Database, communes: pd.DataFrame) -> None:
    indicateurs.store(
        db, indicateurs.population(2022, COMMUNES), indicateurs.states(embarque.residents(communes).items())
    )
