"""An account has a name that the eye tells from every other and that does not speak for the tool, and a password that
is not guessed in a moment."""

from pathlib import Path

import pytest

from components.core.refus import Refus
from data.base import acteurs, identite, noms, store
from data.base.acteurs import TERMINAL
from tests.comptes import MOT_DE_PASSE, session


@pytest.mark.parametrize(
    "twin",
    [
        "Camille Martin", "camille  MARTIN", "Camille Mаrtin", "Camille\u200bMartin", "Camille Martin\u200d",
        "Camille\u00a0Martin", "Camille Martin\u00ad", "\u202eCamille Martin", "Cɑmille Martin", "Camiııe Martin",
        "Camllle Martin", "Cami11e Martin", "CamiIIe Martin", "Câmille Martin", "Ｃａｍｉｌｌｅ Martin",
        "Camille-Martin", "Camille Martin.", "Camille Rnartin".replace("Rn", "rn"), "Camille Martin\ufe0f",
        "Camille\u3164Martin", "Саmillе Маrtin", "𝐂𝐚𝐦𝐢𝐥𝐥𝐞 Martin", "Camille Mart\u0131n",
    ],
)  # fmt: skip
def test_no_two_accounts_have_one_name_for_the_eye(twin: str) -> None:
    with pytest.raises(Refus):
        noms.verifier_nom(twin, ["Zoé", "Camille Martin"])
    assert noms.verifier_nom("Camille Marin", ["Zoé", "Camille Martin"])


def test_a_refused_name_leaves_its_link_good(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        session(db, nom="Camille Martin")
        link = identite.inviter(db, TERMINAL, "analyste")
        with pytest.raises(Refus, match="se confond avec « Camille Martin »"):
            identite.creer_compte(db, link, "Cami11e Martin", MOT_DE_PASSE)
        assert identite.invitation(db, link).role == "analyste" and len(identite.comptes(db)) == 1


def test_a_closed_account_keeps_its_name(tmp_path: Path) -> None:
    """Its gestures keep it in the journal: nobody signs as it afterwards."""
    with store.connect(tmp_path / "table.db") as db:
        session(db, nom="Reste")
        who = identite.acteur_de(db, session(db, nom="Camille"))
        assert who is not None
        identite.fermer_compte(db, TERMINAL, who.id)
        with pytest.raises(Refus, match="se confond avec « Camille »"):
            session(db, nom="Cami11e")


@pytest.mark.parametrize(
    "name",
    [acteurs.TERMINAL.nom, acteurs.LECTEUR.nom, *acteurs.MOTS.values(), *acteurs.MOTS, "ligne de  commande",
     "Lïgne de commande", "L1gne de c0mmande", "Ligne-de-commande", "ADMIN", "Quelqu’un", "Systeme"],
)  # fmt: skip
def test_no_name_speaks_for_the_tool(name: str) -> None:
    with pytest.raises(Refus, match="réservé"):
        noms.verifier_nom(name, [])


@pytest.mark.parametrize(
    "name",
    ["Zoë O'Brien-Łukasz", "Anne-Laure D’Œuvre", "Jean-François", "Nguyễn Thị Hà", "<b>Ana</b>", "Ana 2", "Müßig", "Li",
     "Ana (CPTS)", "Lecture Martin", "Åsa"],
)  # fmt: skip
def test_the_names_of_people_are_accepted(name: str) -> None:
    assert noms.verifier_nom(name, ["Camille", "Lia"])


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "123", "…", "\u3164", "\u2800", "أمين", "Иван", "李"])
def test_a_name_is_read_by_everyone(name: str) -> None:
    with pytest.raises(Refus):
        noms.verifier_nom(name, [])


@pytest.mark.parametrize(
    "password",
    ["court", "1234567890", "0123456789", "aaaaaaaaaa", "motdepasse", "Motdepasse1", "azertyuiop", "azertyuiop1",
     "qwertyuiop", "password123", "passwordpassword", "concertation", "Concertation1", "camillemartin",
     "CamilleMartin1",
     "12345678901234", "abcdefghijkl", "0000000000", "bonjour123", "iloveyou123", "departement71", "x" * 500],
)  # fmt: skip
def test_a_password_that_everyone_tries_first_is_refused(password: str) -> None:
    with pytest.raises(Refus, match="mot de passe"):
        noms.verifier_mot_de_passe(password, "Camille Martin")


@pytest.mark.parametrize("password", [MOT_DE_PASSE, "le chat dort bien", "Zx9$kLm2#pQ", "trombone cheval agrafe"])
def test_a_phrase_is_accepted(password: str) -> None:
    noms.verifier_mot_de_passe(password, "Camille Martin")


def test_one_enters_with_the_name_as_any_keyboard_writes_it(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        session(db, nom="Zoé")
        for typed in ("Zoé", "Zoe\u0301", " Zoé ", "zoé"):
            assert identite.entrer(db, typed, MOT_DE_PASSE)
