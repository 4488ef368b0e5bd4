"""What the workforce screens ask of the store: rows in force, the estimate, inputs of a run, and their gestures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.acces.moves import Mouvement
from components.core.communes import interieures
from components.effectifs import lectures_sources
from components.effectifs.moteur import effectif, jeux
from components.effectifs.moteur.cadre import MG, Groupe, gabarit
from components.effectifs.moteur.effectif import PROFESSIONS, Ligne, Total
from components.effectifs.moteur.jeux import BAS, CENTRAL, FIXES, HAUT, SENS
from components.effectifs.moteur.leviers import PATIENTS, SANS_CHIFFRE, Action
from components.effectifs.moteur.monde import MouvementDate
from components.effectifs.moteur.scenario import Entrees
from components.effectifs.regles import saisie
from components.effectifs.regles.adultes import ListeMoyenne
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.effectifs import effectifs, leviers, scenarios
from data.effectifs.leviers import Levier
from data.territoire import indicateurs, territoire

GRAINE = 2022
NIVEAU = {BAS: 0, CENTRAL: 1, HAUT: 2}
PAR_ACCES = "Total du département réparti selon la population et l'APL publiée, faute d'effectif par territoire."
PAR_POPULATION = "Total du département réparti selon la population, faute d'effectif par territoire."


@partagee
def valeurs(db: Database, jour: date) -> dict[str, tuple[tuple[float, float, float], object]]:
    """Every parameter of a run: name → ((low, central, high), rows or ()); a loaded pyramid replaces its template."""
    in_force = EnVigueur.read(db, jour)
    parameters: dict[str, tuple[tuple[float, float, float], object]] = {
        nom: (in_force[nom].bornes, in_force[nom].lignes) for nom in (*SENS, *FIXES)
    }
    parameters |= {name: (bounds, ()) for name, bounds in lectures_sources.attractivites(db, jour).items()}
    for code, (bands, _) in lectures_sources.pyramides(db).items():
        parameters[gabarit(code)] = (0.0, 0.0, 0.0), bands
    return parameters


@partagee
def lignes(db: Database, jour: date) -> list[Ligne]:
    """The whole workforce: what the table entered, else what is loaded, else the estimate. May identify people."""
    return _avec_listes(db, _sues(db, jour), jour)


@partagee
def publiques(db: Database, jour: date) -> list[Ligne]:
    """The workforce as it may be projected and exported; a mean list is of a territory, not of a person."""
    return _avec_listes(db, effectif.publiques(_sues(db, jour), jour.year), jour)


@partagee
def equipes(db: Database, jour: date) -> tuple[list[Ligne], list[Ligne]]:
    """`lignes` and `publiques`, from one reading of the file."""
    rows = _sues(db, jour)
    shown = effectif.publiques(rows, jour.year)
    return _avec_listes(db, rows, jour), _avec_listes(db, shown, jour)


def _sues(db: Database, jour: date) -> list[Ligne]:
    loaded = effectif.assembler(lectures_sources.chargees(db, jour), estimees(db, jour))
    return effectif.assembler(saisies(db, jour), loaded)


def _avec_listes(db: Database, rows: list[Ligne], jour: date) -> list[Ligne]:
    return effectif.listes(rows, lectures_sources.listes(db, effectif.effectifs(rows, jour.year), jour))


def liste_moyenne(db: Database, rows: Sequence[Ligne], jour: date) -> ListeMoyenne | None:
    """Mean list of the département: adults who have a doctor over doctors present, salaried ones that are known
    included; None without residents or doctors, or when the table set its own. A mean, for doctors to multiply."""
    in_force = EnVigueur.read(db, jour)
    if "patientele_mt" in in_force.locales:
        return None
    adults = float(poids_communes(db)["population"].sum()) * in_force.number("part_adultes")
    doctors = sum(people for group, people in effectif.effectifs(rows, jour.year).items() if group[1] == MG)
    if not adults or not doctors:
        return None
    followed = 1 - in_force.number("part_sans_medecin_traitant")
    return ListeMoyenne(adults * followed, followed, doctors)


def saisies(db: Database, jour: date) -> list[Ligne]:
    """Rows entered by the table in the mesh in use, as they are this year: ages have moved on, who has left is gone,
    who was to come is here. A team that everybody left is known to be empty."""
    aged = [saisie.vieillir(row, year, jour.year) for row, year in _entrees(db)]
    return saisie.restants(aged, jour.year)


def partis(db: Database, jour: date, groupe: Groupe) -> int:
    """People of a team whose entered departure has come: they no longer count."""
    return sum(
        row.effectif for row, _ in _entrees(db) if (row.territoire, row.profession) == groupe and row.partie(jour.year)
    )


def vues(db: Database) -> dict[Groupe, frozenset[int]]:
    """Ids of the entered rows in force, by team, those of people who left included: what an edit replaces."""
    seen: dict[Groupe, set[int]] = {}
    for row, _ in _entrees(db):
        seen.setdefault((row.territoire, row.profession), set()).add(int(row.cle.removeprefix("saisie|")))
    return {group: frozenset(ids) for group, ids in seen.items()}


def _entrees(db: Database) -> list[tuple[Ligne, int]]:
    """Rows as the table entered them, and the year of it."""
    rows = effectifs.read(db).astype(object)
    return [(_ligne(row), int(row["annee"])) for row in rows.where(rows.notna(), None).to_dict("records")]


def identifie(db: Database, jour: date, groupe: Groupe) -> bool:
    """Whether the past entries of a team may identify people: fewer than five were present at some time."""
    past = effectifs.history(db, *groupe).astype(object)
    rows = past.where(past.notna(), None).to_dict("records")
    return saisie.identifie(((_ligne(r), r["cree_le"], r["retire_le"]) for r in rows), jour.year)


def _ligne(row: Mapping[str, object]) -> Ligne:
    names = ("territoire", "profession", "effectif", "mode", "secteur", "sexe", "heures", "patientele")
    fields = {name: row[name] for name in names}
    whole = {
        n: None if row[n] is None else int(str(row[n]).split(".")[0])
        for n in ("age_min", "age_max", "depart", "arrivee")
    }
    return Ligne(cle=f"saisie|{row['id']}", cumul=bool(row["cumul"]), **fields, **whole)  # type: ignore[arg-type]


def estimees(db: Database, jour: date) -> list[Ligne]:
    """The default workforce: each known total of the département, shared between territories, marked as such.

    A profession that a loaded file counts by place is not estimated: where it says nothing, nothing is known.
    """
    totals = effectifs.totals(db)
    access, people = _poids(db)
    years = effectifs.annees_comptees(db)
    counted = {row.profession for row in lectures_sources.chargees(db, jour)}
    rows: list[Ligne] = []
    for code, (count, source) in totals.items():
        if code in counted:
            continue
        weights, why = (access, PAR_ACCES) if code == "mg" and access else (people, PAR_POPULATION)
        rows += effectif.estimer({code: Total(count, source, years[code])}, {code: weights}, why)
    return rows


def _poids(db: Database) -> tuple[dict[str, float], dict[str, float]]:
    """Weights of territories: population × published access (empty without an APL), and population."""
    communes = poids_communes(db)
    people = communes.groupby("territoire")["population"].sum().to_dict()
    access = communes.groupby("territoire")["poids"].sum().to_dict()
    return (access if communes["avec_apl"].any() else {}), people


@partagee
def poids_communes(db: Database) -> pd.DataFrame:
    """Communes of the département by code: territoire, population, poids (population × published APL), avec_apl."""
    inside = interieures(territoire.communes(db))[["territoire"]].dropna()
    people, _ = indicateurs.habitants(db)
    population = people.reindex(inside.index).fillna(0.0)
    series = indicateurs.apl_generalistes(db)
    if not series:
        return inside.assign(population=population, poids=population, avec_apl=False)
    apl = indicateurs.values(db, series[0].id)["valeur"].reindex(inside.index).fillna(0.0)
    return inside.assign(population=population, poids=population * apl, avec_apl=True)


def groupes(rows: Sequence[Ligne]) -> tuple[Groupe, ...]:
    """The teams that exist, in a fixed order."""
    return tuple(sorted({(row.territoire, row.profession) for row in rows}))


def entrees(
    db: Database, jour: date, annees: int, jeu: str, scenario: int, rows: Sequence[Ligne], teams: Sequence[Groupe]
) -> Entrees:
    """The inputs of a run of a scenario (0: none) on some teams of the workforce `rows`, in one assumption set, until
    `annees` years after today; people are followed from the year of the count when all were counted in the same one."""
    parameters = valeurs(db, jour)
    if whole := liste_moyenne(db, rows, jour):
        parameters = parameters | {"patientele_mt": ((whole.moyenne,) * 3, ())}
    actions, moves = contenu(db, scenario, jeu) if scenario else ([], [])
    team_rows = tuple(row for row in rows if (row.territoire, row.profession) in set(teams))
    places, start = {team[0] for team in teams}, effectif.annee_de_depart(team_rows, jour.year)
    return Entrees(
        groupes=tuple(teams),
        annee=jour.year,
        annees=annees,
        avance=jour.year - start,
        tirages=int(EnVigueur.read(db, jour).number("tirages")),
        graine=GRAINE,
        lignes=team_rows,
        parametres=jeux.parametres(parameters, jeu),
        actions=tuple(a for a in actions if (a.territoire, a.profession) in set(teams)),
        mouvements=tuple(m for m in moves if {(m.territoire, m.profession), (m.cede, m.profession)} & set(teams)),
        besoins={place: points for place, points in lectures_sources.besoins(db, jour).items() if place in places},
    )


def contenu(db: Database, scenario: int, jeu: str) -> tuple[list[Action], list[MouvementDate]]:
    """Levers at work and dated moves of a scenario, at the level of an assumption set.

    A lever counts in the mesh it was written in; a move follows its commune.
    """
    frame = scenarios.lines(db, scenario).astype(object)
    mesh, places = territoire.setting(db, "maille"), territoire.communes(db)["territoire"].dropna()
    actions, moves = [], []
    for row in frame.where(frame.notna(), None).to_dict("records"):
        if row["levier"] and row["maille"] == mesh:
            actions += _actions(row, jeu)
        elif row["commune"] in places.index:
            profession = str(row["profession"] or MG)
            place = str(places[row["commune"]])
            lends = str(places.get(row["donneur"], ""))
            until = None if row["jusqua"] is None else int(row["jusqua"])
            moves.append(MouvementDate(int(row["annee"]), place, _mouvement(row), profession, lends, until))
    return actions, moves


def leviers_ecartes(db: Database, scenario: int) -> list[str]:
    """Levers of a scenario written on territories of another mesh: what they are called."""
    rows = scenarios.lines(db, scenario)
    return rows[rows["levier"].notna() & (rows["maille"] != territoire.setting(db, "maille"))]["libelle"].tolist()


def _actions(row: Mapping[str, object], jeu: str) -> list[Action]:
    """What a line of a scenario does: its effect, and the patients that come with it unless another effect is entered
    in its place."""
    lever = leviers.catalogue()[str(row["levier"])]
    effects = [effet_de(lever, row, jeu)]
    if lever.patients and effects[0][0] == lever.cible:
        effects.append((PATIENTS, lever.patients[NIVEAU[jeu]]))
    where = str(row["territoire"]), str(row["profession"])
    year, amount = int(str(row["annee"]).split(".")[0]), float(str(row["quantite"]))
    delay = lever.delai[2 - NIVEAU[jeu]]
    return [Action(lever.nom, target, *where, year, amount, effect, delay, lever.montee) for target, effect in effects]


def effet_de(lever: Levier, row: Mapping[str, object], jeu: str) -> tuple[str, float]:
    """What a line of a scenario acts on, and its effect per unit: entered by the table, else the catalogue's."""
    entered = [row["effet_bas"], row["effet_central"], row["effet_haut"]]
    if all(value is not None for value in entered):
        return str(row["cible"] or lever.cible), float(str(entered[NIVEAU[jeu]]))
    return (lever.cible, lever.effet[NIVEAU[jeu]]) if lever.effet else (SANS_CHIFFRE, 0.0)


