"""Fill the fields of a page, or leave them empty, as a generated visitor does; correct what a refusal names."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pandas as pd
from streamlit.runtime.state.common import TESTING_KEY
from streamlit.testing.v1 import AppTest

from tests.parcours.etats import JOUR

A_REMPLIR = ("text_input", "text_area", "selectbox", "date_input", "multiselect", "checkbox")
LISTES = ("selectbox", "multiselect")
LISTE = pd.DataFrame({"nom": ["Une personne"], "collège": ["Usagers"]})
HORS = ""  # of every form
BORNE = re.compile(r"« ([^»]+) » : Il faut (?:un nombre entre|au moins) (.+?)(?: et |\.)")  # the least a field takes


def formulaire(button: Any) -> str:
    """The form of a button, or `HORS`."""
    return str(getattr(button.proto, "form_id", HORS))


def _champs(run: AppTest, form: str) -> Iterator[Any]:
    for kind in A_REMPLIR:
        for one in run.get(kind):
            if one.proto.form_id == form and not one.proto.disabled:
                yield one


def vider(run: AppTest, form: str) -> None:
    """Leave a form as empty as it can be."""
    for one in _champs(run, form) if form != HORS else ():
        if one.type in ("text_input", "text_area"):
            one.set_value("")
        elif one.type == "multiselect":
            one.set_value([])
        elif one.type == "checkbox":
            one.uncheck()


def remplir(run: AppTest, form: str, choix: bool = True) -> bool:
    """Fill what is empty in a form, or outside of every form (its lists too: `choix`); whether there was something."""
    empty = [one for one in _champs(run, form) if _est_vide(one) and (choix or one.type not in LISTES)]
    for one in empty:
        _remplir_un(one)
    for one in run.file_uploader if form != HORS else ():
        if one.proto.form_id == form:
            one.set_value(fichier(one.allowed_type))
    return bool(empty)


def corriger(run: AppTest, form: str) -> bool:
    """Type in the fields of a form, and outside of every form, the least that a refusal says they take, as who reads it
    does; whether there was one."""
    asked = dict(hit.groups() for one in run.error for hit in BORNE.finditer(str(one.value).replace("\\", "")))
    fields = [one for place in {form, HORS} for one in _champs(run, place) if one.type == "text_input"]
    wrong = [one for one in fields if asked.get(one.label, one.value) != one.value]
    for one in wrong:
        one.set_value(asked[one.label])
    return bool(wrong)


def fichier(kinds: list[str]) -> tuple[str, bytes, str]:
    """A file of a kind that the field takes: read by one gesture, refused in words by the others."""
    if not kinds or ".csv" in kinds:
        return "liste.csv", LISTE.to_csv(sep=";", index=False).encode(), "text/csv"
    out = BytesIO()
    LISTE.to_excel(out, index=False)
    return f"liste{kinds[0]}", out.getvalue(), "application/octet-stream"


def par_son_nom(widget: Any) -> Any:
    """The list, so that an option is chosen by its label, as a browser does (AppTest would word the label again)."""
    widget.root.session_state[TESTING_KEY][widget.id] = str
    return widget


def _est_vide(one: Any) -> bool:
    if one.type == "checkbox":
        return bool(one.proto.form_id) and not one.value
    return one.value in (None, "", [])


def _remplir_un(one: Any) -> None:
    if one.type == "checkbox":
        one.check()
    elif one.type == "selectbox":
        if one.options:
            par_son_nom(one).select_index(0)
    elif one.type == "multiselect":
        par_son_nom(one).set_value(list(one.options))
    else:
        one.set_value(JOUR if one.type == "date_input" else str(JOUR.year) if "nnée" in one.label else "1")
