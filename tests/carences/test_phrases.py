"""The answer sentences carry their unit, in the right number."""

from datetime import date

import pandas as pd

from components.accueil import lectures as accueil
from components.carences.carte import planches
from components.carences.indicateurs import lectures
from components.core.acces.constat import SANS_VALEUR, constat, phrase_constat
from data.base import store
from data.territoire import indicateurs
from tests import fichiers


def test_the_home_sentence_names_its_unit_in_the_plural(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        said = accueil.point(db, date(2026, 11, 22)).reponse
    assert said.endswith("inférieur à 2,5 consultations par an et par habitant standardisé.")


def test_the_map_sentence_names_its_unit() -> None:
    table = pd.DataFrame({"valeur": [1.0, 3.0], "etat": "valeur", "population": [10.0, 10.0]})
    said = phrase_constat(constat(table, 2.71), 2.71, "commune")
    assert said.endswith("inférieur à 2,71 consultations par an et par habitant standardisé.")


def test_the_home_page_and_the_map_say_one_figure(tmp_path) -> None:
    """Same people, same threshold, same sentence but for the name of the access; nobody with a value: both say so."""
    with store.connect(tmp_path / "71.db") as db:
        fichiers.remplir(db)
        day = date(2026, 11, 22)
        home, apl = accueil.point(db, day).reponse, indicateurs.apl_generalistes(db)[0]
        limit = planches.seuils(db)[0]
        read = planches.lue(db, lectures.lire(db, apl, "commune"), limit)
        assert home == planches.phrase(read).replace("l'accès publié", "l'accès publié aux médecins généralistes")
        with store.writing(db):
            db.conn.execute("UPDATE valeurs SET valeur = NULL, etat = 'manquant' WHERE serie = ?", (apl.id,))
        empty = planches.phrase(planches.lue(db, lectures.lire(db, apl, "commune"), limit))
        assert accueil.point(db, day).reponse == empty == SANS_VALEUR
