"""What a person does on Streamlit's widgets, found by their visible labels."""

from playwright.sync_api import Locator, Page

from tests.browser.ecran import Ecran


def choisir(ecran: Ecran, champ: str, mot: str) -> None:
    """Pick in a list: open it, type a word (not on a phone, where the list has no keyboard), take the first answer."""
    box = ecran.page.get_by_role("combobox", name=champ)
    box.click()
    if box.is_editable():
        box.fill(mot)
        ecran.page.get_by_role("option").first.click()
    else:
        ecran.page.get_by_role("option", name=mot).first.click()
    ecran.calme()


def cliquer(ecran: Ecran, bouton: str) -> None:
    """Press a button by its exact label."""
    ecran.page.get_by_role("button", name=bouton, exact=True).first.click()
    ecran.calme()


def saisir(ecran: Ecran, champ: str, valeur: str) -> None:
    """Write in a field and leave it."""
    field = ecran.page.get_by_label(champ).first
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
