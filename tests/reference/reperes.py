"""What national files say of the signals: base rates, falls by size, agreement with the zoning in force.

Read by bassin de vie, means by the standardised population published with the APL. Figures are printed as found; what
the product shows is the stored result of this very run: the check fails when it differs, and writes it with GARDER=1.
"""

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.carences.regles.hypotheses import bruits
from components.carences.regles.reperes import confronter, discrimination
from components.core.acces.aggregate import part_sous_seuil
from data.base.parameters import EnVigueur, catalogue
from data.carences import reperes_france
from data.carences.reperes_france import ReperesDeFrance
from data.territoire import sources
from tests.reference import courbe, urgences
from tests.reference.vitesse import Calage

JOUR = date(2026, 11, 26)
APL, ZONAGE = "apl_2016_2018_communes_france.csv", "zonage_medecins_communes_france.csv"
MAILLE = "communes_cog2024_zonages_insee_france.csv"
CHAMP = "bassins de vie de France (APL de 2018, ou de 2016 hors médecins)"
SERIES = {"apl_mg tous âges": "apl_mg", "apl_mg 65 ans et moins": "apl_mg_65"}
AUTRES = {"apl_infirmiers": "apl_inf_2016", "apl_kinesitherapeutes": "apl_mk_2016", "apl_sages_femmes": "apl_sf_2016"}
TAILLES = (0, 5_000, 10_000, 20_000, 50_000, 100_000, np.inf)
POINTS = np.linspace(0, 1, 101)
LUE = "apl_mg 65 ans et moins"  # the series of the zoning


def lire(folder: Path) -> pd.DataFrame:
    """Communes: published access, standardised populations, residents, bassin de vie, zone, minutes to urgent care."""
    table = pd.read_csv(folder / APL, dtype={"code_commune": str}).set_index("code_commune")
    mesh = pd.read_csv(folder / MAILLE, dtype=str).set_index("CODGEO")["BV2022"]
    zone = pd.read_csv(folder / ZONAGE, dtype=str).set_index("code_commune")["zonage_medecin"]
    people = sources.read_csv("communes_france_2026").groupby("code")["population_totale"].first().astype(float)
    columns = {"bassin": mesh, "zone": zone, "habitants": people, "minutes_urgences": urgences.minutes(folder)}
    table = table.assign(**{name: column.reindex(table.index) for name, column in columns.items()})
    return table[table["bassin"].notna() & (table["habitants"] > 0)]


def mesurer(communes: pd.DataFrame, calage: Calage, biais: Mapping[str, tuple[float, ...]]) -> ReperesDeFrance:
    """Every result, from the communes of France, the calibration of speed and the bias of the curve."""
    bassin, people = communes["bassin"], communes["habitants"]
    residents = people.groupby(bassin).sum()
    priority = ((communes["zone"] == "1_ZIP") * people).groupby(bassin).sum() / residents > 0.5
    quantiles, zonage, areas, proposed = {}, {}, {}, {}
    values = EnVigueur(JOUR)
    noise = pd.Series(bruits(residents, values.number("bruit_baisse")))
    falls = pd.Series(dtype=float)
    for name, column in SERIES.items():
        now, was = (_moyenne(communes, f"{column}_{y}", f"pop_std_mg_{y - 2}") for y in (2018, 2016))
        fall = 100 * (was - now) / was
        quantiles |= {name: _quantiles(now), f"baisse_acces {name}": _quantiles(fall)}
        areas |= {f"niveau, {name}": discrimination(-now, priority), f"baisse, {name}": discrimination(fall, priority)}
        falls = fall if name == LUE else falls
        for limit in (value.value for value in catalogue()["seuil_sous_dense"].valeurs):
            part = _part(communes, f"{column}_2018", limit)
            quantiles[f"part_sous_seuil {limit:g} {name}"] = _quantiles(part)
            falling = fall >= np.hypot(values.number("seuil_baisse_apl"), noise.reindex(fall.index))
            offer = (now <= limit) | (part >= values.number("seuil_part_sous_seuil")) | falling
            proposed[f"{limit:g} {name}"] = float(offer[now.dropna().index].mean())
            seen = confronter(now <= limit, priority)
            zonage[f"{limit:g} {name}"] = (seen.sensibilite, seen.specificite)
    for name, column in AUTRES.items():
        quantiles[name] = _quantiles(_moyenne(communes, column, "pop_std_mg_2014"))
    quantiles["minutes_urgences"] = _quantiles(_moyenne(communes, "minutes_urgences", "habitants"))
    return ReperesDeFrance(
        CHAMP, quantiles, proposed, zonage, areas, _tailles(falls, residents), _vitesse(calage), _places(calage),
        dict(biais),
    )  # fmt: skip


