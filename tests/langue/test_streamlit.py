"""Every name that Streamlit writes by itself for screen readers is put into French, or is of a part no page draws."""

import re
from pathlib import Path

import streamlit

STATIQUE = Path(streamlit.__file__).parent / "static"
FRANCAIS = Path(__file__).resolve().parents[2] / "components" / "ui" / "porte" / "francais.js"
NOM = re.compile(r'(?:aria-?[lL]abel|title|placeholder)"?:`([A-Z][^`]{1,80})`')
# Sound, video, chat, notes, charts of other libraries, pages of a table, dates with a time: no page of ours has any.
AILLEURS = re.compile(
    r"(?i).*(record|audio|video|camera|play|pause|message|markdown|mermaid|JSON|feedback|happy|alien|colou?rscale"
    r"|data view|save as image|restore|rename|pag(e|ination)\b|shortcut|deploy|add files|button action menu|time$).*"
)
MEMES = {"Notifications"}


def test_every_name_that_streamlit_gives_is_put_into_french() -> None:
    ours = FRANCAIS.read_text(encoding="utf-8")
    names = {name for script in STATIQUE.rglob("*.js") for name in NOM.findall(script.read_text(errors="ignore"))}
    told = {name for name in names if f'"{name}":' in ours or f"^{name.split('$')[0]}(" in ours}
    assert len(told) > 20, "Streamlit names its parts otherwise: look for them again"
    assert not {name for name in names - told - MEMES if not AILLEURS.fullmatch(name)}
