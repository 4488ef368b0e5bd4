"""A pattern of ticks agreed in advance is a signature: nothing shown, printed, exported or sealed gives one away.

The adversary holds everything published and the file itself. The first law is the strongest: two votes with the same
sums and the same decision are published alike, so nothing published says who ticked two actions together.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Refus
from components.priorites import gestes, lectures
from components.priorites.regles import decompte
from components.priorites.regles.scrutin import depouiller
from components.priorites.regles.vote import APPROBATION, Option
from components.seances import minutes
from data.base import acteurs, decisions
from data.base.acteurs import TERMINAL
from data.fichier import export
from data.priorites import bulletins, scelles, scrutins
from data.releves import clotures, concordance
from data.seances import seances
from tests.essais import dessins
from tests.priorites.test_approbation import avant
from tests.priorites.test_ecrans import JOUR, button, page, text, visiteur

Slips = list[tuple[str, str]]
Vote = tuple[Database, int, Slips]
Urne = tuple[Database, int, dict[str, str]]  # the file, the vote, the ballot of each slip
ACTIONS = 12
OPTIONS = tuple(Option(f"action:{k}", f"Action {k}", 10 + 7 * k) for k in range(ACTIONS))


@pytest.fixture
def approbation(vote: Vote) -> Iterator[Urne]:
    """(file, open approval vote on twelve actions, the ballot of each slip): each ballot is a signature."""
    db, first, slips = vote
    scrutins.annuler(db, TERMINAL, first, "essai")
    scrutin = _ouvert(db, int(scrutins.scrutin(db, first)["seance"]))
    rng = Random(16)
    drawn = rng.sample([f"{k:0{ACTIONS}b}" for k in range(1, 2**ACTIONS)], len(slips))
    cast = {code: content for (code, _), content in zip(slips, drawn, strict=True)}
    for code, content in cast.items():
        bulletins.deposer(db, scrutin, code, content)
    yield db, scrutin, cast


def _ouvert(db: Database, seance: int, **more: object) -> int:
    weights = lectures.poids_egaux(db)
    declared = lectures.definir(
        db, seance, "Quelles actions ?", APPROBATION, OPTIONS, weights, JOUR, budget=300, **more
    )
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes.ouvrir(db, TERMINAL, scrutin)
    return scrutin


def _tout(db: Database, folder: Path) -> str:
    """All that leaves the file: every exported table, and the minutes of each closed séance."""
    sheets = " ".join(path.read_text(encoding="utf-8") for path in export.write(db, folder))
    closed = [int(i) for i, row in seances.read(db).iterrows() if row["etat"] == seances.CLOSE]
    return sheets + " ".join(minutes.html(db, seance) for seance in closed)


def _ecran(test: Any) -> str:
    frames = " ".join(frame.value.to_string() for frame in test.dataframe)
    return f"{text(test)} {frames} {dessins(text(test))}"


def _octets(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.iterdir() if part.name.startswith(file.name))


def test_after_closing_no_ballot_is_left_in_the_file_nor_in_anything_that_leaves_it(
    approbation: Urne, fichier: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None],
) -> None:  # fmt: skip
    db, scrutin, cast = approbation
    assert any(content.encode() in _octets(fichier) for content in cast.values()), "the attack sees an open vote's"
    codes = scelles.tirer_codes()
    assert gestes.clore(db, TERMINAL, scrutin, codes)
    gestes.publier(db, TERMINAL, scrutin)
    clotures.passer(db, TERMINAL, int(scrutins.scrutin(db, scrutin)["seance"]), seances.CLOSE)
    assert decisions.verify(db).intacte and all(d.ancien for d in concordance.relire(db))
    secrets = [*cast.values(), *cast, *codes, *map(bulletins.affiche, codes)]
    assert not [one for one in secrets if one.encode() in _octets(fichier)]
    connectee("facilitateur")
    desk = _ecran(page(priorites_scrutin=scrutin))
    visiteur(monkeypatch)
    public = _tout(db, tmp_path / "csv") + desk + _ecran(page(priorites_scrutin=scrutin))
    assert "Action 3" in public and not [one for one in secrets if one in public]
    assert "soutien y met" not in public and "payée sur" not in public


def test_what_is_published_has_the_sums_of_groups_of_five_and_no_less(approbation: Urne) -> None:
    db, scrutin, cast = approbation
    gestes.clore(db, TERMINAL, scrutin)
    groups = scrutins.scrutin(db, scrutin)["decompte"]["groupes"]
    assert sum(group["bulletins"] for group in groups) == len(cast)
    assert all(group["bulletins"] >= 5 and set(group["valeurs"]) == {o.id for o in OPTIONS} for group in groups)
    for k, option in enumerate(OPTIONS):
        ticked = sum(content[k] == "1" for content in cast.values())
        assert sum(group["valeurs"][option.id][0] for group in groups) == ticked


def test_the_two_tellers_recount_and_no_one_else_reads(approbation: Urne) -> None:
    db, scrutin, cast = approbation
    codes = scelles.tirer_codes()
    gestes.clore(db, TERMINAL, scrutin, codes)
    before = gestes.recompter(db, TERMINAL, scrutin, codes[::-1])
    gestes.publier(db, TERMINAL, scrutin)
    typed = (bulletins.affiche(codes[0]).lower(), f" {codes[1]} ")
    for found in (before, gestes.recompter(db, TERMINAL, scrutin, typed)):
        assert found.conforme and not found.ecarts and str(len(cast)) in found.phrase
    line = acteurs.journal(db, 1).iloc[0]
    assert json.loads(line["detail"]) == {"scrutin": scrutin, "conforme": True}
    others = scelles.tirer_codes()
    for wrong in ((codes[0], codes[0]), (codes[0],), (), (codes[0], "x"), (codes[0], codes[1][:-1])):
        with pytest.raises(Refus, match=r"deux codes|mal recopié"):
            gestes.recompter(db, TERMINAL, scrutin, wrong)
    for wrong in ((codes[0], others[1]), others):
        with pytest.raises(Refus, match="n'ouvrent pas"):
            gestes.recompter(db, TERMINAL, scrutin, wrong)
    with pytest.raises(Interdit):
        gestes.recompter(db, replace(TERMINAL, id="autre", role="analyste"), scrutin, codes)


def test_a_seal_is_not_found_by_trying_patterns(approbation: Urne) -> None:
    """Who knows every ballot but the codes cannot tell that the mark is theirs, nor does the same seal come twice."""
    db, scrutin, cast = approbation
    whole = sorted(("tous", content) for content in cast.values())
    with pytest.raises(Refus, match="mal recopié"):
        scelles.sceller(db, scrutin, whole, ("A" * 16, "B" * 16))
    marks = {_essai(db, scrutin, whole, scelles.tirer_codes()) for _ in range(3)}
    codes = scelles.tirer_codes()
    same = {_essai(db, scrutin, [*reversed(whole)], codes), _essai(db, scrutin, whole, codes)}
    assert len(marks) == 3 and len(same) == 1, "keyed by the codes, and without any order"


def _essai(db: Database, scrutin: int, whole: list[tuple[str, str]], codes: tuple[str, str]) -> tuple[str, bytes]:
    db.conn.execute("BEGIN")
    try:
        mark = scelles.sceller(db, scrutin, whole, codes)
        return mark, bytes(db.conn.execute("SELECT contenu FROM scelles WHERE scrutin = ?", (scrutin,)).fetchone()[0])
    finally:
        db.conn.rollback()


def test_a_seal_or_a_count_changed_since_is_seen(approbation: Urne) -> None:
    db, scrutin, _ = approbation
    codes = scelles.tirer_codes()
    gestes.clore(db, TERMINAL, scrutin, codes)
    gestes.publier(db, TERMINAL, scrutin)
    with pytest.raises(Exception, match="ne change pas"):
        db.conn.execute("UPDATE scelles SET contenu = x'00'")
    with pytest.raises(Exception, match="ne s'efface pas"):
        db.conn.execute("DELETE FROM scelles")
    db.conn.execute("DROP TRIGGER scrutins_sans_retour")
    document = scrutins.scrutin(db, scrutin)["decompte"]
    group = document["groupes"][0]["valeurs"]
    option = next(o for o, (count,) in group.items() if count > 1)
    group[option] = [group[option][0] - 1]
    db.conn.execute("UPDATE scrutins SET decompte = ?", (decisions.canonical(document),))
    found = gestes.recompter(db, TERMINAL, scrutin, codes)
    assert not found.conforme and any("groupe" in gap for gap in found.ecarts)
    assert any("registre" in gap for gap in found.ecarts)
    db.conn.execute("DROP TRIGGER scelles_sans_update")
    db.conn.execute("UPDATE scelles SET contenu = zeroblob(length(contenu))")
    with pytest.raises(Refus, match="modifié depuis"):
        gestes.recompter(db, TERMINAL, scrutin, codes)


def test_a_vote_without_a_seal_says_so_and_keeps_nothing(approbation: Urne) -> None:
    db, scrutin, _ = approbation
    with pytest.raises(Refus, match="cachés"):
        gestes.recompter(db, TERMINAL, scrutin, scelles.tirer_codes())
    gestes.clore(db, TERMINAL, scrutin)
    assert scrutins.scrutin(db, scrutin)["decompte"]["scelle"] == "" and not db["scelles"].count
    with pytest.raises(Refus, match="pas scellés"):
        gestes.recompter(db, TERMINAL, scrutin, scelles.tirer_codes())


def test_a_register_of_before_keeps_its_entry_and_gives_no_pattern_away(
    approbation: Urne, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    connectee: Callable[..., None],
) -> None:  # fmt: skip
    db, scrutin, cast = approbation
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    old = _publie_comme_avant(db, scrutin)
    clotures.passer(db, TERMINAL, seance, seances.CLOSE)
    assert decisions.verify(db).intacte and all(d.ancien for d in concordance.relire(db))
    kept = decisions.read(db).set_index("objet").at[f"scrutin:{scrutin}", "preuve"]
    assert any(content in kept for content in cast.values()), "an entry of the register is never corrected"
    connectee("facilitateur")
    shown = page(priorites_scrutin=scrutin)
    desk = _ecran(shown)
    visiteur(monkeypatch)
    public = _tout(db, tmp_path / "csv") + desk + _ecran(page(priorites_scrutin=scrutin))
    lines = decompte.en_lignes(*decompte.recompter(old))
    assert not [content for content in cast.values() if content in public + " ".join(lines)]
    assert "soutien y met" not in public and "ni affichées" in desk
    assert json.dumps(scrutins.scrutin(db, scrutin)["decompte"]).count('"profils_retires": true') == 1
    rows = list(csv.DictReader((tmp_path / "csv" / "decisions.csv").open(encoding="utf-8")))
    assert any("profils_retires" in row["preuve"] for row in rows)
    assert lectures.resultat(db, scrutin)[2] == decompte.recompter(old)[1]


def test_a_vote_closed_before_and_published_today_takes_no_pattern_to_the_register(approbation: Urne) -> None:
    db, scrutin, cast = approbation
    _publie_comme_avant(db, scrutin, publie=False)
    gestes.publier(db, TERMINAL, scrutin)
    kept = decisions.read(db).set_index("objet").at[f"scrutin:{scrutin}", "preuve"]
    assert not [content for content in cast.values() if content in kept] and "profils_retires" in kept
    assert all(d.ancien for d in concordance.relire(db))


def _publie_comme_avant(db: Database, scrutin: int, publie: bool = True) -> dict[str, Any]:
    """Close and publish as the version before did: every pattern in the row, in the register, and prices in reasons."""
    declared = lectures.definition(db, scrutin)
    row = scrutins.scrutin(db, scrutin)
    groups = [tuple(group) for group in row["ouverture"]["groupes"]]
    ballots = bulletins.contenus(db, scrutin)
    whole = depouiller(declared, groups, ballots)
    today = decompte.ecrire(
        declared, row["empreinte"], whole, bulletins.phrases(db, scrutin), {"bulletins": len(ballots), "votants": 24}
    )
    old = avant(today, {group.id: {p: n for p, (n,) in group.valeurs.items()} for group in whole})
    scrutins.clore(db, TERMINAL, scrutin, old)
    if not publie:
        return old
    reason = "50,0 % du poids des votes la soutiennent ; chaque soutien y met au plus 12,5 % de sa part du budget."
    known = {"valeur": "50,0 %", "motif": reason, "service": "", "signaux": []}
    ranked = [known | {"rang": k, "option": option.libelle} for k, option in enumerate(OPTIONS, start=1)]
    decisions.adopter(
        db, TERMINAL, "avis de la table", f"scrutin:{scrutin}", declared.question,
        {"classement": ranked, "bulletins": len(ballots)},
        {"empreinte_des_regles": row["empreinte"], "decompte": old},
    )  # fmt: skip
    db.conn.execute("UPDATE scrutins SET etat = 'publié', publie_le = ? WHERE id = ?", (acteurs.now(), scrutin))
    db.conn.commit()
    return old


def test_each_teller_copies_a_code_before_closing_and_both_open_the_recount(
    approbation: Urne, connectee: Callable[..., None]
) -> None:
    db, scrutin, cast = approbation
    connectee("facilitateur")
    desk = page(priorites_scrutin=scrutin)
    codes = [one.value for one in desk.code]
    assert len(codes) == 2 and codes == [one.value for one in desk.run().code], "the same while the page is open"
    next(box for box in desk.checkbox if "Tout le monde" in box.label).check()
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert any("tapent leur code" in one.value for one in desk.error)
    _taper(desk, codes[0], codes[1][:-1] + ("1" if codes[1][-1] != "1" else "2"))
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert any("mal recopié" in one.value for one in desk.error)
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.OUVERT and not db["scelles"].count
    _taper(desk, *codes)
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.CLOS and not desk.exception
    assert scelles.ouvrir(db, scrutin, codes, scrutins.scrutin(db, scrutin)["decompte"]["scelle"])
    _taper(desk, *codes[::-1])
    button(desk, "Recompter devant eux").click().run()  # type: ignore[attr-defined]
    assert any(f"{len(cast)}\u00a0bulletins entiers recomptés" in one.value for one in desk.success)
    assert not [content for content in cast.values() if content in _ecran(desk)]


def _taper(desk: Any, *codes: str) -> None:
    fields = [field for field in desk.text_input if field.label.startswith("Code du ")]
    for field, code in zip(fields, codes, strict=True):
        field.set_value(code)
