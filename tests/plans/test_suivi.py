"""The third reading, the review, the spreadsheet and the Word files, on the whole demonstration."""

import zipfile
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from docx import Document
from sqlite_utils import Database

from components.core.mots import STATUTS
from components.core.refus import Refus
from components.plans.actions import gestes, lectures, lectures_promesse
from components.plans.partage import lectures as lectures_partage
from components.plans.regles import actions
from components.plans.territoire import documents, gestes_tableur
from components.ui.sorties import exports
from data.base import decisions
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import constats
from data.plans import financements, plans, revues
from data.priorites import scrutins
from data.seances import seances
from data.territoire import territoire

JOUR = date.today()


def test_the_three_readings_stand_with_the_reason_of_every_answer(copie: Database) -> None:
    envelope = int(financements.envelopes(copie).index[0])
    shared = lectures_partage.lire(copie, envelope, JOUR)
    assert [r.nom for r in shared.lectures] == ["Écart comblé", "Péréquation", "Équité des votes"]
    asked = shared.demandes.set_index("action")["montant"]
    for reading in shared.lectures:
        assert set(reading.choix.raisons) == set(asked.index)
        assert all(w.startswith("Oui") == (a in reading.choix.retenues) for a, w in reading.choix.raisons.items())
        assert (
            sum(asked[list(reading.choix.retenues)]) + reading.choix.reste == shared.montant >= reading.choix.reste >= 0
        )


def test_the_reading_of_the_votes_is_what_the_vote_published(copie: Database) -> None:
    """Same costs, same budget: the same actions as the published result; rules of the envelope then take some out."""
    envelope = int(financements.envelopes(copie).index[0])
    asked = financements.requests(copie, envelope)
    published = max(scrutins.liste(copie).query("etat == 'publié'").index)
    row = decisions.read(copie).set_index("objet").loc[f"scrutin:{published}"]
    yes = {int(line["option"].rsplit(" ", 1)[1]) for line in pd.read_json(BytesIO(
        ("[" + str(row["contenu"]) + "]").encode()))["classement"][0] if "Plus tard" not in line["motif"]}  # fmt: skip
    before = lectures_partage.lire(copie, envelope, JOUR).lectures[-1].choix
    assert set(before.retenues) == yes
    place = asked.set_index("action").at[before.retenues[0], "territoire"]
    financements.ajouter_regle(copie, TERMINAL, envelope, "eligible", "territoire", place)
    after = lectures_partage.lire(copie, envelope, JOUR).lectures[-1].choix
    assert set(after.retenues) <= set(asked.loc[asked["territoire"] == place, "action"])


def test_days_without_news_are_those_of_the_table(copie: Database) -> None:
    """Touched on the evening of 29 June in Tahiti, when it was the 30th in Greenwich: 91 days on 28 September."""
    with copie.conn:
        copie.execute("UPDATE concertation SET valeur = '987' WHERE cle = 'departement'")
        copie.execute("UPDATE actions SET touche_le = '2026-06-30T05:00:00+00:00', fin = '2027-12-31'")
    seen = lectures.lire(copie, date(2026, 9, 28)).vues
    assert set(seen.loc[seen["raison"] == actions.SANS_NOUVELLE, "precision"]) == {
        "personne n'y a touché depuis 91\u00a0jours"
    }


@pytest.mark.parametrize(
    ("vu", "verdict"),
    [({"actes": 90}, actions.EN_DECA), ({"actes": 100}, actions.TENUE), ({"actes": 121}, actions.AU_DELA),
     ({"etp": 0.5}, actions.TENUE), ({"impact": 9}, actions.EN_DECA), ({"impact": 10}, actions.TENUE),
     ({}, actions.ATTENTE)],
)  # fmt: skip
def test_observed_is_read_against_promised(vu: dict, verdict: str) -> None:
    promised = {"actes": [95, 110, 120], "etp": [0.4, 0.5, 0.6], "impact": {"libelle": "x", "depart": 2, "cible": 10}}
    assert actions.verdict(promised, {"actes": None, "etp": None, "impact": None} | vu) == verdict


