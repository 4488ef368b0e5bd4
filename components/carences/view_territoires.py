"""« Territoires »: the list a table discusses, those with signals first; the others are offered without debate."""

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences import commands_constat, commands_preuve, commands_signaux, view_fiche
from components.carences.commands_signaux import Tableau
from components.carences.model_signaux import FAMILLES, PROFESSIONS, PROPOSITIONS, SIGNALE, Proposition, en_ordre
from components.carences.view_fiche import CHOIX
from components.core.francais import pluriel
from components.ui import gestes, identity, reglages, session, widgets
from data import constats, store, territoire
from data.erreurs import Refus

CONVENTION = (
    "Convention locale : aucune formule officielle de carence n'existe. L'outil propose, la table décide. "
    "Une famille manquante ne compte jamais comme bonne."
)
REGLE = (
    "Un accès signale strictement sous son seuil, au territoire comme à la commune (une valeur égale au seuil n'est "
    "pas dessous) ; les autres chiffres signalent à partir du leur."
)


def render() -> None:
    """Draw the page: the list, or the card of the chosen territory."""
    with store.connect() as db:
        profession = _profession(db)
        tableau = commands_signaux.tableau(db, profession, date.today())
        visible = _visible(db, tableau, profession)
        chosen = session.get(CHOIX)
        if chosen in visible:
            view_fiche.render(db, tableau, profession, chosen)
        else:
            _page(db, tableau, profession, visible)


def _profession(db: Database) -> str:
    session.keep("territoires_profession")
    known = commands_signaux.professions(db)
    kept = session.get("territoires_profession")
    if kept not in known:
        session.put("territoires_profession", known[0])
    return str(session.get("territoires_profession"))


def _visible(db: Database, tableau: Tableau, profession: str) -> list[str]:
    """Readers only see what the table has examined for this profession."""
    order = en_ordre(tableau.bilans)
    if identity.prepare():
        return order
    seen = constats.examines(db, profession)
    return [code for code in order if code in seen]


def _page(db: Database, tableau: Tableau, profession: str, visible: list[str]) -> None:
    st.title(f"Territoires — {territoire.setting(db, 'nom')}")
    gestes.annonce()
    widgets.reponse(phrase(tableau, visible))
    _caution(db, tableau)
    liste(db, tableau, profession, visible, "territoires")
    _choose_profession(db, profession)
    with st.expander("La règle, les seuils et leurs sources"):
        st.markdown(f"{CONVENTION} {REGLE}")
        rules = [
            "familles_a_examiner",
            "couverture_minimale",
            *dict.fromkeys(r.seuil for r in tableau.profession.regles),
        ]
        reglages.regler(db, rules, tableau.valeurs, "territoires_regle", tableau.seuils)
    if identity.anime():
        _declare(db, tableau)


def _choose_profession(db: Database, profession: str) -> None:
    known = commands_signaux.professions(db)
    if len(known) > 1:
        st.selectbox(
            "Profession", known, format_func=lambda n: PROFESSIONS[n].libelle.capitalize(), key="territoires_profession"
        )


def phrase(tableau: Tableau, visible: list[str]) -> str:
    """The answer: how many territories to examine, to watch, without signal."""
    found = [tableau.bilans[code].proposition for code in visible]
    if not found:
        return "La table n'a encore examiné aucun territoire : les propositions sont montrées après la discussion."
    words: dict[Proposition, str] = PROPOSITIONS | {"pas_de_signal": "sans signal, à adopter sans débat"}
    parts = [f"{found.count(kind)} {said}" for kind, said in words.items() if found.count(kind)]
    hidden = len(tableau.bilans) - len(visible)
    tail = f" {pluriel(hidden, 'autre')} {'attend' if hidden < 2 else 'attendent'} d'être examinés." if hidden else ""
    return f"Sur {pluriel(len(visible), 'territoire')} : {', '.join(parts)}.{tail}"


def _caution(db: Database, tableau: Tableau) -> None:
    said = [f"Profession : {tableau.profession.libelle}", CONVENTION]
    if commands_constat.de_repere(db, tableau):
        said.append("Seuils de repère : la série ou la maille est incertaine, aucun constat ne peut être adopté.")
    widgets.ligne_source(said)


def liste(db: Database, tableau: Tableau, profession: str, visible: list[str], key: str) -> None:
    """The two lists: to discuss, and offered for adoption without debate. A row opens the card."""
    quiet = [code for code in visible if tableau.bilans[code].proposition == "pas_de_signal"]
    loud = [code for code in visible if code not in quiet]
    table = _table(db, tableau, profession)
    if loud:
        st.header(f"À discuter : {len(loud)}")
        _clickable(table, loud, f"{key}_discuter")
    if quiet:
        st.header(f"Sans débat : {len(quiet)}")
        _clickable(table, quiet, f"{key}_bloc")
        _without_debate(db, profession, quiet)
    if visible:
        lines = [CONVENTION, f"Profession : {tableau.profession.libelle}"]
        widgets.telecharger(table.loc[visible], "territoires", lines, f"{key}_export")


