"""What opens on a page besides its lists: a tab that is drawn once looked at, a row that opens what it names."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, ClassVar

from streamlit.runtime.state.common import user_key_from_element_id
from streamlit.testing.v1 import AppTest

from components.ui.lignes import PREFIXE

ONGLETS, LIGNES = VOLETS = ("onglets", "lignes")


@dataclass
class Volet:
    """One of them, taken as the lists of the page are: `set_value` one of its `options`, then `run`."""

    page: AppTest
    type: str
    key: str
    options: list[Any]
    ouvert: int | None = None  # the rank of the tab that is open
    proto: ClassVar = SimpleNamespace(form_id="", disabled=False)

    def set_value(self, option: Any) -> "Volet":
        """Open this tab or this row, as the browser says it."""
        if self.type == ONGLETS:
            self.page.session_state[self.key] = option
        else:
            self.page.session_state[f"ui_{self.key}"] = {"rang": option, "ouvre": True}
        return self

    def run(self) -> AppTest:
        """Draw the page again."""
        return self.page.run()


def de(run: AppTest, kind: str) -> list[Volet]:
    """All of a kind on the page as it is now."""
    return list(_onglets(run) if kind == ONGLETS else _lignes(run))


def _onglets(run: AppTest) -> Iterator[Volet]:
    """Tabs that say which is open: all the others are drawn whole."""
    for block in run.get("tab_container"):
        tabs: Any = block
        told = tabs.proto.tab_container
        key = user_key_from_element_id(told.id) if told.id else None
        if key:
            yield Volet(run, ONGLETS, key, [tab.label for tab in tabs.children.values()], told.default_tab_index)


def _lignes(run: AppTest) -> Iterator[Volet]:
    for table in run.dataframe:
        if str(table.key or "").startswith(PREFIXE):
            yield Volet(run, LIGNES, str(table.key), list(range(len(table.value))))
