"""A field of number that we read ourselves: typed in French and shown in French, whatever the browser's language."""

from typing import Any

from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.core.francais import exact, nombre, pluriel
from components.core.refus import EntreeInvalide
from components.core.saisie import lire_nombre
from components.ui import session, widgets

ILLISIBLES = "ui_illisibles"
MILLIERS = 3  # figures after a comma that may part thousands, in English


def champ_nombre(
    place: DeltaGenerator | Any,
    label: str,
    bas: float | None = None,
    haut: float | None = None,
    valeur: float | None = None,
    *,
    decimales: int | None = None,
    entier: bool = False,
    key: str | None = None,
    **reste: Any,
) -> float | None:
    """The number typed between `bas` and `haut`, or None for an empty field. `decimales`: shown always, as for money,
    and no more of them is typed.

    What cannot be read is said under the field, nothing is saved of it (`exiger`), and `valeur` stands meanwhile.
    """
    shown = "" if valeur is None else forme(valeur, decimales)
    name = key or f"nombre {label} {shown}"
    text = place.text_input(label, shown, key=name, **reste)
    try:
        read = lire(text or "", bas, haut, entier, decimales)
    except EntreeInvalide as problem:
        noter(name, f"« {label} » : {problem}")
        place.error(widgets.phrase_inerte(str(problem)), icon=":material/block:")
        return valeur
    noter(name)
    return read


def champ_entier(
    place: DeltaGenerator | Any, label: str, bas: int, haut: int, valeur: int | None = None, **reste: Any
) -> int | None:
    """A whole number typed between `bas` and `haut`."""
    read = champ_nombre(place, label, bas, haut, valeur, entier=True, **reste)
    return None if read is None else int(read)


def noter(champ: str, mots: str = "") -> None:
    """Remember what cannot be read in a field, by its key; nothing to say: it reads well."""
    problems = {other: words for other, words in session.get(ILLISIBLES, {}).items() if other != champ}
    session.put(ILLISIBLES, problems | {champ: mots} if mots else problems)


def exiger() -> None:
    """Raise `EntreeInvalide` when a field of this drawing holds what cannot be read: no gesture is made of it."""
    context = get_script_run_ctx()
    drawn = context.shared.widget_user_keys_this_run if context else ()
    unreadable = [words for name, words in session.get(ILLISIBLES, {}).items() if name in drawn]
    if unreadable:
        raise EntreeInvalide(f"{' '.join(unreadable)} Rien n'a été enregistré.")


def valeur(read: float | None) -> float:
    """A number that must be there. Raises `EntreeInvalide` for an empty field."""
    if read is None:
        raise EntreeInvalide("Il manque un nombre. Rien n'a été enregistré.")
    return read


def forme(valeur: float, decimales: int | None = None) -> str:
    """How a field shows a number: in French; a year has no thousands."""
    if decimales is not None:
        return nombre(valeur, decimales)
    return str(int(valeur)) if float(valeur).is_integer() and 0 <= valeur < 10_000 else exact(valeur)


def lire(
    texte: str,
    bas: float | None = None,
    haut: float | None = None,
    entier: bool = False,
    decimales: int | None = None,
) -> float | None:
    """A number between `bas` and `haut`, whole if asked, or of so many decimals at most; None for nothing typed. Raises
    `EntreeInvalide`, on « 12,000 » too: where there are no such decimals, it may be twelve thousand."""
    read = lire_nombre(texte)
    typed = len(texte.strip().replace(".", ",").partition(",")[2])
    if read is not None and entier and not read.is_integer():
        raise EntreeInvalide(f"« {texte.strip()} » n'est pas un nombre entier.")
    if read is not None and ((entier and typed == MILLIERS) or (decimales is not None and typed > decimales)):
        raise EntreeInvalide(_trop(texte.strip(), read, typed, decimales or 0))
    if read is None or ((bas is None or read >= bas) and (haut is None or read <= haut)):
        return read
    if haut is None:
        raise EntreeInvalide(f"Il faut au moins {exact(bas or 0)}.")
    raise EntreeInvalide(f"Il faut un nombre entre {exact(bas or 0)} et {exact(haut)}.")


def _trop(texte: str, lu: float, tapees: int, decimales: int) -> str:
    if tapees == MILLIERS and abs(lu) >= 1 and round(lu, decimales) == lu:
        plain = texte.replace(",", "").replace(".", "")
        return f"« {texte} » se lit de deux façons : écrivez {plain} ou {nombre(lu, decimales)}."
    return f"« {texte} » a plus de {pluriel(decimales, 'décimale')}."