def test_a_review_freezes_the_promise_and_a_closed_seance_keeps_its_own(copie: Database) -> None:
    plan = lectures.lire(copie, JOUR)
    ident = int(plan.actions.index[0])
    nothing = {"actes": None, "etp": None, "impact": None}
    with pytest.raises(Refus, match="close"):
        gestes.revoir(copie, TERMINAL, plan, int(seances.read(copie).index[0]), ident, nothing, "x", JOUR)
    fresh = seances.creer(copie, TERMINAL, "Suivante", JOUR, "", seances.Fraction(1, 2))
    with pytest.raises(Refus, match="observé"):
        gestes.revoir(copie, TERMINAL, plan, fresh, ident, nothing, " ", JOUR)
    gestes.revoir(copie, TERMINAL, plan, fresh, ident, nothing | {"impact": 12.0}, "", JOUR)
    kept = revues.read(copie).query("seance == @fresh").iloc[0]
    now = plans.action(copie, ident)
    gestes.modifier(copie, TERMINAL, ident, now["version"], {"effet_quantite": 9.0})
    assert kept["promis"] == revues.read(copie).query("seance == @fresh").iloc[0]["promis"]
    seen = plans.measures(copie).query("action == @ident and genre == 'impact'").iloc[0]
    assert seen["observe"] == 12.0


def test_the_promise_of_a_plan_is_the_sum_of_its_actions(copie: Database) -> None:
    plan = lectures.lire(copie, JOUR)
    alone = [lectures_promesse.lire(copie, plan.actions.loc[[i]], JOUR) for i in plan.actions.index]
    whole = lectures_promesse.lire(copie, plan.actions, JOUR, str(plan.actions["territoire"].iloc[0]))
    assert whole.actes is not None and whole.etp is not None and whole.acces is not None
    assert whole.actes[1] == pytest.approx(sum(p.actes[1] for p in alone if p.actes))
    assert whole.etp[1] == pytest.approx(sum(p.etp[1] for p in alone if p.etp))
    assert whole.actes[0] <= whole.actes[1] <= whole.actes[2] and 0 < whole.acces[0] <= whole.acces[2]


def _file(table: pd.DataFrame) -> bytes:
    return exports.to_xlsx(table, ["essai"])


def test_a_plan_goes_out_and_comes_back_unchanged(copie: Database) -> None:
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR))
    count = len(table)
    assert f"{count} inchangée" in gestes_tableur.importer(copie, TERMINAL, "plan.xlsx", _file(table)).replace(
        "\u00a0", " "
    )


def test_a_row_may_change_an_action_or_add_one(copie: Database) -> None:
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR)).astype(object)
    first = int(table.at[0, "N°"])
    table.at[0, "Pilote"], table.at[0, "Secteur"], table.at[0, "ETP"] = "=La présidente", "Public", "1,5"
    table.loc[len(table)] = table.loc[0].to_dict() | {"N°": None, "Titre": "Action du tableur"}
    gestes_tableur.importer(copie, TERMINAL, "plan.xlsx", _file(table))
    row = plans.action(copie, first)
    assert (row["pilote"], row["secteur"], row["etp"]) == ("=La présidente", "public", 1.5)
    assert "Action du tableur" in set(plans.actions(copie)["titre"])


@pytest.mark.parametrize(
    ("colonne", "valeur", "raison"),
    [("Secteur", "martien", "« Secteur » : « martien »"), ("Fin", "hier", "« Fin » : « hier »"), ("Titre", "", "vide"),
     ("ETP", "beaucoup", "« ETP »"), ("Statut", "Réalisée", "ne peut passer"), ("Territoire", "Ailleurs", "maille"),
     ("Version", 99, "depuis l'export"), ("N°", 999, "n'existe plus")],
)  # fmt: skip
def test_one_wrong_row_refuses_the_whole_file(copie: Database, colonne: str, valeur: object, raison: str) -> None:
    table = gestes_tableur.tableau(lectures.lire(copie, JOUR)).astype(object)
    table.at[0, "Pilote"] = "Jamais écrit"
    table.at[2, "Pilote"], table.at[2, colonne] = "Non plus", valeur
    with pytest.raises(Refus, match=r"Fichier refusé.*Ligne 4.*" + raison):
        gestes_tableur.importer(copie, TERMINAL, "plan.xlsx", _file(table))
    assert not plans.actions(copie)["pilote"].isin(["Jamais écrit", "Non plus"]).any()


