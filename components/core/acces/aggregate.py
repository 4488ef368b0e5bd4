"""From communes to territories: weighted means and shares, with what they do not cover said aloud.

Zero, missing and withheld are three states, never mixed: only `valeur` enters a figure; the weight of the
`manquant` and `secret` communes is reported as a share beside it.
"""

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.core.refus import EntreeInvalide, refuser, refuser_ceux

Etat = Literal["valeur", "manquant", "secret"]
ETATS: tuple[Etat, ...] = get_args(Etat)


def etats(valeurs: "pd.Series[float]", secrets: pd.Index | None = None) -> "pd.Series[str]":
    """Return the state of each commune: `secret` for the codes listed, `manquant` for NaN, else `valeur`."""
    states = pd.Series(np.where(valeurs.isna(), "manquant", "valeur"), index=valeurs.index, dtype=object)
    if secrets is not None:
        states[states.index.isin(secrets)] = "secret"
    return states


def moyenne(
    valeurs: "pd.Series[float]",
    etat: "pd.Series[str]",
    poids: "pd.Series[float]",
    territoire: "pd.Series[str]",
) -> pd.DataFrame:
    """Return the weighted mean of a commune indicator by territory.

    The four series are indexed by the same commune codes. `poids` is a population, standardised or total:
    both formulations are in use, so the caller chooses and says which. Columns: `valeur` (NaN when nothing
    is covered), `etat`, `part_couverte`, `part_manquante`, `part_secrete` (shares of weight), `communes`,
    `communes_couvertes`. A territory with no covered weight is `secret` if any of its weight is, else
    `manquant`; a territory without any weight has no mean and counts as missing.
    Raises `EntreeInvalide` on mismatched codes, bad weights or a value that contradicts its state.
    """
    table = _checked(valeurs, etat, poids, territoire)
    weighted = np.where(table["etat"] == "valeur", table["poids"] * table["valeur"], 0.0)
    return _by_territory(table, weighted)


def part_sous_seuil(
    valeurs: "pd.Series[float]",
    etat: "pd.Series[str]",
    population: "pd.Series[float]",
    territoire: "pd.Series[str]",
    seuil: float,
) -> pd.DataFrame:
    """Return the share of people living in communes strictly below `seuil`, by territory.

    `population` is the total population. Columns as in `moyenne`, `valeur` being a share (0 to 1) of the
    covered people, plus `personnes_sous`.
    """
    table = _checked(valeurs, etat, population, territoire)
    below = (table["etat"] == "valeur") & (table["valeur"] < seuil)
    people = np.where(below, table["poids"], 0.0)
    return _by_territory(table, people, "personnes_sous")


def _checked(
    values: "pd.Series[float]",
    states: "pd.Series[str]",
    weights: "pd.Series[float]",
    territory: "pd.Series[str]",
) -> pd.DataFrame:
    index = values.index
    if index.empty:
        raise EntreeInvalide("Aucune commune à agréger. Chargez l'indicateur.")
    refuser("Commune présente deux fois", index[index.duplicated()], "Gardez une seule ligne.")
    for other in (states, weights, territory):
        if not index.equals(other.index):
            refuser("Communes absentes d'une colonne", index.symmetric_difference(other.index), "Complétez-la.")
    columns = {"valeur": values.astype(float), "etat": states, "poids": weights.astype(float)}
    table = pd.DataFrame({**columns, "territoire": territory}, index=index)
    _check_states(table)
    people = table["poids"].to_numpy()
    wrong = ~(np.isfinite(people) & (people >= 0))
    refuser_ceux("Poids absent ou négatif", table.index, wrong, "Renseignez la population de ces communes.")
    refuser_ceux("Commune sans territoire", table.index, table["territoire"].isna(), "Rattachez-la à un territoire.")
    return table


def _check_states(table: pd.DataFrame) -> None:
    states, values = table["etat"].to_numpy(object), table["valeur"].to_numpy()
    unknown = ~np.isin(states, ETATS)
    refuser_ceux("État inconnu (attendu : valeur, manquant ou secret)", table.index, unknown, "Corrigez l'état.")
    announced = states == "valeur"
    refuser_ceux("Valeur annoncée mais absente", table.index, announced & ~np.isfinite(values), "Corrigez l'état.")
    hidden = ~announced & ~np.isnan(values)
    refuser_ceux("Valeur présente malgré son état", table.index, hidden, "Retirez la valeur ou corrigez l'état.")


def _by_territory(table: pd.DataFrame, numerator: npt.NDArray[np.float64], somme: str = "") -> pd.DataFrame:
    """`somme`: the name under which the sum of the numerator is given too."""
    codes, places = pd.factorize(table["territoire"], sort=True)
    states, people = table["etat"].to_numpy(object), table["poids"].to_numpy()
    columns: dict[str, npt.NDArray[np.float64]] = {
        **{state: np.where(states == state, people, 0.0) for state in ETATS},
        "numerateur": numerator,
        "couvertes": 1.0 * (states == "valeur"),
        "communes": np.ones(len(codes)),
    }
    grouped = pd.DataFrame(columns, index=codes).groupby(level=0).sum()
    by_name = {name: grouped[name].to_numpy() for name in columns}
    total = grouped[list(ETATS)].to_numpy().sum(axis=1)
    shares = {state: np.divide(by_name[state], total, out=np.zeros(len(places)), where=total > 0) for state in ETATS}
    covered, alone = by_name["valeur"], np.full(len(places), np.nan)
    return pd.DataFrame(
        {
            "valeur": np.divide(by_name["numerateur"], covered, out=alone, where=covered > 0),
            "etat": np.select([covered > 0, by_name["secret"] > 0], ["valeur", "secret"], "manquant"),
            "part_couverte": shares["valeur"],
            "part_manquante": shares["manquant"],
            "part_secrete": shares["secret"],
            "communes": by_name["communes"].astype(int),
            "communes_couvertes": by_name["couvertes"].astype(int),
            **({somme: by_name["numerateur"]} if somme else {}),
        },
        index=pd.Index(places.to_list(), name="territoire"),
    )
