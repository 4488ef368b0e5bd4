"""The list a table discusses: territories with signals first, the others offered for adoption without debate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.constat import gestes, lectures, lectures_signaux
from components.carences.constat.dossier import Dossier
from components.carences.constat.lectures_signaux import Tableau
from components.carences.regles.signaux import FAMILLES, PROFESSIONS, PROPOSITIONS, SIGNALE, Proposition, en_ordre
from components.carences.regles.territoire import CONVENTION
from components.carences.territoires.view_situer import CHOIX
from components.core.francais import distincts, liste, pluriel
from components.core.refus import Refus
from components.ui import identity, lignes, menu, session, widgets
from components.ui.gestes import annonce, geste
from data.base import jours
from data.carences.constats import Constat

PROFESSION = "territoires_profession"
LARGEURS_NOM = (190, 390)  # pixels, between which the longest name is shown whole
LARGEURS_PROPOSITION = (95, 280)
LARGEUR_ACCUEIL = 240  # the list stands beside the steps


@dataclass(frozen=True, eq=False)
class ListeRegardee:
    """What this visitor may read for a profession: codes in the order of discussion, and open contests by code."""

    db: Database
    dossier: Dossier
    visibles: list[str]
    contestes: Mapping[str, int]

    @property
    def tableau(self) -> Tableau:
        return self.dossier.tableau

    @property
    def profession(self) -> str:
        return self.dossier.profession

    @cached_property
    def en_vigueur(self) -> list[Constat]:
        """Every constat in force, whatever its profession and mesh."""
        return [constat for constat in self.dossier.constats if constat.en_vigueur]

    @property
    def hors_maille(self) -> list[Constat]:
        """Those whose territory is not in the mesh in use any more: no card shows them."""
        return [constat for constat in self.en_vigueur if constat.territoire not in self.tableau.territoires.index]

    @property
    def calmes(self) -> list[str]:
        """Offered for adoption without debate: no family signals, and no figure that a member disputes."""
        reviews = self.tableau.bilans
        return [c for c in self.visibles if reviews[c].calme and not self.contestes.get(c)]

    @property
    def a_discuter(self) -> list[str]:
        quiet = set(self.calmes)
        return [code for code in self.visibles if code not in quiet]


def scene(db: Database, dossier: Dossier) -> ListeRegardee:
    """Readers only see what the table has examined for this profession."""
    order, contests = en_ordre(dossier.tableau.bilans), dossier.contestees
    if not identity.prepare():
        order, contests = [code for code in order if code in dossier.examines], dossier.publiques
    disputed = contests[contests["suite"].isna()]["territoire"].value_counts().to_dict()
    return ListeRegardee(db, dossier, order, disputed)


def phrase(vue: ListeRegardee) -> str:
    """The answer: how many territories to examine, to watch, without signal."""
    left = [code for code in vue.visibles if vue.dossier.en_vigueur(code) is None]
    proposed = [vue.tableau.bilans[code].proposition for code in left]
    if not vue.visibles:
        return "La table n'a encore examiné aucun territoire : les propositions sont montrées après la discussion."
    words: dict[Proposition, str] = PROPOSITIONS | {"pas_de_signal": "sans signal, à adopter sans débat"}
    counts = {kind: proposed.count(kind) for kind in words}
    reviews = vue.tableau.bilans
    quiet = len(set(vue.calmes) & set(left))
    contested = sum(reviews[code].calme and bool(vue.contestes.get(code)) for code in left)
    apart, counts["pas_de_signal"] = counts["pas_de_signal"] - quiet - contested, quiet
    adopted = len(vue.visibles) - len(left)
    parts = [pluriel(adopted, "constat partagé adopté", "constats partagés adoptés")] if adopted else []
    parts += [f"{counts[kind]} {label}" for kind, label in words.items() if counts[kind]]
    parts += [f"{apart} sans signal propre à la profession, à discuter"] if apart else []
    parts += [f"{contested} sans signal mais avec un chiffre contesté, à discuter"] if contested else []
    hidden = len(vue.tableau.bilans) - len(vue.visibles)
    tail = f" {pluriel(hidden, 'autre')} {'attend' if hidden < 2 else 'attendent'} d'être examinés." if hidden else ""
    return f"Sur {pluriel(len(vue.visibles), 'territoire')} : {', '.join(parts)}.{tail}"


def dehors(vue: ListeRegardee) -> str:
    """How many constats in force stand on another mesh, in words."""
    count = pluriel(len(vue.hors_maille), "constat partagé", "constats partagés")
    return f"{count} en vigueur hors de la maille en usage"


def listes(vue: ListeRegardee, key: str) -> None:
    """The two lists: to discuss, and offered for adoption without debate. A row opens the card."""
    table = table_des_territoires(vue)
    if vue.a_discuter:
        st.header(f"À discuter : {len(vue.a_discuter)}")
        _clickable(table, vue.a_discuter, f"{key}_discuter", _ici)
    if vue.calmes:
        st.header(f"Sans débat : {len(vue.calmes)}")
        _clickable(table, vue.calmes, f"{key}_bloc", _ici)
        sans_debat(vue, key)
    if vue.visibles:
        lines = [CONVENTION, f"Profession : {vue.tableau.profession.libelle}"]
        widgets.telecharger(table.loc[vue.visibles], "territoires", lines, f"{key}_export")


def ouvrir(vue: ListeRegardee, key: str) -> None:
    """The same as a click on a row, for the keyboard and for a phone that cuts names."""
    if not vue.visibles:
        return
    names = distincts(vue.tableau.territoires["nom"].to_dict())
    wanted = st.selectbox(
        "Ouvrir la fiche d'un territoire",
        vue.visibles,
        index=None,
        placeholder="Ouvrir la fiche d'un territoire",
        label_visibility="collapsed",
        format_func=lambda code: f"{names[code]} ({decidee(vue, code)})",
        key=f"{key}_ouvrir",
    )
    if wanted:
        session.put(CHOIX, wanted)
        st.rerun()


def table_des_territoires(vue: ListeRegardee) -> pd.DataFrame:
    """One line per territory of the mesh, indexed by code."""
    seen = vue.dossier.examines
    adopted = {c.territoire: c for c in vue.en_vigueur if c.profession == vue.profession}
    rows = {}
    for code, bilan in vue.tableau.bilans.items():
        hold = vue.tableau.robustesses[code]
        loud = ", ".join(FAMILLES[f.nom] for f in bilan.familles if f.etat == SIGNALE) or "aucune"
        rows[code] = {
            "Territoire": vue.tableau.territoires.at[code, "nom"],
            "Proposition": decidee(vue, code),
            "Familles qui signalent": f"{loud} ({bilan.signalent} sur {bilan.disponibles})",
            "Contesté": int(vue.contestes.get(code, 0)),
            "Décision": _decision(vue.db, seen.get(code), adopted.get(code)),
            "Habitants": int(vue.tableau.territoires.at[code, "population"]),
            "Robustesse": hold.resume,  # the longest last: what does not fit is seen by scrolling
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def decidee(vue: ListeRegardee, code: str) -> str:
    """What the table adopted on a territory, else what the rule proposes."""
    adopted = vue.dossier.en_vigueur(code)
    if adopted is None:
        return PROPOSITIONS[vue.tableau.bilans[code].proposition]
    return f"constat partagé adopté le {jours.jour_de(vue.db, adopted.le):%d/%m/%Y}"


def _decision(db: Database, seen: str | None, adopted: Constat | None) -> str:
    if adopted is None:
        return seen or "non examiné"
    due = date.fromisoformat(adopted.contenu["revue_le"])
    word = "depuis le" if due <= jours.aujourd_hui(db) else "le"
    return f"à revoir {word} {due:%d/%m/%Y}"


def _clickable(
    table: pd.DataFrame, codes: list[str], key: str, ouvrir: Callable[[str], None], au_plus: int = LARGEURS_NOM[1]
) -> None:
    """The rows, of which a click opens the card. `au_plus`: pixels of the longest name; a phone cuts names rather
    than hide the proposals."""
    shown, low = table.loc[codes], LARGEURS_NOM[0]
    high = low if widgets.telephone() else au_plus
    name = lignes.largeur(shown["Territoire"], (low, high))
    lignes.ouvrables(
        shown,
        key,
        lambda rank: ouvrir(codes[rank]),
        column_config={
            "Territoire": st.column_config.TextColumn(width=name),
            "Proposition": st.column_config.TextColumn(
                width=lignes.largeur(shown["Proposition"], LARGEURS_PROPOSITION)
            ),
            "Familles qui signalent": st.column_config.TextColumn(
                help="Entre parenthèses : familles qui signalent, sur celles qui sont disponibles (cinq au plus)"
            ),
            "Robustesse": st.column_config.TextColumn(
                help="Ce qui, seul, la ferait changer : série, millésime, seuils, indice, vitesse, petits nombres"
            ),
            "Habitants": st.column_config.NumberColumn(format="localized"),
        },
    )


def sans_debat(vue: ListeRegardee, key: str) -> None:
    """The button that adopts, as one notice, the quiet territories not examined yet, some left out at will."""
    left = [code for code in vue.calmes if code not in vue.dossier.examines]
    if not identity.anime() or not left:
        return
    names = distincts(vue.tableau.territoires["nom"].to_dict())
    with st.popover(f"Adopter sans débat ({len(left)})", key=f"{key}_bloc", icon=":material/done_all:"):
        st.markdown(
            "La table prend acte qu'aucune famille disponible ne signale sur ces territoires. L'avis entre au "
            "registre, avec les chiffres du jour."
        )
        kept_out = st.multiselect(
            "À garder pour la discussion (un membre le demande)",
            left,
            format_func=names.__getitem__,
            key=f"{key}_bloc_sauf",
            placeholder="Aucun",
        )
        adopted = [code for code in left if code not in kept_out]
        st.caption(widgets.markdown_inerte(f"Adoptés : {liste([names[c] for c in adopted] or ['aucun'])}."))
        if st.button("Adopter sans débat", type="primary", key=f"{key}_bloc_oui"):
            geste(
                lambda: gestes.adopter_sans_debat(
                    vue.db, identity.acteur(), vue.profession, adopted, jours.aujourd_hui(vue.db)
                ),
                f"{pluriel(len(adopted), 'territoire adopté', 'territoires adoptés')} sans débat, au registre.",
            )


def profession(db: Database) -> str:
    """The profession whose lists are on screen, one choice for every page."""
    session.keep(PROFESSION)
    professions = lectures_signaux.professions(db)
    session.start(PROFESSION, professions[0], professions)
    return str(session.get(PROFESSION))


def choisir_profession(db: Database, visible: Literal["visible", "collapsed"] = "visible") -> None:
    """The choice of the profession, when there is one to make."""
    professions = lectures_signaux.professions(db)
    if len(professions) > 1:
        words = {name: PROFESSIONS[name].libelle.capitalize() for name in professions}
        st.selectbox("Profession", professions, format_func=words.__getitem__, key=PROFESSION, label_visibility=visible)


def accueil(db: Database) -> None:
    """The list as the home page shows it: those with signals first, the others offered without debate."""
    shown = profession(db)
    try:
        vue = scene(db, lectures.rassembler(db, shown, jours.aujourd_hui(db)))
    except Refus:
        return
    left, right = st.columns([1.5, 1], vertical_alignment="center")
    left.header("Les territoires")
    with right:
        choisir_profession(db, "collapsed")
    annonce()
    st.markdown(widgets.markdown_inerte(phrase(vue)))
    columns = ["Territoire", "Proposition", "Familles qui signalent", "Contesté", "Décision"]
    if vue.a_discuter:
        _clickable(table_des_territoires(vue)[columns], vue.a_discuter, "accueil_discuter", _ouvrir, LARGEUR_ACCUEIL)
    if vue.calmes:
        names = liste([str(vue.tableau.territoires.at[code, "nom"]) for code in vue.calmes])
        st.markdown(widgets.markdown_inerte(f"Sans débat : {names}."))
        sans_debat(vue, "accueil")
    if vue.hors_maille:
        st.caption(f"{dehors(vue)} : voir « Territoires ».")


def _ici(code: str) -> None:
    lignes.choisir(**{CHOIX: code})


def _ouvrir(code: str) -> None:
    menu.aller("territoires", {CHOIX: code})
