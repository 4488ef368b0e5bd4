"""The room's screen: the sentence, one chart, one table, and « combien d'arrivées ? »."""

import numpy as np
import pandas as pd
import streamlit as st

from components.core.francais import de, nombre, pluriel, pourcent
from components.effectifs import figures, lectures, lectures_sources
from components.effectifs.faites import projeter
from components.effectifs.moteur import departs, effectif, scenario
from components.effectifs.moteur.cadre import attractivite
from components.effectifs.moteur.jeux import BAS, CENTRAL, HAUT
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles import adultes, analyse, bande, phrases
from components.effectifs.regles.bande import Bornes
from components.effectifs.view_choix import HORIZONS, EquipeRegardee, choix_garde, ecartees, tableau, vide
from components.ui import graphique, identity, saisies, widgets
from components.ui.depot import manque
from data.base.parameters import EnVigueur
from data.territoire import territoire

SANS_BESOIN = "Sans projection de population par âge, le besoin ne bouge pas avec l'âge des habitants."
SANS_AGES = "Sans la pyramide des âges du département, une pyramide supposée la remplace."
PEU_DE_MONDE = 15  # under this, whole people read better than a band
DECIMALES = {"8 fois sur 10, de": 0, "à": 0, "Consultations par an": 0, "Patients suivis": 0}
BANDE, ENTIERES = "Bande de 8 chances sur 10", "Personnes entières"


def afficher(scene: EquipeRegardee) -> None:
    """Draw the screen."""
    answer = st.container()
    if vide(scene):
        return
    left, right = st.columns([2.1, 1])
    with right:
        years, reel = _reglages(scene)
    runs = {jeu: projeter(scene.entrees(years, jeu, reel=reel)) for jeu in (BAS, CENTRAL, HAUT)}
    central, year = runs[CENTRAL], scene.jour.year + years
    with answer:
        place = scene.lieux[scene.lieu]
        band = bande.bande(central.monde, central, 0)
        ends = band[0][-1], band[1][-1]
        widgets.reponse(phrases.projection(place, central, 0, year, ends, scene.compte(reel)))
        if older := scene.plus_agee(central.entrees):
            st.markdown(widgets.markdown_inerte(older))
        st.caption(widgets.markdown_inerte(arrivees(scene)))
        if words := _annoncees(scene, reel):
            st.caption(words)
    with left:
        _figure(scene, runs, band, reel)
        _detail(scene, central, year, reel)
    with right:
        _objectif(scene, year, reel)
    _table(scene, runs, band, reel)
    widgets.precautions([*_precautions(scene, reel), phrases.besoin(central, 0, year)], "effectifs")
    _attendus_encore(scene, central)


def arrivees(scene: EquipeRegardee) -> str:
    """How this place draws people relative to France, and on whose authority; empty at the national rhythm."""
    name, in_force = attractivite(scene.profession), EnVigueur.read(scene.db, scene.jour)
    set_here = next((n for n in (name, "attractivite") if n in in_force.locales), None)
    if set_here is not None:
        return f"Arrivées réglées par la table : {nombre(in_force.number(set_here), 2)} fois le rythme national."
    local = lectures_sources.arrivees_locales(territoire.setting(scene.db, "departement")).get(scene.profession)
    if local is None:
        return "Arrivées au rythme national : rien ne montre que celles du département prévoient mieux (Validation)."
    return (
        f"Arrivées : {nombre(local.centre, 2)} fois le rythme national (de {nombre(local.bas, 2)} à "
        f"{nombre(local.haut, 2)}), d'après les {local.mots}, resserrées vers 1 (brut : {nombre(local.brut, 2)}). "
        "La table peut fixer les siennes (Méthode)."
    )


def _attendus_encore(scene: EquipeRegardee, central: Projete) -> None:
    """The files that would say more: need by age, and ages of the département's professionals."""
    wanted = {} if central.entrees.besoins else {"projection-population": SANS_BESOIN}
    if scene.repli(list(central.entrees.lignes)):
        wanted["ameli"] = SANS_AGES
    if wanted:
        with st.expander(
            f"Ce que la projection attend encore : {pluriel(len(wanted), 'fichier')}", key="effectifs_attend"
        ):
            manque.debloquer(scene.db, tuple(wanted), "effectifs_besoin", " ".join(wanted.values()))


