"""The effect of moves on screen: the sentence, the map, people by size, places, what was counted."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.carte import figures
from components.carences.indicateurs import lectures
from components.carences.regles import carte
from components.core.acces import annonce, donneurs, plancher
from components.core.acces.assemblage import Acces
from components.core.acces.donneurs import est_un_lieu
from components.core.acces.effects import Effet
from components.core.acces.moves import RETRAITS, Mouvement
from components.core.acces.people import franchissements, gagnants_perdants, personnes_par_ampleur
from components.core.francais import ecart, nombre, pluriel, pourcent
from components.core.refus import EntreeInvalide
from components.ui import lignes, widgets
from components.ui.cartes import carte_effet, carte_sites
from components.ui.cartes import planche as planches
from components.ui.cartes.planche import Planche
from data.base.parameters import EnVigueur, catalogue
from data.carences import variantes
from data.territoire import territoire
from data.territoire.indicateurs import Serie

PHRASE = "Variation estimée, ajoutée à l'APL publiée ; ce n'est pas l'APL que publierait la DREES."
CHOIX, CARTE, NOM = "etsi_choix", "etsi_carte", "et-si"
ONGLETS = ["Habitants par ampleur", "Communes", "Mouvements comptés"]


@dataclass(frozen=True, eq=False)
class EffetRegarde:
    """What a run of the page works with: the open file, the kernels, the published series, how it is read, the day; and
    the year looked at, None when no move tells its own (all are then in force)."""

    db: Database
    access: Acces
    serie: Serie
    lecture_age: str
    jour: date
    annee: int | None = None

    def mouvements(self, variante: int) -> list[Mouvement]:
        """The moves of a stack in force in the year looked at."""
        return lectures.mouvements(self.db, variante, self.annee) if variante > 0 else []


def phrase(result: Effet, access: Acces, people: pd.DataFrame) -> None:
    """The answer first, with the standing caution. `people`: as `personnes_par_ampleur`."""
    inside = result.communes.loc[access.habitants.index, "variation"]
    answer = carte.phrase_effet(people, min(inside.min(), 0.0), max(inside.max(), 0.0))
    widgets.reponse(annoncee(result, access, people))
    most = inside.abs().idxmax()
    row = result.communes.loc[most]
    st.caption(
        f"{PHRASE} Offre : {ecart(result.actes, 0)} actes par an. Commune la plus touchée : "
        f"{widgets.markdown_inerte(access.noms[most])}, {ecart(row['variation'])} (de {ecart(row['variation_min'])} à "
        f"{ecart(row['variation_max'])} selon {result.hypotheses} hypothèses de vitesse et d'activité)."
    )
    st.caption(f"{plancher.conservation(result)} {annonce.prudence(result, access)}")
    _bouts(result, access)
    _floor(result, access, answer)


def _bouts(result: Effet, access: Acces) -> None:
    """Who lends the days that are given, and what cannot be counted of it."""
    lent = [one for one in result.mouvements if one.mouvement.lieu_donneur]
    words = donneurs.tus(one.mouvement.donneur for one in result.mouvements if not one.mouvement.medecin)
    if lent:
        names = donneurs.preteurs((one.mouvement.donneur for one in lent), access.noms)
        given, taken = sum(one.actes for one in lent), sum(one.pris for one in lent)
        words = [
            f"Deux bouts : {ecart(given, 0)} actes par an là où l'on consulte, {ecart(taken, 0)} à {names}.",
            *words,
        ]
    if words:
        st.caption(widgets.markdown_inerte(" ".join(words)))


def annoncee(result: Effet, access: Acces, people: pd.DataFrame) -> str:
    """The answer with its ranges: of the place that loses the most, and of the one that gains the most."""
    inside = result.communes.loc[access.habitants.index]
    low, high = inside.loc[inside["variation"].idxmin()], inside.loc[inside["variation"].idxmax()]
    worst, best = ((row["variation_min"], row["variation_max"]) for row in (low, high))
    return carte.phrase_effet(people, min(low["variation"], 0.0), max(high["variation"], 0.0), worst, best)


def _floor(result: Effet, access: Acces, answer: str) -> None:
    """Who stays at 0, and the sentence without the floor when it would not be the same."""
    held = plancher.phrase(result, access.habitants, access.noms)
    if not held:
        return
    free = replace(result, communes=result.communes.assign(variation=result.communes["sans_plancher"]))
    inside = free.communes.loc[access.habitants.index, "variation"]
    people = personnes_par_ampleur(free, access.habitants)
    other = carte.phrase_effet(people, min(inside.min(), 0.0), max(inside.max(), 0.0))
    changed = "" if other == answer else f" Sans ce plancher, la réponse serait : « {other} »"
    st.caption(widgets.markdown_inerte(held + changed))


def tenir(scene: EffetRegarde, result: Effet) -> None:
    """Refuse the answer that has no meaning, on the page and at its address. Raises `EntreeInvalide`; moves stay."""
    refused = annonce.refus(result, scene.access, EnVigueur.read(scene.db, scene.jour))
    if refused:
        raise EntreeInvalide(refused)


def planche(scene: EffetRegarde, variante: int, result: Effet, lettres: str, autre: int = 0) -> Planche:
    """The map of the stack shown (0: none yet), with its moves, families of sites, and its address. `autre`: a second
    stack, drawn beside."""
    names = variantes.read(scene.db)["nom"].to_dict()
    source = " · ".join([scene.serie.titre, scene.serie.unite, "par commune", PHRASE])
    chosen = {"hypothese": variante, "serie": scene.serie.id, "age": scene.lecture_age, "sites": lettres}
    chosen |= {"annee": scene.annee} if scene.annee else {}
    address = planches.adresse(NOM, chosen) if variante in names else ""
    title = str(names.get(variante, "aucune hypothèse")) + (f", en {scene.annee}" if scene.annee else "")
    marks = reperes(scene, variante)
    if not autre:
        return carte_effet.composer(scene.db, result, scene.access, f"Et si ? {title}", source, lettres, address, marks)
    drawn = [(title, result), (str(names[autre]), simulee(scene, autre))]
    both = f"Et si ? {' et '.join(name for name, _ in drawn)}"
    return carte_effet.cote_a_cote(scene.db, drawn, scene.access, both, source, lettres, "", marks)


def simulee(scene: EffetRegarde, variante: int) -> Effet:
    """The effect of a kept stack. Raises `EntreeInvalide` when it has no meaning."""
    moves = scene.mouvements(variante)
    return lectures.simuler(scene.db, scene.access, scene.serie, moves, scene.lecture_age, scene.jour)


def reperes(scene: EffetRegarde, variante: int) -> pd.DataFrame:
    """A disc for each commune where a stack moves something, both ends of each move: « + » or « − », and the name
    of the commune. Columns of sites, and `ecrit`."""
    moves = (
        variantes.moves(scene.db, variante, scene.annee)
        if variante > 0
        else pd.DataFrame(columns=["commune", "genre", "donneur"])
    )
    places = territoire.communes(scene.db)
    ends = [(str(row.commune), row.genre in RETRAITS) for row in moves.itertuples()]
    ends += [(str(row.donneur), row.genre not in RETRAITS) for row in moves.itertuples() if est_un_lieu(row.donneur)]
    by_place: dict[str, set[str]] = {}
    for code, loses in ends:
        by_place.setdefault(code, set()).add("−" if loses else "+")
    rows = []
    for code, marks in sorted(by_place.items()):
        if code not in places.index or pd.isna(places.at[code, "lat"]):
            continue
        signs, name = "".join(sorted(marks)), str(places.at[code, "nom"])
        rows.append((name, "mouvement", places.at[code, "lat"], places.at[code, "lon"], signs, name))
    return pd.DataFrame(rows, columns=[*carte_sites.COLONNES, "ecrit"])


def tableaux(result: Effet, access: Acces, serie: Serie, people: pd.DataFrame) -> None:
    """The tables: people by size of change (as `personnes_par_ampleur`), communes, moves as counted."""
    shown = people.assign(
        mots=people["ampleur"],
        texte=[nombre(value) for value in people["personnes"]],
        rang=range(len(people)),
    )
    by_size, by_place, counted = st.tabs(ONGLETS, key="etsi_onglets", on_change="rerun")
    with by_size:
        words = "Habitants par ampleur de gain et de perte ; ceux qui ne changent pas sont au tableau."
        st.vega_lite_chart(spec=figures.personnes(shown), alt=words)
        _crossings(result, access, serie)
        table = _sizes(people)
        st.dataframe(table, hide_index=True, column_config={"Habitants": widgets.colonne_nombre(0, "habitants")})
        widgets.telecharger(table, "habitants par ampleur", _lines(serie), "etsi_ampleur")
    with by_place:
        if by_place.open:  # hundreds of communes: for whoever reads them
            _places(result, access, serie)
    with counted:
        for move in result.mouvements:
            st.markdown(
                f"- {widgets.markdown_inerte(move.mouvement.libelle)} : {widgets.markdown_inerte(move.explication)}"
            )


def _sizes(people: pd.DataFrame) -> pd.DataFrame:
    touched = people[people["personnes"] > 0]
    return pd.DataFrame(
        {
            "Variation de l'accès": touched["ampleur"],
            "Communes": touched["communes"],
            "Habitants": touched["personnes"],
            "Part des habitants": [pourcent(share, 1) for share in touched["part"]],
        }
    )


def _crossings(result: Effet, access: Acces, serie: Serie) -> None:
    for threshold in catalogue()["seuil_sous_dense"].valeurs:
        crossings = franchissements(result, access.habitants, threshold.value, 10.0**-serie.decimales)
        st.caption(f"Seuil de repère {nombre(threshold.value, 2)} ({threshold.since.year}) : {crossings.note}")


def _places(result: Effet, access: Acces, serie: Serie) -> None:
    gains, losses = gagnants_perdants(result, access.habitants, len(access.habitants))
    table, held = pd.concat([losses, gains]), set(result.au_plancher)
    shown = pd.DataFrame(
        {
            "Code": table.index,
            "Commune": [access.noms[code] for code in table.index],
            "Variation estimée": table["variation"],
            "au moins": table["variation_min"],
            "au plus": table["variation_max"],
            "APL publiée": table["publie"],
            "Publiée + variation": table["estime"],
            "Habitants": table["population"].astype("Int64"),
            "Au plancher": ["oui" if code in held else "" for code in table.index],
        }
    )
    st.caption(
        f"{pluriel(len(losses), 'commune')} en perte, {pluriel(len(gains), 'commune')} en gain, "
        "les plus touchées d'abord."
    )
    digits = {name: widgets.colonne_nombre(2, serie.unite) for name in shown.columns[2:7]}
    lignes.ouvrables(
        shown, "etsi_communes", lambda rank: lignes.choisir(**{CHOIX: str(table.index[rank])}), height=300,
        column_config=digits | {"Habitants": widgets.colonne_nombre(0, "habitants")},
    )  # fmt: skip
    widgets.telecharger(shown, "variation estimee par commune", _lines(serie), "etsi_communes")


def _lines(serie: Serie) -> list[str]:
    return [PHRASE, f"Série de départ : {serie.titre} ({serie.unite})."]


def precautions(result: Effet, access: Acces) -> list[str]:
    """What must be said of the range and of the kernels."""
    spread = (
        f"La fourchette couvre {result.hypotheses} hypothèses : vitesse du noyau et activité, chacune basse, centrale "
        "et haute (bornes et calage : page Méthode)."
    )
    return [spread, *access.precautions]