def _mouvement(row: Mapping[str, object]) -> Mouvement:
    numbers = {n: None if row[n] is None else float(str(row[n])) for n in ("actes", "etp", "jours_par_mois")}
    age = None if row["age"] is None else int(str(row["age"]).split(".")[0])
    other = {"donneur": str(row["donneur"]), "route": float(str(row["route"]))}
    return Mouvement(row["genre"], str(row["commune"]), str(row["libelle"]), age, **numbers, **other)  # type: ignore[arg-type]


def nom_profession(code: str, combien: float = 2) -> str:
    """« médecin généraliste » or « médecins généralistes »."""
    return PROFESSIONS[code][int(abs(combien) >= 2)]


def fondre(whole: Entrees, nom: str, profession: str) -> Entrees:
    """The same inputs with every territory merged into one: the whole département as one team."""
    curves = [dict(points) for points in whole.besoins.values()]
    everywhere = len(curves) == len({group[0] for group in whole.groupes})
    years = sorted(set.intersection(*(set(curve) for curve in curves))) if curves and everywhere else []
    return replace(
        whole,
        groupes=((nom, profession),),
        lignes=tuple(effectif.fondre(whole.lignes, nom)),
        actions=tuple(replace(action, territoire=nom) for action in whole.actions),
        mouvements=tuple(replace(move, territoire=nom, cede=nom if move.cede else "") for move in whole.mouvements),
        besoins={nom: tuple((year, sum(curve[year] for curve in curves)) for year in years)} if years else {},
    )
