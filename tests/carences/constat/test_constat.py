"""The constat on a real file: what it needs, what it freezes, how it is lifted, who may act."""

import functools
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlite_utils import Database

from components.carences.constat import gestes, lectures, lectures_calculs, lectures_signaux
from components.carences.constat.dossier import Dossier, de_repere, empreinte, reserves
from components.carences.constat.gestes import Saisie
from components.carences.constat.preuve import preuve, signal
from components.carences.regles.territoire import CONDITIONS, PIED, REPONSES
from components.core.refus import Interdit, Refus
from data.base import decisions, parameters, store
from data.base.acteurs import LECTEUR, Acteur
from data.carences import constats, contestations, fiches
from data.carences.contestations import Sollicitation
from data.territoire import indicateurs
from tests import comptes

JOUR = date(2026, 11, 22)
MG, INF, MARCIGNY = "medecin_generaliste", "infirmier", "247100639"
SAISIE = Saisie("L'accès manque.", "", True, True, True, "", JOUR + timedelta(days=365))


@pytest.fixture
def db(en_71: Database) -> Database:
    return en_71


@pytest.fixture
def qui(db: Database) -> Acteur:
    return comptes.compte(db)


def dossier(db: Database) -> Dossier:
    return lectures.rassembler(db, MG, JOUR)


def declarer(db: Database, qui: Acteur) -> None:
    for doubt in reserves(dossier(db)):
        constats.declarer(db, qui, doubt.objet, doubt.choix[0], "vérifié", doubt.empreinte)


def solliciter(db: Database, qui: Acteur, reponse: str = REPONSES[1]) -> None:
    for kind in ("CPTS", "URPS", "MSP/CDS"):
        contestations.solliciter(db, qui, MARCIGNY, MG, Sollicitation(kind, kind, JOUR, reponse, JOUR, ""), JOUR)


def vue(db: Database) -> str:
    return empreinte(preuve(dossier(db), MARCIGNY))


def adopter(db: Database, qui: Acteur, saisie: Saisie = SAISIE) -> str:
    return gestes.adopter(db, qui, MG, MARCIGNY, saisie, vue(db), JOUR)


@pytest.fixture
def pret(db: Database, qui: Acteur) -> Database:
    declarer(db, qui)
    solliciter(db, qui)
    return db


def test_nothing_is_adopted_while_the_series_is_unknown_or_the_mesh_a_fallback(db: Database, qui: Acteur) -> None:
    solliciter(db, qui)
    assert de_repere(dossier(db))
    with pytest.raises(Refus, match=r"série d'âge.*À déclarer"):
        adopter(db, qui)
    declarer(db, qui)
    assert not de_repere(dossier(db))
    assert adopter(db, qui)


def test_a_declaration_does_not_outlive_the_file_it_was_about(db: Database, qui: Acteur) -> None:
    declarer(db, qui)
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    db["sources"].update(tableau.serie.source, {"sha256": "0" * 64})
    assert de_repere(dossier(db))


def test_the_second_condition_is_asked(db: Database, qui: Acteur) -> None:
    declarer(db, qui)
    with pytest.raises(Refus, match="URPS : ni sollicitation"):
        adopter(db, qui)
    solliciter(db, qui, REPONSES[4])
    with pytest.raises(Refus, match="il en existe une dans chaque région"):
        adopter(db, qui)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"motif": "  "}, "ce que la table constate"),
        ({"dynamiques_absentes": False}, "deux conditions"),
        ({"insuffisance": False}, "deux conditions"),
        ({"sans_desaccord": False}, "désaccords exprimés"),
        ({"desaccords": "les médecins contre"}, "désaccords exprimés"),
        ({"revue_le": JOUR}, "date de revue à venir"),
        ({"revue_le": None}, "date de revue à venir"),
    ],
)
def test_an_incomplete_constat_is_refused_and_nothing_is_kept(
    pret: Database, qui: Acteur, change: dict, words: str
) -> None:
    with pytest.raises(Refus, match=words):
        adopter(pret, qui, replace(SAISIE, **change))
    assert constats.constats(pret) == []
    assert constats.examines(pret, MG) == {}


def test_a_dynamic_under_way_needs_a_reason(pret: Database, qui: Acteur) -> None:
    contestations.solliciter(pret, qui, MARCIGNY, MG, Sollicitation("CPTS", "CPTS", JOUR, REPONSES[3], JOUR, ""), JOUR)
    with pytest.raises(Refus, match=r"Dynamique engagée : CPTS\. Dites pourquoi"):
        adopter(pret, qui)
    adopter(pret, qui, replace(SAISIE, malgre="elle ne couvre qu'une commune"))


