"""Members by college, and who is there."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components.core.francais import liste, pluriel
from components.seances import gestes as gestes_seances
from components.seances import lectures, lectures_membres
from components.seances.salle import view_composition
from components.ui import gestes, grilles, identity, session, widgets
from components.ui.gestes import choisi, geste, renouvelee
from components.ui.sorties.telechargements import pour_qui_demande
from data.base import store
from data.imports.grammaire import remplis
from data.seances import seances

AUTRES = "Ce sont d'autres personnes que celles de noms proches déjà à la table"
ATTENTE = "seances_liste_en_attente"
OUI_NON = {1: "oui", 0: "non"}


def membres(db: Database, seance: int) -> None:
    """The list of members and the colleges; for who leads, what changes them beside."""
    table, names, leads = seances.membres(db), seances.colleges(db)["nom"], identity.anime()
    left, right = st.columns([1.7, 1]) if leads else (st.container(), st.container())
    with left:
        shown = pd.DataFrame(
            {
                "Nom": table["nom"], "Collège": table["college"].map(names), "Organisation": table["organisation"],
                "Suppléant": table["suppleant"], "Vote": table["vote"].map(OUI_NON),
            }
        )  # fmt: skip
        if table.empty:
            add = " : importez une liste, ou ajoutez les personnes une à une" if leads else ""
            st.info(f"Aucun membre{add}.")
        else:
            st.dataframe(shown, hide_index=True, height=330)
            widgets.telecharger(shown, "membres", ["Membres de la table"], "seances_membres")
    if leads:
        with right:
            _import(db)
            _add(db, seances.ouverts(db)["nom"])
            _remove(db, table)
    view_composition.afficher(db, seance, geste)


def _import(db: Database) -> None:
    with st.form("seances_importer", clear_on_submit=True):
        file = st.file_uploader("Importer une liste (CSV ou XLSX)", ["csv", "xlsx"], max_upload_size=remplis.MEGAOCTETS)
        names = liste([f"« {name} »" for name in lectures_membres.colleges(db).values()])
        st.caption(
            "Colonnes : prénom (facultatif), nom, collège, organisation, suppléant, vote (oui/non). L'ARS ne vote pas "
            f"par défaut. Collèges connus : {widgets.markdown_inerte(names)} ; les autres seront demandés."
        )
        others = st.checkbox(AUTRES, key="seances_importer_autres")
        if st.form_submit_button("Importer", type="primary"):
            geste(lambda: _dropped(db, choisi(file, gestes.FICHIER), others))
    st.download_button(
        "Modèle de liste à remplir", pour_qui_demande(lambda: _model()), "membres-modele.xlsx",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    _mapping(db)


def _model() -> bytes:
    with store.connect() as db:
        return lectures_membres.modele(db)


def _dropped(db: Database, file: UploadedFile, others: bool) -> None:
    _imported(db, file.name, file.getvalue(), others)


def _imported(db: Database, name: str, content: bytes, others: bool, told: dict[str, str] | None = None) -> None:
    """Import a list; one that names colleges otherwise than the table is refused with its lines, and waits for
    facilitation to say which they are."""
    if told is None and lectures_membres.colleges_a_dire(db, name, content):
        session.put(ATTENTE, (name, content, others))
    match = lectures_membres.rapprochement(db, name, content, told)
    count = gestes_seances.importer_membres(db, identity.acteur(), name, content, others, told)
    session.put(ATTENTE, None)
    left = [f"« {heading} »" for heading in lectures_membres.colonnes_ignorees(name, content)]
    words = f"{pluriel(count, 'membre enregistré', 'membres enregistrés')}."
    more = f" {pluriel(len(left), 'colonne non lue', 'colonnes non lues')} : {liste(left)}." if left else ""
    session.put(gestes.ANNONCE, " ".join([words + more, *match]))


def _mapping(db: Database) -> None:
    """The colleges of the list that waits, each beside those of the table; nothing is imported before."""
    waiting = session.get(ATTENTE)
    if not waiting:
        return
    name, content, others = waiting
    names, asked = lectures_membres.colleges(db), lectures_membres.colleges_a_dire(db, name, content)
    with st.form("seances_correspondance"):
        st.markdown(f"**{widgets.markdown_inerte(name)}** : à quel collège de la table correspond chacun ?")
        chosen = {
            written: st.selectbox(
                f"« {written} » est", list(names), list(names).index(near) if near else None,
                format_func=names.__getitem__, placeholder="Choisir", key=f"seances_correspond_{k}",
            )
            for k, (written, near) in enumerate(asked.items())
        }  # fmt: skip
        if st.form_submit_button("Importer avec ces collèges", type="primary"):
            told = {written: code for written, code in chosen.items() if code}
            geste(lambda: _imported(db, name, content, others, told))
    if st.button("Renoncer à cette liste"):
        session.put(ATTENTE, None)
        st.rerun()


def _add(db: Database, names: "pd.Series[str]") -> None:
    name = renouvelee("seances_ajouter")
    with st.expander("Ajouter ou corriger une personne", key="seances_une_personne"), st.form(name):
        nom = st.text_input("Nom", max_chars=120)
        college = st.selectbox("Collège", list(names.index), format_func=names.__getitem__)
        organisation = st.text_input("Organisation", max_chars=120)
        suppleant = st.text_input("Suppléant", max_chars=120)
        vote = st.checkbox("Vote", value=True)
        others = st.checkbox(AUTRES, key=f"{name}_autres")
        if st.form_submit_button("Enregistrer"):
            row = {"nom": nom, "college": college, "organisation": organisation, "suppleant": suppleant}
            row["vote"] = "oui" if vote else "non"
            geste(
                lambda: gestes_seances.ajouter_membre(db, identity.acteur(), row, others), renouvelle="seances_ajouter"
            )


def _remove(db: Database, table: pd.DataFrame) -> None:
    with (
        st.expander("Retirer une personne de la table", key="seances_retirer_une"),
        st.form("seances_retirer", clear_on_submit=True),
    ):
        who = st.selectbox("Personne", list(table.index), index=None, format_func=table["nom"].__getitem__,
                           placeholder="Choisir")  # fmt: skip
        st.caption("Ses présences passées restent. L'importer de nouveau la fait revenir.")
        if st.form_submit_button("Retirer"):
            geste(lambda: seances.retirer_membre(db, identity.acteur(), int(choisi(who, "la personne à retirer"))))


def presences(db: Database, seance: int) -> None:
    """The attendance sheet: one line per member, saved at once."""
    table = seances.presences(db, seance)
    if table.empty:
        st.info("Importez d'abord les membres." if identity.anime() else "Aucun membre.")
        return
    names = seances.colleges(db)["nom"]
    people = dict(zip(table["nom"], table.index, strict=True))
    holder = table["mandataire"].map(table["nom"])
    sheet = pd.DataFrame(
        {
            "Nom": table["nom"], "Collège": table["college"].map(names), "Suppléant": table["suppleant"],
            "Présence": table["statut"], "Mandat porté par": holder.astype(object).where(holder.notna(), None),
        }
    )  # fmt: skip
    closed = seances.seance(db, seance)["etat"] == seances.CLOSE
    if closed or not identity.anime():
        st.dataframe(sheet, hide_index=True, height=330, placeholder="—")
    if closed:
        st.caption("La séance est close : la feuille est celle de ce jour-là, quoi que deviennent les membres.")
    elif identity.anime():
        _sign(db, seance, table, sheet, people)


def _sign(db: Database, seance: int, table: pd.DataFrame, sheet: pd.DataFrame, people: dict[str, int]) -> None:
    _tous(db, seance, table)
    sheet, columns = sheet.fillna(""), _colonnes(people)
    with st.form("seances_presences"):
        edited = grilles.saisir(
            sheet, columns, hide_index=True, height=330, key=f"seances_feuille_{seance}", nom="Nom",
            disabled=["Nom", "Collège", "Suppléant"], placeholder="—",
        )  # fmt: skip
        st.caption("Au clavier, les premières lettres suffisent : p (présent), s (suppléé), m (mandat), a (absent).")
        if st.form_submit_button("Enregistrer les présences", type="primary"):
            geste(lambda: _pointer(db, seance, _lines(sheet, edited, people)))


def _pointer(db: Database, seance: int, lines: dict[int, tuple[str, int | None]]) -> None:
    if lines:
        seances.pointer(db, identity.acteur(), seance, lines)
    words = f"{pluriel(len(lines), 'présence enregistrée', 'présences enregistrées')}."
    session.put(gestes.ANNONCE, words if lines else gestes.INCHANGE)


def _colonnes(people: dict[str, int]) -> dict[str, grilles.Mots]:
    return {
        "Présence": grilles.parmi("Présence", seances.STATUTS),
        "Mandat porté par": grilles.parmi("Mandat porté par", people, "un membre de la table", vide=True),
    }


def _tous(db: Database, seance: int, table: pd.DataFrame) -> None:
    """Everyone in one click, but those who are away."""
    left, right = st.columns([2.4, 1], vertical_alignment="bottom")
    away = left.multiselect(
        "Absents (personne : tout le monde est là)", list(table.index), format_func=table["nom"].__getitem__,
        placeholder="Tous présents, sauf…", key=f"seances_absents_{seance}",
    )  # fmt: skip
    words = f"Tous présents, sauf {len(away)}" if away else "Tout le monde est là"
    if right.button(words, key="seances_tous", width="stretch"):
        geste(lambda: gestes_seances.presents_sauf(db, identity.acteur(), seance, [int(i) for i in away]))
    st.caption(
        f"{pluriel(lectures.voix(table), 'voix présente', 'voix présentes')}, mandats compris. Suppléants et mandats "
        "se pointent dans la feuille, et le restent. L'émargement se signe à part : il ne touche pas aux cartons."
    )


def _lines(sheet: pd.DataFrame, edited: pd.DataFrame, people: dict[str, int]) -> dict[int, tuple[str, int | None]]:
    """The lines that were changed, and those alone: another facilitator may be signing the others in."""
    edited, columns = edited.fillna(""), _colonnes(people)
    changed = (edited != sheet.fillna("")).any(axis=1)
    lines = {}
    for member, row in edited[changed].iterrows():
        present, holder = (column.lire(str(row[name])) for name, column in columns.items())
        lines[int(member)] = (present, people.get(holder) if present == "mandat" else None)
    return lines
