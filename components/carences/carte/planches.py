"""The maps of the diagnostic before they are drawn: classes, colours, legend, words; the same on the page, projected,
and in a file."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.carences.carte import figures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles import carte as regles
from components.carences.regles.carte import MARQUES, Legende
from components.core.acces.constat import SANS_VALEUR, constat, phrase_constat
from components.core.francais import exact, nombre
from components.ui.cartes import carte_sites, fond, planche
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.base import jours
from data.base.parameters import EnVigueur, ValeurDatee, catalogue, sourcee
from data.territoire import territoire

NOM = "diagnostic"
DECIMALES_SEUIL = 1  # plus one in the words: dated thresholds have two decimals
ROBUSTE = "Le tableau sous la carte donne tout."


@dataclass(frozen=True, eq=False)
class CarteLue:
    """An indicator read at a level, its cells in classes. `table`: columns of `regles.classer`; `seuil`: the threshold
    it is read against, None for natural classes."""

    lecture: IndicateurLu
    table: pd.DataFrame
    legende: Legende
    seuil: ValeurDatee | None

    @property
    def couleurs(self) -> dict[int | str, tuple[int, int, int]]:
        return figures.palette(len(self.legende.classes), self.lecture.serie.sens)


def seuils(db: Database) -> list[ValeurDatee]:
    """Thresholds of access to GPs, the one that the constat is read against first."""
    used = EnVigueur.read(db, jours.aujourd_hui(db)).retenue("seuil_sous_dense")
    return [used, *(value for value in catalogue()["seuil_sous_dense"].valeurs if value != used)]


def mots_seuil(valeur: ValeurDatee) -> str:
    """A threshold in a list."""
    if valeur.fiabilite == "T":
        return f"Seuil de la table {exact(valeur.value)}"
    doubt = "" if valeur.fiabilite == "V" else ", à vérifier"
    return f"Repère {nombre(valeur.value, 2)} ({valeur.since.year}{doubt})"


def lue(db: Database, lecture: IndicateurLu, seuil: ValeurDatee | None, ensemble: pd.Series | None = None) -> CarteLue:
    """A reading in classes. `ensemble`: the values that natural classes are cut from, when several maps share them."""
    values = lecture.table["valeur"] if ensemble is None else ensemble
    if lecture.modalites:
        legend = regles.classes_modalites(lecture.modalites)
    elif seuil is None:
        legend = regles.classes_naturelles(values, lecture.serie.decimales)
    else:
        legend = regles.classes_seuils(seuil.value, _haut(db, seuil).value, DECIMALES_SEUIL)
    return CarteLue(lecture, regles.classer(lecture.table, legend), legend, seuil)


def _haut(db: Database, seuil: ValeurDatee) -> ValeurDatee:
    """The top of the same text; of the text in force when the table set its own threshold."""
    if seuil.fiabilite == "T":
        return EnVigueur.read(db, jours.aujourd_hui(db)).retenue("seuil_vivier")
    return catalogue()["seuil_vivier"].at(seuil.since)


def phrase(carte_lue: CarteLue) -> str:
    """What a map answers, in a sentence: people under a threshold, categories, or the two ends."""
    lecture, seuil = carte_lue.lecture, carte_lue.seuil
    if lecture.modalites:
        return f"{lecture.serie.titre}. {regles.phrase_modalites(carte_lue.table)}"
    if seuil is not None:
        return phrase_constat(constat(lecture.table, seuil.value), seuil.value, lecture.niveau)
    figures_lues = lecture.table["valeur"].dropna()
    if figures_lues.empty:
        return SANS_VALEUR
    low, high = figures_lues.idxmin(), figures_lues.idxmax()
    names, digits = lecture.table["nom"], lecture.serie.decimales
    return (
        f"{lecture.serie.libelle} : de {nombre(figures_lues[low], digits)} ({names[low]}) "
        f"à {nombre(figures_lues[high], digits)} ({names[high]})."
    )


def une(
    db: Database, carte_lue: CarteLue, overlay: pd.DataFrame | None, note: str, lettres: str, adresse: str
) -> Planche:
    """The map of one indicator, with what the rule proposes over it, what it means, and sites of some families."""
    sites = carte_sites.autour(db, fond.lire(db), lettres)
    serie, niveau = carte_lue.lecture.serie, carte_lue.lecture.niveau
    counts = carte_lue.table["mots"].value_counts()
    told = " ; ".join(f"{words} : {count}" for words, count in counts.items())
    return Planche(
        titre=f"{serie.titre}, par {niveau} — {territoire.setting(db, 'nom')}",
        niveau=niveau,
        panneaux=(Panneau("", cellules(carte_lue)),),
        legendes=(legende([carte_lue], note_des_sites(sites, note)),),
        alt=f"Carte : {serie.titre}, par {niveau}. {told}. {ROBUSTE}",
        source=" · ".join(provenance(db, carte_lue.lecture, carte_lue.seuil)),
        territoires=overlay,
        sites=sites,
        adresse=adresse,
        phrase=phrase(carte_lue),
    )


def cote_a_cote(db: Database, cartes: Sequence[CarteLue], titres: Sequence[str], adresse: str) -> Planche:
    """Several maps of the same places: years of one indicator under one legend, or indicators each with its own."""
    shared = len({carte_lue.lecture.serie.indicateur for carte_lue in cartes}) == 1
    names = list(dict.fromkeys(carte_lue.lecture.serie.libelle for carte_lue in cartes))
    niveau, last = cartes[0].lecture.niveau, cartes[-1]
    legends = (legende(cartes),) if shared else tuple(legende([one], titre=one.lecture.serie.titre) for one in cartes)
    title = f"{' et '.join(names)}, par {niveau} : {', '.join(titres)} — {territoire.setting(db, 'nom')}"
    told = [" · ".join(provenance(db, one.lecture, one.seuil)) for one in cartes]
    if shared:
        told = [" · ".join([f"{names[-1]}, {', '.join(titres)}", *provenance(db, last.lecture, last.seuil)[1:]])]
    return Planche(
        titre=title if shared else f"{' et '.join(titres)}, par {niveau} — {territoire.setting(db, 'nom')}",
        niveau=niveau,
        panneaux=tuple(Panneau(title, cellules(one)) for title, one in zip(titres, cartes, strict=True)),
        legendes=legends,
        alt=f"Cartes côte à côte, par {last.lecture.niveau} : {', '.join(titres)}. {ROBUSTE}",
        source=" | ".join(told),
        adresse=adresse,
    )


def cellules(carte_lue: CarteLue) -> pd.DataFrame:
    """Colour, mark and words of each cell."""
    colours, rows = carte_lue.couleurs, carte_lue.table
    return pd.DataFrame(
        {
            "couleur": [colours[kind] for kind in rows["classe"]],
            "marque": [MARQUES.get(str(kind), "") for kind in rows["classe"]],
            "texte": [valeur(carte_lue.lecture, row, " — ") for row in rows.itertuples()],
        },
        index=rows.index,
    )


def legende(cartes: Sequence[CarteLue], note: str = "", titre: str = "") -> LegendeDeCarte:
    """The legend that these maps share; how many cells are in each class when there is one map."""
    first = cartes[0]
    words: dict[int | str, str] = {one.rang: one.mots for one in first.legende.classes}
    counts = pd.concat([one.table["classe"] for one in cartes]).value_counts()
    rows = figures.libelles([*words, regles.ZERO, regles.MANQUANT, regles.SECRET], words, counts)
    alone = len(cartes) == 1
    lines = tuple(
        LigneDeLegende.de(first.couleurs[kind], MARQUES.get(str(kind), ""), f"{text} — {n}" if alone else text)
        for kind, text, n in rows
    )
    return LegendeDeCarte(titre or f"Légende : {first.legende.principe}", lines, note)


def note_des_sites(sites: pd.DataFrame, *autres: str) -> str:
    """The letters of the sites drawn, after the other notes of a legend."""
    return " ".join(part for part in (*autres, carte_sites.legende(sites)) if part)


def valeur(lecture: IndicateurLu, row: object, separator: str = "") -> str:
    """The value as the reader sees it, followed by its class when a separator is given."""
    words, state, figure = row.mots, row.etat, row.valeur  # type: ignore[attr-defined]
    if lecture.modalites or state != "valeur":
        return str(words).split(" :")[0]
    value = nombre(figure, decimales(lecture))
    return f"{value}{separator}{words}" if separator else value


def decimales(lecture: IndicateurLu) -> int:
    """Decimals of a reading: one more than published when it is brought to another level."""
    return lecture.serie.decimales + (lecture.niveau != lecture.serie.niveau)


def provenance(db: Database, lecture: IndicateurLu, seuil: ValeurDatee | None) -> list[str]:
    """What a map shows: series, unit, level, status, producer, and the text of its threshold."""
    card, serie = territoire.sources(db).loc[lecture.serie.source], lecture.serie
    status = serie.statut if lecture.niveau == serie.niveau else "estimé (agrégation)"
    mesh = "par commune" if lecture.niveau == "commune" else f"par {territoire.maille(db)['nom']}"
    parts = [serie.titre, serie.unite, mesh, status, sourcee(card.producteur, card.fiabilite)]
    if seuil is not None:
        parts.append(f"Seuil : {sourcee(seuil.reference, seuil.fiabilite)}")
    return parts


def adresse(**valeurs: object) -> str:
    """Where a map of the diagnostic is projected."""
    return planche.adresse(NOM, valeurs)
