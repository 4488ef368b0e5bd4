"""« Quel département ? »: the first screen of a file that has none, and the way to the tables of other départements."""

import streamlit as st
from sqlite_utils import Database

from components.ui import identity, session, widgets
from components.ui.cartes import carte_france
from components.ui.gestes import geste
from data.fichier import creation, tables
from data.territoire import territoire

FAIT, CHOIX, OUVERTE = "donnees_fait", "donnees_departement", "donnees_table_ouverte"
DEMONSTRATION = "donnees_demonstration"
FOURNI = "Communes, contours, mairies, intercommunalités, populations et effectifs libéraux sont fournis."
VIDE = f"La table n'a pas encore de département. {FOURNI}"
ATTENDRE = "C'est à la personne qui anime de choisir le département : entrez avec son compte (bas de page)."
AUTRE = (
    "Un autre département s'ouvre dans son propre fichier, à sa propre adresse : celui-ci ne change pas, et ses "
    f"bulletins et ses liens ne valent pas là-bas. {FOURNI}"
)


def choisir(db: Database) -> None:
    """The whole page of a file without a département: one question."""
    st.title("Quel département ?")
    st.markdown(VIDE)
    if not identity.anime():
        st.info(ATTENDRE)
        return
    if code := _question(creation.noms(), "Commencer"):
        geste(lambda: session.put(FAIT, creation.creer(db, identity.acteur(), code)))


def ailleurs(db: Database) -> None:
    """The tables of this machine, and the gesture that opens another département. For whoever leads."""
    if tables.sur_un_serveur():
        st.caption(tables.SERVEUR.removesuffix(" Rien n'a été fait."))
        return
    here = territoire.setting(db, "departement")
    ouverte()
    _liste(here)
    demonstration(db)
    st.caption(AUTRE)
    if code := _question({code: name for code, name in creation.noms().items() if code != here}, "Ouvrir la table"):
        port = int(st.get_option("server.port"))
        geste(lambda: session.put(OUVERTE, tables.ouvrir(db, identity.acteur(), code, port)))


def _question(names: dict[str, str], verbe: str) -> str | None:
    """The département chosen in the list or on the map, once its button is pressed; None until then."""
    left, right = st.columns([1, 1.6])
    with left:
        chosen = st.selectbox(
            "Département", list(names), index=None, format_func=names.__getitem__, key=CHOIX,
            placeholder="Écrire un nom ou un numéro",
        )  # fmt: skip
        pressed = chosen is not None and st.button(f"{verbe} : {names[chosen]}", type="primary")
    with right:
        carte_france.afficher(names, chosen, f"{CHOIX}_carte", lambda code: session.put(CHOIX, code))
    return chosen if pressed else None


def demonstration(db: Database) -> None:
    """The gesture that opens a whole fictional table beside this one; for whoever leads, and not from there."""
    if not identity.anime() or tables.est_demonstration() or tables.sur_un_serveur():
        return
    port = int(st.get_option("server.port"))
    if st.button("Voir une démonstration complète", key=DEMONSTRATION, icon=":material/theater_comedy:"):
        with st.spinner("La démonstration se prépare : une minute la première fois."):
            geste(lambda: session.put(OUVERTE, tables.demonstration(db, identity.acteur(), port)))
    st.caption(
        "Séances, votes, constats et plans fictifs, dans un autre fichier, à sa propre adresse : rien d'ici n'y va, "
        "rien n'en revient."
    )


def retour() -> None:
    """In the demonstration: that all is fictional there, and the way back."""
    if not tables.est_demonstration():
        return
    st.warning("Démonstration : tout est fictif ici, et rien n'en sort.", icon=":material/theater_comedy:")
    port = tables.retour()
    if port:
        st.link_button("Revenir à la vraie table", _adresse(port), icon=":material/arrow_back:")


def ouverte() -> None:
    """Where the table just opened is, and the link of its first account."""
    opened = session.get(OUVERTE)
    if not opened:
        return
    table, link = opened
    st.success(f"La table de {widgets.phrase_inerte(table.nom)} est ouverte.", icon=":material/check:")
    st.link_button(f"Aller à la table : {table.nom}", _adresse(table.port, link), icon=":material/open_in_new:")
    if link:
        st.caption("Ce lien crée le compte de la personne qui l'anime. Il ne sert qu'une fois, pendant 24 heures.")


def _liste(here: str) -> None:
    others = [table for table in tables.tables() if table.departement != here]
    lines = []
    for table in others:
        name = widgets.markdown_inerte(table.nom)
        if table.port:
            lines.append(f"[{name}]({_adresse(table.port)}) : ouverte")
        else:
            lines.append(f"{name} : fermée (`{table.fichier.name}`), la choisir ci-dessous la rouvre")
    widgets.puces(lines)


def _adresse(port: int | None, link: str | None = None) -> str:
    """The address of another table for this visitor: the name of this one, another port."""
    host = (st.context.headers.get("Host") or "localhost").rsplit(":", 1)[0]
    return f"http://{host}:{port}/" + (f"lien/{link}" if link else "")
