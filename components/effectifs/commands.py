"""What the workforce screens ask of the store: rows in force, the estimate, inputs of a run, and their gestures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.errors import EntreeInvalide
from components.core.moves import Mouvement
from components.effectifs import model_effectif, model_scenario
from components.effectifs.model_effectif import PROFESSIONS, Ligne, Total
from components.effectifs.model_leviers import SANS_CHIFFRE, Action
from components.effectifs.model_monde import Groupe, MouvementDate
from components.effectifs.model_scenario import BAS, CENTRAL, FIXES, HAUT, SENS, Entrees
from data import effectifs, indicateurs, leviers, scenarios, territoire
from data.acteurs import Acteur
from data.leviers import Levier
from data.parameters import EnVigueur

GRAINE = 2022
NIVEAU = {BAS: 0, CENTRAL: 1, HAUT: 2}
PAR_ACCES = "Total du département réparti selon la population et l'APL publiée, faute d'effectif par territoire."
PAR_POPULATION = "Total du département réparti selon la population, faute d'effectif par territoire."


def valeurs(db: Database, jour: date) -> dict[str, tuple[tuple[float, float, float], object]]:
    """Every parameter of a run: name → ((low, central, high), rows or ())."""
    known = EnVigueur.read(db, jour)
    return {nom: (known[nom].bornes, known[nom].lignes) for nom in (*SENS, *FIXES)}


def lignes(db: Database, annee: int) -> list[Ligne]:
    """The whole workforce: what the table entered, and the estimate of every other team. May identify people."""
    return model_effectif.assembler(saisies(db), estimees(db))


def publiques(db: Database, annee: int) -> list[Ligne]:
    """The workforce as it may be projected and exported."""
    return model_effectif.publiques(lignes(db, annee), annee)


def saisies(db: Database) -> list[Ligne]:
    """Rows entered by the table."""
    rows = effectifs.read(db).astype(object)
    return [_ligne(row) for row in rows.where(rows.notna(), None).to_dict("records")]


def _ligne(row: Mapping[str, object]) -> Ligne:
    known = {name: row[name] for name in ("territoire", "profession", "effectif", "mode", "secteur", "sexe", "heures")}
    whole = {
        n: None if row[n] is None else int(str(row[n]).split(".")[0])
        for n in ("age_min", "age_max", "depart", "arrivee")
    }
    return Ligne(cle=f"saisie|{row['id']}", cumul=bool(row["cumul"]), **known, **whole)  # type: ignore[arg-type]


def estimees(db: Database) -> list[Ligne]:
    """The default workforce: each known total of the département, shared between territories, marked as such."""
    totals = effectifs.totals(db)
    access, people = _poids(db)
    found: list[Ligne] = []
    for code, (count, source) in totals.items():
        weights, why = (access, PAR_ACCES) if code == "mg" and access else (people, PAR_POPULATION)
        found += model_effectif.estimer({code: Total(count, source)}, {code: weights}, why)
    return found


def _poids(db: Database) -> tuple[dict[str, float], dict[str, float]]:
    """Weights of territories: population × published access (empty without an APL), and population."""
    communes = poids_communes(db)
    people = communes.groupby("territoire")["population"].sum().to_dict()
    access = communes.groupby("territoire")["poids"].sum().to_dict()
    return (access if communes["avec_apl"].any() else {}), people


def poids_communes(db: Database) -> pd.DataFrame:
    """Communes of the département by code: territoire, population, poids (population × published APL), avec_apl."""
    communes = territoire.communes(db)
    inside = communes[(communes["role"] == "interieure") & communes["territoire"].notna()][["territoire"]]
    people, _ = indicateurs.habitants(db)
    population = people.reindex(inside.index).fillna(0.0)
    known = [serie for serie in indicateurs.series(db, "commune") if serie.indicateur == "apl_mg"]
    if not known:
        return inside.assign(population=population, poids=population, avec_apl=False)
    apl = indicateurs.values(db, known[0].id)["valeur"].reindex(inside.index).fillna(0.0)
    return inside.assign(population=population, poids=population * apl, avec_apl=True)


def groupes(rows: Sequence[Ligne]) -> tuple[Groupe, ...]:
    """The teams that exist, in a fixed order."""
    return tuple(sorted({(row.territoire, row.profession) for row in rows}))


def entrees(
    db: Database, jour: date, annees: int, jeu: str, scenario: int, rows: Sequence[Ligne], teams: Sequence[Groupe]
) -> Entrees:
    """The inputs of a run of a scenario (0: none) on some teams, in one assumption set."""
    known = valeurs(db, jour)
    actions, moves = contenu(db, scenario, jeu) if scenario else ([], [])
    kept = tuple(row for row in rows if (row.territoire, row.profession) in set(teams))
    return Entrees(
        groupes=tuple(teams),
        annee=jour.year,
        annees=annees,
        tirages=int(EnVigueur.read(db, jour).number("tirages")),
        graine=GRAINE,
        lignes=kept,
        parametres=model_scenario.parametres(known, jeu),
        actions=tuple(a for a in actions if (a.territoire, a.profession) in set(teams)),
        mouvements=tuple(m for m in moves if (m.territoire, "mg") in set(teams)),
    )


def contenu(db: Database, scenario: int, jeu: str) -> tuple[list[Action], list[MouvementDate]]:
    """Levers at work and dated moves of a scenario, at the level of an assumption set."""
    frame = scenarios.lines(db, scenario).astype(object)
    actions, moves = [], []
    for row in frame.where(frame.notna(), None).to_dict("records"):
        if row["levier"]:
            actions.append(_action(row, jeu))
        else:
            moves.append(MouvementDate(int(row["annee"]), row["territoire"], _mouvement(row)))
    return actions, moves


def _action(row: Mapping[str, object], jeu: str) -> Action:
    lever = leviers.catalogue()[str(row["levier"])]
    target, effect = effet_de(lever, row, jeu)
    delay = lever.delai[2 - NIVEAU[jeu]]
    return Action(
        lever.nom, target, str(row["territoire"]), str(row["profession"]), int(str(row["annee"]).split(".")[0]),
        float(str(row["quantite"])), effect, delay, lever.montee,
    )  # fmt: skip


def effet_de(lever: Levier, row: Mapping[str, object], jeu: str) -> tuple[str, float]:
    """What a line of a scenario acts on, and its effect per unit: entered by the table, else the catalogue's."""
    entered = [row["effet_bas"], row["effet_central"], row["effet_haut"]]
    if all(value is not None for value in entered):
        return str(row["cible"] or lever.cible), float(str(entered[NIVEAU[jeu]]))
    return (lever.cible, lever.effet[NIVEAU[jeu]]) if lever.effet else (SANS_CHIFFRE, 0.0)


