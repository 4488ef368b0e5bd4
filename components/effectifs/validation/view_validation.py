"""« Validation »: what the model gets right nationally, what past data say, and what this cannot prove."""

from datetime import date

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import ecart, nombre, pourcent
from components.effectifs import figures
from components.effectifs.regles import phrases
from components.effectifs.validation import lectures, lectures_retro
from components.ui import graphique, widgets
from data.imports.passe import PROFESSIONS

LIMITES = (
    "Les entrées annuelles sont calées sur les densités publiées, la part en cumul et sa durée sur la pratique publiée "
    "après la retraite : niveau, croissance et cumul sont ajustés, pas prédits. L'année du creux et la réponse à +20 % "
    "d'entrées ne le sont pas directement.",
    "Les densités publiées comptent les moins de 70 ans, et la cohorte avec elles ; les effectifs d'un département "
    "comptent tout le monde.",
    "Avant cet ajustement, la loi donnait 2,5\u00a0% de généralistes en cumul, de 69 ans en moyenne, 7\u00a0% encore "
    "là de 70 à 79 ans, et prévoyait 32\u00a0% de médecins de 65 ans et plus de moins qu'il n'y en eut en 2020.",
    "L'épreuve est nationale : elle ne prouve rien sur un territoire, où le hasard d'un départ domine.",
    "La pyramide nationale mélange des champs différents ; les âges de cessation ne sont pas publiés.",
    "Pour les infirmiers et les dentistes, seule la rétro-épreuve ci-dessous existe ; pour les autres professions, "
    "aucune : leurs arrivées sont des conventions à débattre.",
    "Les projections officielles se sont trompées : 188 000 médecins annoncés pour 2019 en 2009, 226 000 constatés.",
)
LECTURE = (
    "Arrivées d'un département : celles de son passé, resserrées vers le rythme national d'autant plus qu'elles sont "
    "peu précises (Bayes empirique, page Méthode) ; elles ne servent que là où elles prévoient mieux que lui. D'une "
    "moitié de la période à l'autre, celles des médecins se ressemblent, celles des infirmiers non.",
    "La bande ajoute au hasard des personnes l'erreur de niveau lue dans la période d'ajustement (toutes les "
    "prévisions à deux ans), sans rien savoir de l'année prévue.",
    "Ces fichiers comptent toutes les spécialités et tous les exercices, sans âge par département : l'épreuve ne dit "
    "rien des généralistes seuls ni des territoires. Les infirmiers de 65 ans et plus y restent souvent inscrits après "
    "leur départ.",
)


def afficher(db: Database, jour: date) -> None:
    """Draw the screen."""
    test = lectures.epreuve(db, jour)
    held = sum(anchor.tenue for anchor in test.ancres)
    widgets.reponse(
        f"Généralistes libéraux de France : {held} critères tenus sur {len(test.ancres)}, paramètres en vigueur."
    )
    left, right = st.columns([1.5, 1])
    with left:
        rows = [
            {"annee": year, "densite": cohort.densite(year), "courbe": words}
            for words, cohort in (("Modèle", test.centrale), ("Modèle, +20 % d'étudiants dès 2022", test.plus))
            for year in cohort.effectif
        ]
        points = pd.DataFrame(test.publies, columns=["annee", "densite"])
        graphique.afficher(
            figures.cohorte,
            pd.DataFrame(rows),
            points,
            alt="Densité nationale projetée de 2022 à 2050 ; losanges : points publiés par la DREES.",
        )
        widgets.ligne_source(
            ["Losanges : DREES, édition 2021", "pour 100 000 habitants", "France", "courbes : estimées par nous"]
        )
    with right:
        st.markdown("**Ce que cela ne prouve pas**")
        widgets.puces(LIMITES)
    _criteres(test)
    _retro(db, jour)
    st.caption("L'accès et les signaux ont leurs propres épreuves : page Méthode, onglet « Épreuves ».")


def _retro(db: Database, jour: date) -> None:
    st.markdown("**Rétro-épreuve : prévoir le passé, à côté de « rien ne change » et d'une ligne droite**")
    tests, source = lectures_retro.montrees(db, jour)
    widgets.puces([*(phrases.retro(PROFESSIONS[test.profession], test) for test in tests), *LECTURE])
    table = pd.DataFrame(
        [
            (PROFESSIONS[test.profession], guess.nom, pourcent(guess.erreur, 1), ecart(100 * guess.total, 1) + " %",
             "sans bande" if guess.couverture is None else pourcent(guess.couverture),
             "sans bande" if guess.hasard is None else pourcent(guess.hasard),
             "oui" if guess == test.retenue else "")
            for test in tests
            for guess in test.previsions
        ],
        columns=["Profession", "Prévision", "Erreur absolue moyenne", "Erreur sur le total", "Couverture de la bande",
                 "Couverture, hasard seul", "Retenu"],
    )  # fmt: skip
    st.dataframe(table, hide_index=True)
    st.caption(f"Rétro-épreuve : {source}.")
    widgets.telecharger(table, "retro-epreuve", [source, *LECTURE], "effectifs_retro")


def _criteres(test: lectures.Epreuve) -> None:
    table = pd.DataFrame(
        {
            "Critère": [a.nom for a in test.ancres],
            "Publié (bornes)": [a.publie for a in test.ancres],
            "Obtenu": [f"{a.obtenu:.0f}" if a.unite == "année" else nombre(a.obtenu, 2) for a in test.ancres],
            "Unité": [a.unite for a in test.ancres],
            "Tenu": ["oui" if a.tenue else "non" for a in test.ancres],
            "Ajusté": ["oui : ne prouve pas" if a.ajustee else "non" for a in test.ancres],
            "Référence": test.references,
        }
    )
    st.dataframe(table, hide_index=True)
    missed = [a for a in test.ancres if not a.tenue]
    if missed:
        st.warning(
            "Critères non tenus : "
            + " ; ".join(f"{a.nom} ({nombre(a.obtenu, 2)} pour {a.publie})" for a in missed)
            + ". Un paramètre réglé par la table, ou la simplicité de la loi de retraite, peut l'expliquer.",
            icon=":material/warning:",
        )
    widgets.telecharger(table, "validation nationale", list(LIMITES), "effectifs_validation")