def _reglages(scene: EquipeRegardee) -> tuple[int, bool]:
    years = choix_garde("Horizon", HORIZONS, 10, "effectifs_horizon", format_func=lambda y: f"{y} ans")
    reel = False
    if scene.cachee() and identity.anime():
        reel = st.toggle(
            "Équipe réelle : cet écran n'est pas projeté",
            key=f"effectifs_reel_{scene.lieu}_{scene.profession}",
            help="Moins de cinq personnes : les âges les identifient. Réservé à l'animation, jamais exporté.",
        )
    return int(years), reel


def _annoncees(scene: EquipeRegardee, reel: bool) -> str:
    """Said in full when the public projection leaves out people that the table announced."""
    count = effectif.annoncees(scene.equipe(scene.toutes), scene.jour.year)
    if reel or not count or not scene.cachee():
        return ""
    told = pluriel(count, "arrivée annoncée n'est pas comptée", "arrivées annoncées ne sont pas comptées")
    return f"{told} ici : moins de cinq personnes exercent, leurs dates ne sont pas projetées."


def _detail(scene: EquipeRegardee, central: Projete, year: int, reel: bool) -> None:
    rows = scene.equipe(scene.toutes if reel else scene.lignes)
    age = float(str(central.entrees.parametres["age_retraite"]))
    parts = [phrases.departs(rows, central, 0, year, age, scene.ages)]
    if scene.profession == "mg":
        default = float(str(central.entrees.parametres["patientele_mt"]))
        stopped = adultes.arretes(central.monde, 0, central.monde.annees, default)
        mean_list = lectures.liste_moyenne(scene.db, scene.toutes, scene.jour)
        parts.append(phrases.patients(year, stopped, mean_list, default))
    st.markdown(widgets.markdown_inerte(" ".join(parts)))


def _figure(scene: EquipeRegardee, runs: dict[str, Projete], band: Bornes, reel: bool) -> None:
    year = runs[CENTRAL].entrees.calendrier[-1]
    small = scene.effectif() <= PEU_DE_MONDE
    first, key = ENTIERES if small else BANDE, f"effectifs_figure_{small}"
    kind = choix_garde("Figure", (BANDE, ENTIERES), first, key, label_visibility="collapsed")
    if kind == ENTIERES:
        _entieres(scene, runs[CENTRAL], year)
    else:
        table = _courbes(runs, band)
        first, last = (nombre(table["central"].iloc[k]) for k in (0, -1))
        words = f"Effectif attendu, de {first} à {last} ; le tableau dit tout."
        graphique.afficher(figures.bande, table, scene.mot, alt=words)
    widgets.ligne_source(
        [
            f"{scene.mot.capitalize()}, personnes",
            f"{scene.jour.year}-{year}",
            scene.lieux[scene.lieu],
            *scene.su(reel),
        ]
    )


def _entieres(scene: EquipeRegardee, central: Projete, year: int) -> None:
    error = bande.niveau(central.entrees.parametres, scene.profession)
    world = central.monde
    law = bande.loi(world, 0, world.annees, error)
    low, high = departs.quantile(law, 0.1), departs.quantile(law, 0.9)
    first, last = departs.quantile(law, 0.001), departs.quantile(law, 0.999)
    counts = np.arange(first, last + 1)
    table = pd.DataFrame(
        {
            "combien": counts,
            "probabilite": law[first : last + 1],
            "texte": [pourcent(p) if p >= 0.01 else "" for p in law[first : last + 1]],
            "dedans": (counts >= low) & (counts <= high),
        }
    )
    words = f"Probabilité de chaque nombre {de(scene.mot)} en {year} : entre {low} et {high} {phrases.AU_VU}."
    graphique.afficher(figures.personnes, table, f"{scene.mot} en {year}", alt=words)


def _courbes(runs: dict[str, Projete], band: Bornes) -> pd.DataFrame:
    central = runs[CENTRAL]
    return pd.DataFrame(
        {
            "annee": [str(year) for year in central.entrees.calendrier],
            "de": band[0],
            "a": band[1],
            "central": central.tetes_moyennes[0],
            "bas": runs[BAS].tetes_moyennes[0],
            "haut": runs[HAUT].tetes_moyennes[0],
        }
    )


