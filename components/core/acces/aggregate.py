"""From communes to territories: weighted means and shares, with what they do not cover said aloud.

Zero, missing and withheld are three states, never mixed: only `valeur` enters a figure; the weight of the
`manquant` and `secret` communes is reported as a share beside it.
"""

from typing import Literal, get_args

import numpy as np
import pandas as pd

from components.core.refus import EntreeInvalide, refuser

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
    weighted = (table["poids"] * table["valeur"]).where(table["etat"] == "valeur", 0.0)
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
    people = table["poids"].where(below, 0.0)
    result = _by_territory(table, people)
    return result.assign(personnes_sous=people.groupby(table["territoire"]).sum())


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
        refuser("Communes absentes d'une colonne", index.symmetric_difference(other.index), "Complétez-la.")
    columns = {"valeur": values.astype(float), "etat": states, "poids": weights.astype(float)}
    table = pd.DataFrame({**columns, "territoire": territory}, index=index)
    _check_states(table)
    wrong = index[~(np.isfinite(table["poids"]) & (table["poids"] >= 0))]
    refuser("Poids absent ou négatif", wrong, "Renseignez la population de ces communes.")
    refuser("Commune sans territoire", index[table["territoire"].isna()], "Rattachez-la à un territoire.")
    return table


def _check_states(table: pd.DataFrame) -> None:
    unknown = table.index[~table["etat"].isin(ETATS)]
    refuser("État inconnu (attendu : valeur, manquant ou secret)", unknown, "Corrigez l'état.")
    announced = table["etat"] == "valeur"
    refuser("Valeur annoncée mais absente", table.index[announced & ~np.isfinite(table["valeur"])], "Corrigez l'état.")
    hidden = table.index[~announced & table["valeur"].notna()]
    refuser("Valeur présente malgré son état", hidden, "Retirez la valeur ou corrigez l'état.")


def _by_territory(table: pd.DataFrame, numerator: "pd.Series[float]") -> pd.DataFrame:
    weights: dict[str, pd.Series] = {state: table["poids"].where(table["etat"] == state, 0.0) for state in ETATS}
    frame = pd.DataFrame(weights).assign(numerateur=numerator, couvertes=table["etat"] == "valeur", communes=1)
    grouped = frame.groupby(table["territoire"]).sum()
    total = grouped[list(ETATS)].sum(axis=1)
    shares = grouped[list(ETATS)].div(total.where(total > 0), axis=0).fillna(0.0)
    return pd.DataFrame(
        {
            "valeur": grouped["numerateur"] / grouped["valeur"].where(grouped["valeur"] > 0),
            "etat": np.select([grouped["valeur"] > 0, grouped["secret"] > 0], ["valeur", "secret"], "manquant"),
            "part_couverte": shares["valeur"],
            "part_manquante": shares["manquant"],
            "part_secrete": shares["secret"],
            "communes": grouped["communes"],
            "communes_couvertes": grouped["couvertes"],
        }
    )