@pytest.mark.parametrize("answer", [REPONSES[0], REPONSES[2]])
def test_without_a_plain_no_the_table_says_why_and_the_print_never_says_absent(
    db: Database, qui: Acteur, answer: str
) -> None:
    declarer(db, qui)
    for kind in ("CPTS", "URPS", "MSP/CDS"):
        contestations.solliciter(
            db, qui, MARCIGNY, MG, Sollicitation(kind, f"{kind} d'ici", JOUR, answer, None, ""), JOUR
        )
    with pytest.raises(Refus, match=r"CPTS d'ici, URPS d'ici et MSP/CDS d'ici\. Dites pourquoi"):
        adopter(db, qui)
    adopter(db, qui, replace(SAISIE, malgre="la table n'attend plus"))
    [found] = constats.constats(db)
    second = found.contenu["conditions"][1]
    assert "ne sont pas présentes" not in second
    assert f"{'Sans réponse ce jour-là' if answer == REPONSES[0] else 'Solution partielle'} : CPTS d'ici" in second


def test_a_body_that_answered_is_not_waited_for_any_more(db: Database, qui: Acteur) -> None:
    declarer(db, qui)
    solliciter(db, qui, REPONSES[0])
    solliciter(db, qui)
    adopter(db, qui)
    assert constats.constats(db)[0].contenu["conditions"] == list(CONDITIONS)


def test_evidence_does_not_move_when_data_are_reloaded_and_the_chain_verifies(pret: Database, qui: Acteur) -> None:
    adopter(pret, qui)
    [before] = constats.constats(pret)
    serie = indicateurs.serie(pret, "apl_mg")
    with store.writing(pret):
        codes = indicateurs.values(pret, serie.id).index
        indicateurs.store(pret, serie, [(code, 9.0, "valeur") for code in codes])
    parameters.fixer(pret, qui, "familles_a_examiner", 4, None, None, "essai")
    [after] = constats.constats(pret)
    assert after == before
    assert decisions.verify(pret).intacte
    now, _ = lectures.preuve_du_jour(pret, after, JOUR)
    assert now["familles"] != after.preuve["familles"]


def test_figures_that_changed_on_the_way_are_refused(pret: Database, qui: Acteur) -> None:
    seen = vue(pret)
    contestations.contester(pret, qui, MARCIGNY, MG, "acces_moyen", {"valeur": 1}, "Usagers", "faux", "vérifier")
    with pytest.raises(Refus, match="ont changé depuis leur affichage"):
        gestes.adopter(pret, qui, MG, MARCIGNY, SAISIE, seen, JOUR)


def test_a_second_constat_is_refused_and_lifting_is_a_second_decision(pret: Database, qui: Acteur) -> None:
    adopter(pret, qui)
    with pytest.raises(Refus, match="déjà en vigueur"):
        adopter(pret, qui)
    [found] = constats.constats(pret)
    assert found.en_vigueur and found.contenu["mention"] == PIED
    seen = lectures.preuve_du_jour(pret, found, JOUR)[1]
    lift = Saisie("Deux médecins sont arrivés.", "Collège des usagers : trop tôt.", False)
    gestes.lever(pret, qui, found.empreinte, lift, seen, JOUR)
    with pytest.raises(Refus, match="déjà levé"):
        gestes.lever(pret, qui, found.empreinte, lift, seen, JOUR)
    [lifted] = constats.constats(pret)
    assert not lifted.en_vigueur and lifted.levee["motif"] == lift.motif and lifted.levee["preuve"]["familles"]
    assert lifted.preuve == found.preuve
    assert decisions.verify(pret) == decisions.Verification(2, decisions.verify(pret).tete, None)
    adopter(pret, qui)
    assert [c.en_vigueur for c in constats.constats(pret)] == [True, False]


def test_every_number_on_the_card_equals_the_terminal(db: Database) -> None:
    read, checked = dossier(db), 0
    terminal = functools.cache(lambda name: lectures_calculs.indicateur(db, name, "territoire", JOUR))
    for code in read.tableau.territoires.index:
        for family in preuve(read, code)["familles"]:
            for figure in family["signaux"]:
                if figure["valeur"] is None:
                    continue
                name = figure["serie_id"] if figure["signal"] == "acces_moyen" else figure["indicateur"]
                told = terminal(name)
                [row] = [row for row in told["valeurs"] if row["code"] == code]
                assert row["valeur"] == figure["valeur"] and told["unite"] == figure["unite"]
                assert told["millesime"] == figure["millesime"]
                checked += 1
    assert checked >= 4 * 20


