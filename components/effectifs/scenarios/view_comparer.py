"""Two to four scenarios side by side, on the team looked at."""

import pandas as pd
import streamlit as st

from components.core.francais import distincts, ecart, nombre
from components.effectifs import figures
from components.effectifs.faites import projeter
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles import bande, phrases
from components.effectifs.view_choix import TENDANCE, EquipeRegardee, ecartees, tableau, vide
from components.ui import graphique, session, widgets
from data.effectifs import scenarios

AU_PLUS = 4
DECIMALES = {"8 fois sur 10, de": 0, "à": 0, "Consultations par an": 0, "Patients suivis": 0}
MESURES = {
    "Personnes": "tetes_moyennes",
    "Temps pleins": "temps_moyens",
    "Consultations par an": "actes",
    "Patients suivis": "patients",
}


def afficher(scene: EquipeRegardee) -> None:
    """Draw the screen."""
    answer = st.container()
    if vide(scene):
        return
    names = distincts(scenarios.read(scene.db)["nom"].to_dict(), {TENDANCE: "Tendance"})
    session.keep("effectifs_compares", "effectifs_mesure")
    compared = [k for k in session.get("effectifs_compares", list(names)[:AU_PLUS]) if k in names]
    session.put("effectifs_compares", compared)
    a, b, c = st.columns([2.4, 1.2, 1])
    chosen = a.multiselect(
        "Scénarios", list(names), format_func=names.__getitem__, max_selections=AU_PLUS, key="effectifs_compares"
    )
    measures = list(MESURES) if scene.profession == "mg" else list(MESURES)[:2]
    measure = b.selectbox("Mesure", measures, key=f"effectifs_mesure_{scene.profession}")
    years = c.selectbox("Horizon", (5, 10, 15, 20), 1, format_func=lambda y: f"{y} ans")
    if len(chosen) < 2:
        answer.info("Choisissez deux à quatre scénarios. Le premier sert de point de comparaison.")
        return
    runs = {names[k]: projeter(scene.entrees(20, scenario=k)) for k in chosen}
    _montrer(scene, runs, measure, years, answer)


def _montrer(scene: EquipeRegardee, runs: dict[str, Projete], measure: str, years: int, answer: object) -> None:
    field = MESURES[measure]
    first, *others = runs
    year = scene.jour.year + years
    base = float(getattr(runs[first], field)[0, years])
    gaps = {name: float(getattr(runs[name], field)[0, years]) - base for name in others}
    best = max(gaps, key=lambda name: gaps[name])
    digits = 1 if measure in ("Personnes", "Temps pleins") else 0
    fallback = scene.repli(scene.equipe(scene.lignes))
    mark = f", {fallback}" if fallback else ""
    with answer:  # type: ignore[attr-defined]
        widgets.reponse(
            f"En {year}, {scene.lieux[scene.lieu]} : aucun de ces scénarios ne change ce nombre "
            f"({measure.lower()} : {nombre(base, digits)}{mark})."
            if all(abs(gap) < 0.5 * 10.0**-digits for gap in gaps.values())
            else f"En {year}, {scene.lieux[scene.lieu]} : « {best} » donne {ecart(gaps[best], digits)} "
            f"{measure.lower()} par rapport à « {first} » ({nombre(base, digits)}{mark})."
        )
    _courbe(runs, field, measure, years)
    table = _tableau(runs, years)
    if scene.profession != "mg":
        table = table.drop(columns=["Consultations par an", "Patients suivis"])
    tableau(table, {name: DECIMALES.get(name, 1) for name in table.columns[1:-1]})
    widgets.ligne_source(scene.su())
    for words in ecartees(scene):
        st.caption(widgets.markdown_inerte(words))
    lines = [
        phrases.PRUDENCE,
        ", ".join(scene.su()),
        f"{scene.lieux[scene.lieu]}, {scene.mot}, {year}, hypothèse centrale.",
    ]
    lines += [f"{k} : entrées {run.empreinte_entrees[:16]}, méthode {run.entrees.version}" for k, run in runs.items()]
    widgets.telecharger(table, f"comparaison {scene.lieux[scene.lieu]} {year}", lines, "effectifs_comparaison")
    st.caption("Les scénarios rencontrent le même hasard, personne par personne : l'écart ne vient que des leviers.")


def _courbe(runs: dict[str, Projete], field: str, measure: str, years: int) -> None:
    rows = [
        {"annee": str(run.entrees.annee + t), "scenario": name, "valeur": float(getattr(run, field)[0, t])}
        for name, run in runs.items()
        for t in range(years + 1)
    ]
    words = f"{measure} par scénario, année par année ; le tableau donne les valeurs à l'horizon."
    graphique.afficher(figures.comparaison, pd.DataFrame(rows), measure.lower(), alt=words)


def _tableau(runs: dict[str, Projete], years: int) -> pd.DataFrame:
    rows = []
    for name, run in runs.items():
        low, high = bande.bande(run.monde, run, 0)
        rows.append(
            {
                "Scénario": name,
                "Personnes": round(float(run.tetes_moyennes[0, years]), 1),
                "8 fois sur 10, de": low[years],
                "à": high[years],
                "Temps pleins": round(float(run.temps_moyens[0, years]), 1),
                "Consultations par an": round(float(run.actes[0, years]), -1),
                "Patients suivis": round(float(run.patients[0, years]), -1),
                "Départs attendus": round(float(run.departs[0, years]), 1),
                "Empreinte des entrées": run.empreinte_entrees[:12],
            }
        )
    return pd.DataFrame(rows)
