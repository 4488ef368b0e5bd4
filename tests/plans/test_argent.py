"""Money is never shown as acquired when it is not, and an avis outside the rules says why."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.plans.actions import lectures
from components.plans.partage import lectures as lectures_partage
from components.plans.partage import lectures_demandes
from components.plans.regles.enveloppe import Demande
from components.plans.regles.partage import comble
from data.base import decisions
from data.base.acteurs import TERMINAL
from data.plans import financements, plans

PAGES = Path(__file__).resolve().parents[2] / "pages"
JOUR = date(2026, 6, 1)
DECISION = {
    "financeur": "ARS – FIR", "prevu": 100_00, "engage": 50_00, "depense": 0, "nature": "decision",
    "autorite": "Directeur général de l'ARS", "numero": "12", "date_acte": "2026-05-01",
}  # fmt: skip
AVIS = DECISION | {"engage": 0, "nature": "avis", "autorite": "", "numero": "", "date_acte": None}


def page(nom: str, **choices: object) -> AppTest:
    run = AppTest.from_file(str(PAGES / f"{nom}.py"), default_timeout=60)
    for key, value in choices.items():
        run.session_state[key] = value
    return run.run()


def champ(run: AppTest, kind: str, label: str) -> Any:
    return next(field for field in getattr(run, kind) if field.label.startswith(label))


@pytest.fixture
def financee(copie: Database) -> tuple[int, int]:
    """An action that is financed by one decision, and its line."""
    rows = plans.actions(copie)
    ident = int(rows.index[rows["statut"] == "financee"][0])
    lines = financements.lines(copie)
    return ident, int(lines.index[lines["action"] == ident][0])


@pytest.mark.parametrize("change", [AVIS, {**DECISION, "engage": 0}])
def test_an_action_is_no_longer_financed_when_its_last_decision_goes(
    copie: Database, financee: tuple[int, int], change: dict[str, object]
) -> None:
    ident, line = financee
    before = plans.action(copie, ident)
    financements.modifier_ligne(copie, TERMINAL, line, 1, change, JOUR)
    after = plans.action(copie, ident)
    assert (after["statut"], after["version"]) == ("retenue", before["version"] + 1)
    said = plans.journal(copie, ident)
    assert any("financee" in text and "retenue" in text for text in said["detail"])


def test_an_action_stays_financed_while_a_decision_engages_money(copie: Database, financee: tuple[int, int]) -> None:
    ident, line = financee
    financements.ajouter_ligne(copie, TERMINAL, ident, DECISION, JOUR)
    financements.modifier_ligne(copie, TERMINAL, line, 1, AVIS, JOUR)
    assert plans.action(copie, ident)["statut"] == "financee"


def test_the_screen_says_that_the_action_is_no_longer_financed(
    copie: Database, financee: tuple[int, int], connectee: Callable[..., None]
) -> None:
    connectee()
    ident, line = financee
    run = page("plans", plans_section="Actions", plans_action=ident)
    champ(run, "selectbox", "Ligne").set_value(line).run()
    champ(run, "radio", "Nature de l'acte").set_value("avis").run()
    next(b for b in run.button if b.label == "Enregistrer cette ligne").click().run()
    assert not run.exception and not run.error
    assert any("revient de « Financée » à « Retenue par la table »" in block.value for block in run.success)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"date_acte": (JOUR + timedelta(days=1)).isoformat()}, "à venir"),
        ({"engage": 100_01}, "relevez d'abord le montant prévu"),
        ({"depense": 50_01}, "dépense pas plus"),
    ],
)
def test_a_line_that_runs_ahead_of_its_decision_is_refused(
    copie: Database, financee: tuple[int, int], change: dict[str, object], why: str
) -> None:
    ident, line = financee
    before = financements.lines(copie)
    with pytest.raises(Refus, match=why):
        financements.ajouter_ligne(copie, TERMINAL, ident, DECISION | change, JOUR)
    with pytest.raises(Refus, match=why):
        financements.modifier_ligne(copie, TERMINAL, line, 1, DECISION | change, JOUR)
    assert financements.lines(copie).equals(before)
    financements.ajouter_ligne(
        copie, TERMINAL, ident, DECISION | {"date_acte": JOUR.isoformat(), "engage": 100_00}, JOUR
    )
    assert lectures.lire(copie, JOUR).lignes["engage"].max() >= 100_00


@pytest.fixture
def enveloppe(copie: Database) -> tuple[int, int, int]:
    """An envelope kept for the territory of one action: its id, that action, and one that is not eligible."""
    ident = int(financements.envelopes(copie).index[0])
    asked = financements.requests(copie, ident)
    inside, place = int(asked["action"].iloc[0]), str(asked["territoire"].iloc[0])
    outside = int(asked.loc[asked["territoire"] != place, "action"].iloc[0])
    financements.ajouter_regle(copie, TERMINAL, ident, "eligible", "territoire", place)
    return ident, inside, outside


def test_an_avis_outside_the_rules_says_why_or_is_refused(copie: Database, enveloppe: tuple[int, int, int]) -> None:
    ident, inside, outside = enveloppe
    count = len(decisions.read(copie))
    with pytest.raises(Refus, match=r"s'écarte des règles.*n'est pas éligible.*Dites pourquoi"):
        financements.adopter_choix(copie, TERMINAL, ident, [outside], "urgence", {})
    assert len(decisions.read(copie)) == count
    financements.adopter_choix(copie, TERMINAL, ident, [outside], "urgence", {}, "Le médecin part en juin")
    last = financements.choices(copie, ident)[-1]
    assert last["pourquoi_ecart"] == "Le médecin part en juin" and "n'est pas éligible" in last["ecarts"][0]
    assert "hors de ses règles" in decisions.read(copie)["intitule"].iloc[0]
    financements.adopter_choix(copie, TERMINAL, ident, [inside], "dans les règles", {}, "")
    assert "ecarts" not in financements.choices(copie, ident)[-1] and decisions.verify(copie).intacte


def test_credits_kept_for_others_are_not_spent_without_a_word(copie: Database) -> None:
    ident = int(financements.envelopes(copie).index[0])
    asked = financements.requests(copie, ident).sort_values("montant")
    small, big = asked.iloc[0], asked.iloc[-1]
    total = int(financements.envelopes(copie).at[ident, "montant"])
    kept = total - int(big["montant"]) + 1
    financements.ajouter_regle(copie, TERMINAL, ident, "flechage", "territoire", str(small["territoire"]), kept)
    with pytest.raises(Refus, match="crédits fléchés"):
        financements.adopter_choix(copie, TERMINAL, ident, [int(big["action"])], "la plus utile", {})


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_the_store_and_the_readings_agree_on_the_rules(data: st.DataObject) -> None:
    rows = [
        {"action": k, "titre": f"A{k}", "montant": data.draw(st.integers(1, 60)), "modele": "m",
         "territoire": data.draw(st.sampled_from("AB")), "secteur": data.draw(st.sampled_from("xy"))}
        for k in range(data.draw(st.integers(1, 5)))
    ]  # fmt: skip
    asked = pd.DataFrame(rows)
    about = [("eligible", "territoire", None), ("eligible", "secteur", None), ("flechage", "territoire", 30)]
    picked = data.draw(st.lists(st.sampled_from(about), unique=True))
    made = [
        {"id": k, "enveloppe": 1, "genre": genre, "porte_sur": on, "montant": amount,
         "valeur": data.draw(st.sampled_from("AB" if on == "territoire" else "xy"))}
        for k, (genre, on, amount) in enumerate(picked)
    ]  # fmt: skip
    rules = pd.DataFrame(made, columns=financements.REGLES)
    kept = data.draw(st.sets(st.sampled_from(asked["action"].tolist())))
    limits = lectures_partage.regles(rules, 100, asked)
    wanted = [Demande(r["action"], r["titre"], r["territoire"], r["montant"], {}) for r in rows if r["action"] in kept]
    within = sum(d.cout for d in wanted) <= 100
    broken = financements.departures(rules, 100, asked, kept)
    assert (within and not broken) == limits.possible(wanted)


def test_the_screen_asks_why_and_shows_it(
    copie: Database, enveloppe: tuple[int, int, int], connectee: Callable[..., None]
) -> None:
    connectee()
    run = page("financement")
    champ(run, "multiselect", "Actions retenues").set_value([enveloppe[2]])
    champ(run, "text_input", "Pourquoi ce choix").set_value("urgence")
    save = "Enregistrer l'avis de la table"
    next(b for b in run.button if b.label == save).click().run()
    assert any("s'écarte des règles" in block.value for block in run.error)
    champ(run, "text_input", "Pourquoi s'écarter des règles").set_value("Le médecin part en juin")
    next(b for b in run.button if b.label == save).click().run()
    assert not run.exception and not run.error
    assert any("Le médecin part en juin" in block.value for block in run.warning)


def test_the_result_of_a_vote_on_actions_is_not_a_priority(copie: Database) -> None:
    rows = decisions.read(copie)
    votes = rows[rows["objet"].str.startswith("scrutin:")]
    on_actions = {int(r.rang) for r in votes.itertuples() if "fictif" in r.contenu and '"service":""' in r.contenu}
    assert on_actions, "the demonstration holds such a vote"
    ranked = plans.voted(copie)
    assert ranked and not on_actions & {rank for rank, _, _ in ranked}
    rank = min(on_actions)
    plans.ajouter_origine(copie, TERMINAL, "priorite", rank, "Ancienne", service="Consultations avancées n° 3")
    code = str(plans.actions(copie)["territoire"].iloc[0])
    possible = lectures.origines_possibles(copie, code)
    assert "Ancienne" not in possible.values() and not any(f"priorite:{rank}:" in key for key in possible)
    assert any(key.startswith("origine:") for key in possible)


def test_low_and_high_are_one_hypothesis_for_every_request(copie: Database) -> None:
    """Under each, all requests gain what the same times, weights and activity give; their sums bracket the others."""
    day = date(2026, 11, 22)
    (envelope,) = financements.envelopes(copie).index[:1]
    asked = lectures.nommees(copie, financements.requests(copie, int(envelope)).set_index("action", drop=False))
    need, access = lectures_demandes.besoin(copie, day), lectures.acces(copie, day)
    requests = lectures_demandes.demandes(copie, asked, need, day).demandes
    effects = [lectures.promesse(copie, access, asked.loc[[d.action]], day) for d in requests]
    known = [effect for effect in effects if effect is not None]
    assert len(known) > 1
    places = [effect.communes.index.get_indexer(need.territoires.index) for effect in known]
    joint = {
        key: [one.conjointes[key].variation[where].clip(min=0) for one, where in zip(known, places, strict=True)]
        for key in known[0].conjointes
    }
    totals = {}
    for level in ("bas", "haut"):
        mine = [d.gains[level] for d, effect in zip(requests, effects, strict=True) if effect]
        assert any(all(np.allclose(a, b) for a, b in zip(mine, one, strict=True)) for one in joint.values())
        totals[level] = comble(requests, level, need.manque, need.habitants)
    every = [float(need.habitants @ np.minimum(need.manque, np.sum(one, axis=0))) for one in joint.values()]
    assert (totals["bas"], totals["haut"]) == (pytest.approx(min(every)), pytest.approx(max(every)))