def _objectif(scene: EquipeRegardee, year: int, reel: bool) -> None:
    st.markdown("**Combien d'arrivées faut-il ?**")
    now = scene.effectif()
    a, b = st.columns(2)
    key = f"effectifs_cible_{scene.lieu}_{scene.profession}"
    target = saisies.champ_entier(a, "Objectif (personnes)", 1, 5_000, max(now, 1), key=key) or max(now, 1)
    due = b.selectbox("En", list(range(scene.jour.year + 1, year + 1)), min(4, year - scene.jour.year - 1))
    a, b = st.columns(2)
    arrival = a.selectbox("Arrivées début", list(range(scene.jour.year + 1, due + 1)), 0)
    wanted = b.selectbox("Probabilité", [0.5, 0.8, 0.9], 1, format_func=pourcent)
    inputs = scene.entrees(due - scene.jour.year, reel=reel)
    world, error = scenario.monde(inputs), bande.niveau(inputs.parametres, scene.profession)
    law = bande.loi(world, 0, world.annees, error)
    objectif = analyse.objectif(world, 0, inputs.annee, int(target), due, arrival, wanted, law)
    st.success(
        phrases.objectif(objectif.il_faut, objectif.cible, due, arrival, wanted, scene.profession),
        icon=":material/flag:",
    )
    st.caption(
        f"Sans arrivée de plus : {pourcent(objectif.probabilites[0])}. Hypothèse centrale, erreur de niveau comprise."
    )


def _table(scene: EquipeRegardee, runs: dict[str, Projete], band: Bornes, reel: bool) -> None:
    central, last = runs[CENTRAL], runs[CENTRAL].entrees.annees
    marks = sorted({0, *(h for h in HORIZONS if h <= last)})
    table = pd.DataFrame(
        {
            "Année": [str(central.entrees.annee + t) for t in marks],
            "Personnes attendues": phrases.arrondi(central.tetes_moyennes[0, marks]),
            "8 fois sur 10, de": [int(band[0][t]) for t in marks],
            "à": [int(band[1][t]) for t in marks],
            "Hypothèse basse": phrases.arrondi(runs[BAS].tetes_moyennes[0, marks]),
            "Hypothèse haute": phrases.arrondi(runs[HAUT].tetes_moyennes[0, marks]),
            "Temps pleins": phrases.arrondi(central.temps_moyens[0, marks]),
            "Consultations par an": central.actes[0, marks].round(-2),
            "Patients suivis": central.patients[0, marks].round(-2),
            f"Besoin (100 en {central.entrees.annee})": (100 * central.besoin[0, marks]).round(1),
        }
    )
    if scene.profession != "mg":
        table = table.drop(columns=["Consultations par an", "Patients suivis"])
    tableau(table, {name: DECIMALES.get(name, 1) for name in table.columns[1:]})
    if not reel:
        name = f"projection {scene.lieux[scene.lieu]} {scene.mot}"
        lines = [phrases.PRUDENCE, phrases.besoin(central, 0, central.entrees.calendrier[-1]),
                 f"Empreinte {central.empreinte_entrees[:16]}, méthode {central.entrees.version}."]  # fmt: skip
        widgets.telecharger(table, name, lines, "effectifs_projection")
    else:
        st.caption("Équipe de moins de cinq personnes affichée telle quelle : pas d'export.")


def _precautions(scene: EquipeRegardee, reel: bool) -> list[str]:
    rows = scene.equipe(scene.toutes if reel else scene.lignes)
    sentences = [
        phrases.PRUDENCE,
        "Les arrivées tendancielles donnent au territoire sa part nationale : rien ne garantit qu'il attire autant.",
        "Temps pleins et consultations sont des moyennes ; la patientèle et les consultations ne s'additionnent pas.",
    ]
    if scene.profession != "mg":
        sentences.append("Pour cette profession, âges de départ des généralistes : à prendre avec réserve.")
    if any(row.effectif and row.age_min is None for row in rows):
        sentences.append(f"Âges non saisis : {scene.ages}.")
    sentences += sorted({row.pourquoi for row in rows if row.pourquoi})
    if scene.cachee() and not reel:
        sentences.append(
            "Moins de cinq personnes : la projection publique ignore les âges, les départs et les arrivées saisis."
        )
    return [*sentences, *ecartees(scene)]