def _moyenne(communes: pd.DataFrame, column: str, weight: str) -> "pd.Series[float]":
    known = communes[communes[column].notna() & communes[weight].notna()]
    whole = (known[column] * known[weight]).groupby(known["bassin"]).sum()
    return whole / known[weight].groupby(known["bassin"]).sum()


def _part(communes: pd.DataFrame, column: str, limit: float) -> "pd.Series[float]":
    state = communes[column].isna().map({True: "manquant", False: "valeur"})
    return 100 * part_sous_seuil(communes[column], state, communes["habitants"], communes["bassin"], limit)["valeur"]


def _quantiles(values: "pd.Series[float]") -> npt.NDArray[np.float64]:
    return values.dropna().quantile(POINTS).to_numpy()


def _tailles(falls: "pd.Series[float]", residents: "pd.Series[float]") -> dict[str, tuple[float, ...]]:
    """By size: basins, share whose fall reaches the threshold, share whose fall also is beyond chance."""
    values = EnVigueur(JOUR)
    limit = values.number("seuil_baisse_apl")
    known = falls.dropna()
    noise = pd.Series(bruits(residents[known.index], values.number("bruit_baisse")))
    sizes = pd.cut(residents[known.index], TAILLES)
    found = {}
    for size, group in known.groupby(sizes, observed=True):
        high = "et plus" if np.isinf(size.right) else f"à {size.right:.0f}"
        beyond = np.hypot(limit, noise[group.index])
        found[f"{size.left:.0f} {high}"] = (len(group), (group >= limit).mean(), (group >= beyond).mean())
    return found


def _vitesse(calage: Calage) -> dict[str, float]:
    return {"facteur": calage.facteur} | {f"{f:g}": float(part) for f, part in calage.table.mean().items()}


def _places(calage: Calage) -> dict[str, tuple[float, ...]]:
    """By département: share explained at 1, at the factor chosen without it, effect at the place relative to 1."""
    return {code: (one, there, calage.effets[code]) for code, (_, there, one) in calage.laisses.items()}


def check(folder: Path, calage: Calage) -> int:
    """Print what national files say; compare with what is stored."""
    found = mesurer(lire(folder), calage, courbe.biais(folder))
    for name, (sensitivity, specificity) in found.zonage.items():
        line = f"zonage, niveau sous {name} : sensibilité {sensitivity:.2f}, spécificité {specificity:.2f}"
        print(line.replace(".", ","))
    for name, area in found.discrimination.items():
        print(f"zonage, {name} : aire sous la courbe {area:.2f}".replace(".", ","))
    for size, (count, alone, beyond) in found.baisses.items():
        print(f"baisse, {size} habitants ({count:.0f} bassins) : {alone:.0%} au seuil, {beyond:.0%} au-delà du hasard")
    text = reperes_france.texte(found)
    if os.environ.get("GARDER") == "1":
        reperes_france.FICHIER.write_text(text, encoding="utf-8")
    if not reperes_france.FICHIER.is_file() or reperes_france.FICHIER.read_text(encoding="utf-8") != text:
        print("les repères de France gardés ne sont plus ceux-ci : relancez avec GARDER=1", file=sys.stderr)
        return 1
    return 0