def _table(db: Database, tableau: Tableau, profession: str) -> pd.DataFrame:
    seen = constats.examines(db, profession)
    contested = commands_preuve.contestees(db, profession)
    contested = contested if identity.prepare() else commands_preuve.publiques(db, contested)
    open_ones = contested[contested["suite"].isna()]["territoire"].value_counts()
    adopted = {c.territoire for c in constats.constats(db) if c.en_vigueur and c.profession == profession}
    rows = {}
    for code, bilan in tableau.bilans.items():
        hold = tableau.robustesses[code]
        rows[code] = {
            "Territoire": tableau.territoires.at[code, "nom"],
            "Proposition": PROPOSITIONS[bilan.proposition],
            "Familles qui signalent": ", ".join(FAMILLES[f.nom] for f in bilan.familles if f.etat == SIGNALE)
            or "aucune",
            "Signalent": f"{bilan.signalent} sur {bilan.disponibles} disponibles",
            "Tient": f"{hold.tenues} sur {hold.total}",
            "Contesté": int(open_ones.get(code, 0)),
            "Examiné": seen.get(code, "non"),
            "Constat": "en vigueur" if code in adopted else "",
            "Habitants": int(tableau.territoires.at[code, "population"]),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _clickable(table: pd.DataFrame, codes: list[str], key: str) -> None:
    shown = table.loc[codes]
    event = st.dataframe(
        shown,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Territoire": st.column_config.TextColumn(width=300),
            "Tient": st.column_config.TextColumn(help="Hypothèses testables sous lesquelles la proposition tient"),
            "Habitants": st.column_config.NumberColumn(format="localized"),
        },
    )
    rows = event["selection"]["rows"]
    if rows:
        session.put(CHOIX, codes[rows[0]])
        st.rerun()


def _without_debate(db: Database, profession: str, quiet: list[str]) -> None:
    left = [code for code in quiet if code not in constats.examines(db, profession)]
    if not identity.anime() or not left:
        return
    with st.popover(f"Adopter sans débat ({len(left)})", icon=":material/done_all:"):
        st.markdown(
            "La table prend acte qu'aucune famille disponible ne signale sur ces territoires. L'avis entre au "
            "registre, avec les chiffres du jour. Un territoire qu'un membre veut discuter : ouvrez sa fiche."
        )
        if st.button("Adopter sans débat", type="primary", key="territoires_bloc_oui"):
            gestes.geste(
                lambda: commands_constat.adopter_sans_debat(db, identity.acteur(), profession, left, date.today()),
                f"{pluriel(len(left), 'territoire adopté', 'territoires adoptés')} sans débat, au registre.",
            )


def _declare(db: Database, tableau: Tableau) -> None:
    for rank, doubt in enumerate(commands_constat.reserves(db, tableau)):
        with st.expander(f"{'Déclaré' if doubt.faite else 'À déclarer'} : {doubt.question}"):
            if doubt.faite:
                st.markdown(widgets.markdown_inerte(f"Déclaré : {doubt.faite}."))
                if st.button("Retirer cette déclaration", key=f"territoires_retirer_{rank}"):
                    gestes.geste(
                        partial(constats.retirer_declaration, db, identity.acteur(), doubt.objet),
                        "Déclaration retirée : les seuils redeviennent des repères.",
                    )
            with st.form(f"territoires_declarer_{rank}"):
                said = st.radio("Déclarer que c'est", doubt.choix)
                why = st.text_input("Pourquoi (d'où vient cette certitude) ?", max_chars=300)
                if st.form_submit_button("Déclarer", type="primary"):
                    gestes.geste(
                        partial(constats.declarer, db, identity.acteur(), doubt.objet, str(said), why, doubt.empreinte),
                        "Déclaration enregistrée.",
                    )


def accueil(db: Database) -> None:
    """The list as the home page shows it."""
    try:
        profession = _profession(db)
        tableau = commands_signaux.tableau(db, profession, date.today())
    except Refus:
        return
    visible = _visible(db, tableau, profession)
    st.header("Les territoires")
    st.markdown(widgets.markdown_inerte(phrase(tableau, visible)))
    loud = [code for code in visible if tableau.bilans[code].proposition != "pas_de_signal"]
    if loud:
        columns = ["Territoire", "Proposition", "Familles qui signalent", "Signalent", "Constat"]
        st.dataframe(_table(db, tableau, profession).loc[loud, columns], hide_index=True, height=240)