def test_a_file_that_is_no_plan_is_refused(copie: Database) -> None:
    with pytest.raises(Refus, match="ne se lit pas"):
        gestes_tableur.importer(copie, TERMINAL, "photo.png", b"\x89PNG")
    with pytest.raises(Refus, match="absente"):
        gestes_tableur.importer(copie, TERMINAL, "x.xlsx", _file(pd.DataFrame({"Nom": ["a"]})))


def test_the_plan_and_the_citizen_sheet_are_word_files(copie: Database) -> None:
    constat = constats.constats(copie)[0]
    ident = int(plans.actions(copie, constat.territoire).index[0])
    trap = "<b>Titre</b> & {{ nom }}"
    gestes.modifier(copie, TERMINAL, ident, plans.action(copie, ident)["version"], {"titre": trap})
    made = documents.plan(copie, constat.territoire, JOUR, publies=False)
    assert zipfile.ZipFile(BytesIO(made)).testzip() is None
    text = "\n".join(p.text for p in Document(BytesIO(made)).paragraphs)
    assert trap in text and "Promesse de tout le plan" in text and "Ne vaut ni zonage" in text
    sheet = documents.fiche(copie, LECTEUR, constat.territoire, JOUR)
    assert "Appelez le 15" in "\n".join(p.text for p in Document(BytesIO(sheet)).paragraphs)
    elsewhere = next(c for c in plans.actions(copie)["territoire"] if c != constat.territoire)
    with pytest.raises(Refus, match="pas encore examiné"):
        documents.fiche(copie, LECTEUR, elsewhere, JOUR)


def test_what_is_wrong_becomes_one_point_of_the_agenda(copie: Database) -> None:
    plan = lectures.lire(copie, JOUR)
    title, note = lectures.a_porter(plan)
    wrong = plan.vues.loc[plan.vues["raison"] != actions.JALON, "action"].nunique()
    assert title.replace("\u00a0", " ") == f"Plans : {wrong} actions à débloquer ou à relancer" and "bloquée" in note
    calm = lectures.Plan(plan.actions, plan.jalons, plan.mesures, plan.lignes, plan.vues[plan.vues["raison"] == "rien"])
    assert lectures.a_porter(calm) == ("", "")
    kinds = {lectures.genre_de_territoire(copie, code, JOUR) for code in territoire.territoires(copie).index}
    assert "rural" in kinds and kinds <= {"rural", "semi-rural", "urbain"}


@pytest.mark.parametrize(("statut", "compte"), [(s, s in actions.PROMISES) for s in STATUTS])
def test_a_plan_promises_what_the_table_retained_and_did_not_put_off(
    copie: Database, statut: str, compte: bool
) -> None:
    before = lectures.lire(copie, JOUR)
    ident = int(before.actions.index[before.actions["effet_genre"] != ""][0])
    blocked = {"deblocage": "un local"} if statut == "bloquee" else {}
    plans.modifier(copie, TERMINAL, ident, plans.action(copie, ident)["version"], {"statut": statut, **blocked})
    plan = lectures.lire(copie, JOUR)
    whole, without = (
        lectures_promesse.du_plan(copie, rows, JOUR) for rows in (plan.actions, plan.actions.drop(index=ident))
    )
    assert whole.actes is not None and without.actes is not None
    assert (whole.actes[1] > without.actes[1]) is compte
    said = lectures_promesse.regle(plan.actions)
    assert ("1\u00a0action n'y est pas comptée" in said) is not compte
    if statut in ("proposee", "reportee"):
        assert lectures_promesse.lire(copie, plan.actions.loc[[ident]], JOUR).chiffree, "its own promise stays said"


def test_the_promise_of_a_plan_says_what_it_counts(copie: Database) -> None:
    plan = lectures.lire(copie, JOUR)
    ident = int(plan.actions.index[0])
    plans.modifier(copie, TERMINAL, ident, plan.actions.at[ident, "version"].item(), {"statut": "reportee"})
    words = documents.contenu(copie, str(plan.actions.at[ident, "territoire"]), JOUR, False)["promesse"]
    assert "retenues, financées, en cours, bloquées ou réalisées" in words and "pas comptée" in words
