"""What a person does on Streamlit's widgets, found by their visible labels."""

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.outils.ecran import Ecran

ESSAIS, BIENTOT = 5, 3_000  # milliseconds


def choisir(ecran: Ecran, champ: str, mot: str) -> None:
    """Pick in a list: open it, type a word (not on a phone, where the list has no keyboard), take the answer; without a
    word, the first one.

    A page drawn again meanwhile closes the list and forgets what was typed: it is done again until the list says so.
    """
    box = ecran.page.get_by_role("combobox", name=champ).first
    option = ecran.page.get_by_role("option", name=mot).first
    for _ in range(ESSAIS):
        ecran.calme()
        several = box.locator("xpath=ancestor::*[@data-testid='stMultiSelect'][1]").count() > 0
        try:
            box.click()
            if box.is_editable():
                box.fill(mot)
            option.click(timeout=BIENTOT)
            if not several:  # those of several stay open for the next word
                ecran.page.get_by_role("listbox").first.wait_for(state="hidden", timeout=BIENTOT)
        except PlaywrightTimeoutError:
            ecran.page.keyboard.press("Escape")
            continue
        ecran.calme()
        if _pris(box, mot):
            return
    raise AssertionError(f"« {champ} » did not take « {mot} »")


def _pris(box: Locator, mot: str) -> bool:
    """Whether a list shows this word as chosen (a list that the choice itself took away has taken it)."""
    if not box.count():
        return True
    field = box.locator("xpath=ancestor::*[@data-testid='stSelectbox' or @data-testid='stMultiSelect'][1]")
    return mot.lower() in f"{box.input_value()} {field.inner_text()}".lower()


def cliquer(ecran: Ecran, bouton: str) -> None:
    """Press a button by its exact label."""
    ecran.page.get_by_role("button", name=bouton, exact=True).first.click()
    ecran.calme()


def saisir(ecran: Ecran, champ: str, valeur: str) -> None:
    """Write in a field and leave it."""
    field = ecran.page.get_by_label(champ).and_(ecran.page.locator("input, textarea")).first  # its help has its name
    field.fill(valeur)
    field.press("Tab")
    ecran.calme()


def ajouter_mouvement(ecran: Ecran, genre: str, commune: str, **champs: str) -> None:
    """Fill the « Et si ? » form and send it. `champs`: label (underscores for spaces) to text."""
    choisir(ecran, "Mouvement", genre)
    choisir(ecran, "Commune", commune)
    for label, text in champs.items():
        saisir(ecran, label.replace("_", " "), text)
    cliquer(ecran, "Ajouter ce mouvement")


def reponse(page: Page) -> str:
    """The answer sentence of a screen."""
    return page.locator("p.reponse").first.inner_text()


def visibles(locator: Locator) -> list[Locator]:
    """The elements of a locator that are on screen (those of closed tabs are not)."""
    return [one for one in locator.all() if one.is_visible()]