def _mouvement(row: Mapping[str, object]) -> Mouvement:
    numbers = {n: None if row[n] is None else float(str(row[n])) for n in ("actes", "etp", "jours_par_mois")}
    age = None if row["age"] is None else int(str(row["age"]).split(".")[0])
    return Mouvement(row["genre"], str(row["commune"]), str(row["libelle"]), age, **numbers)  # type: ignore[arg-type]


def enregistrer(
    db: Database, acteur: Acteur, annee: int, territoire_code: str, profession: str, rows: Sequence[Ligne],
    vues: frozenset[int],
) -> None:  # fmt: skip
    """Check every row, then make them the team; a bad row refuses the whole and says its rank."""
    written = []
    for rank, row in enumerate(rows, start=1):
        try:
            model_effectif.verifier(row, annee)
        except EntreeInvalide as problem:
            raise EntreeInvalide(f"Ligne {rank} : {problem}") from None
        fields = asdict(replace(row, statut="saisi"))
        known = row.cle.removeprefix("saisie|")
        fields |= {"id": int(known) if known.isdigit() else None, "annee": annee, "note": "", "cumul": int(row.cumul)}
        written.append(fields)
    effectifs.replace(db, acteur, territoire_code, profession, written, vues)


def nom_profession(code: str, combien: float = 2) -> str:
    """« médecin généraliste » or « médecins généralistes »."""
    return PROFESSIONS[code][int(abs(combien) >= 2)]


def fondre(whole: Entrees, nom: str, profession: str) -> Entrees:
    """The same inputs with every territory merged into one: the whole département as one team."""
    return replace(
        whole,
        groupes=((nom, profession),),
        lignes=tuple(model_effectif.fondre(whole.lignes, nom)),
        actions=tuple(replace(action, territoire=nom) for action in whole.actions),
        mouvements=tuple(replace(move, territoire=nom) for move in whole.mouvements),
    )