def test_readers_may_not_act_and_analysts_do_not_decide(pret: Database, qui: Acteur) -> None:
    analyst = comptes.compte(pret, "analyste", "Dominique")
    for who in (LECTEUR, analyst):
        with pytest.raises(Interdit):
            adopter(pret, who)
        with pytest.raises(Interdit):
            constats.marquer(pret, who, MG, [MARCIGNY], constats.DISCUTE)
        with pytest.raises(Interdit):
            gestes.adopter_sans_debat(pret, who, MG, [], JOUR)
    with pytest.raises(Interdit):
        contestations.contester(pret, LECTEUR, MARCIGNY, MG, "x", {}, "Usagers", "a", "b")
    with pytest.raises(Interdit):
        fiches.ecrire(pret, LECTEUR, MARCIGNY, "urgence", "le 15")


def test_only_quiet_territories_are_adopted_without_debate(db: Database, qui: Acteur) -> None:
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    quiet = [code for code, review in tableau.bilans.items() if review.calme]
    with pytest.raises(Refus, match="À discuter"):
        gestes.adopter_sans_debat(db, qui, MG, [*quiet, MARCIGNY], JOUR)
    gestes.adopter_sans_debat(db, qui, MG, quiet, JOUR)
    assert constats.examines(db, INF) == {}
    assert constats.examines(db, MG) == dict.fromkeys(quiet, constats.EN_BLOC)
    with pytest.raises(Refus, match="Déjà examinés"):
        gestes.adopter_sans_debat(db, qui, MG, quiet, JOUR)
    frozen = json.loads(decisions.read(db)["preuve"].iloc[0])
    assert set(frozen) == set(quiet)


def test_a_settled_dispute_blocks_nothing_and_one_still_open_does(db: Database, qui: Acteur) -> None:
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    quiet = [code for code, review in tableau.bilans.items() if review.calme]
    disputed = [
        contestations.contester(db, qui, code, MG, "acces_moyen", {"valeur": 3}, "Usagers", "faux", "vérifier")
        for code in quiet[:2]
    ]
    for still_open in (quiet[:2], quiet[1:2]):
        with pytest.raises(Refus, match="contesté") as refused:
            gestes.adopter_sans_debat(db, qui, MG, quiet, JOUR)
        named = [str(tableau.territoires.at[code, "nom"]) in str(refused.value) for code in quiet]
        assert named == [code in still_open for code in quiet]
        contestations.regler(db, qui, disputed.pop(0), "chiffre confirmé", "La Cpam confirme.")
    gestes.adopter_sans_debat(db, qui, MG, quiet, JOUR)
    assert constats.examines(db, MG) == dict.fromkeys(quiet, constats.EN_BLOC)


def test_a_contest_is_kept_as_the_figure_stood_until_settled_once(db: Database, qui: Acteur) -> None:
    read = dossier(db)
    figure = signal(read, read.tableau.bilans[MARCIGNY].familles[0].signaux[0])
    args = (MARCIGNY, MG, "acces_moyen", figure, "Usagers", "<b>faux</b>", "vérifier")
    found = contestations.contester(db, qui, *args)
    with pytest.raises(Refus, match="déjà enregistrée"):
        contestations.contester(db, qui, *args)
    contestations.regler(db, qui, found, "chiffre confirmé", "La Cpam confirme.")
    with pytest.raises(Refus, match="déjà réglée"):
        contestations.regler(db, qui, found, "chiffre confirmé", "encore")
    row = contestations.contestations(db, MARCIGNY).iloc[0]
    assert row["chiffre"] == figure and row["suite"] == "chiffre confirmé"


def test_the_sheet_keeps_the_text_of_the_table_and_gives_the_national_one_back(db: Database, qui: Acteur) -> None:
    fiches.ecrire(db, qui, MARCIGNY, "medecin_traitant", "Appelez la maison de santé.")
    local = {r.nom: r for r in fiches.rubriques(db, MARCIGNY)}["medecin_traitant"]
    assert local.texte == "Appelez la maison de santé." and local.verifie
    fiches.retablir(db, qui, MARCIGNY, "medecin_traitant")
    assert fiches.rubriques(db, MARCIGNY) == list(fiches.modele())
