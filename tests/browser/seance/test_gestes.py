"""The rehearsal of a whole séance, its gestures counted: 39 members, six points, one vote of ten options with 34 phones
and 5 paper ballots, one constat, one action, the minutes sent. By mouse, then by the keyboard alone.

With CAPTURES=1, the screenshots and the table of gestures go to `docs/captures`.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.outils.doigts import Doigts
from tests.browser.outils.ecran import CAPTURER, CAPTURES, Ouvreur
from tests.browser.outils.serveur import Serveur, lance

pytestmark = pytest.mark.complet
Capture = Callable[[Page, str], Path]
Photo = Callable[[str], object]
AU_PLUS = 90
AVANT = 190  # measured on the same script before this page: thirteen menus, many tabs
LIEU = "CC Bresse Louhannaise Intercom'"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
CACHES = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
COLLEGES = {
    "Professionnels et offreurs de services de santé": 15, "Usagers et associations d'usagers": 10,
    "Collectivités territoriales et groupements": 7, "État et organismes de sécurité sociale": 4,
    "Personnalités qualifiées": 3,
}  # fmt: skip
AJOUTES = (
    "Apprendre à vivre avec sa maladie",
    "Être orienté vers le bon spécialiste",
    "Un accompagnement social avec le soin",
)
OPTIONS, TELEPHONES, PAPIERS = 10, 34, 5


@pytest.mark.parametrize("clavier", [False, True], ids=["souris", "clavier"])
def test_a_whole_seance_takes_ninety_gestures(ecran: Ouvreur, tmp_path: Path, capture: Capture, clavier: bool) -> None:
    with lance(tmp_path) as serveur:
        main = Doigts(ecran(serveur=serveur), clavier)
        _seance(main, serveur, tmp_path, lambda nom: clavier or capture(main.page, f"seance-{nom}"))
    table = _table(main)
    if CAPTURER and not clavier:
        (CAPTURES / "seance-gestes.md").write_text(table, encoding="utf-8")
    assert main.total <= AU_PLUS, table


def _seance(main: Doigts, serveur: Serveur, folder: Path, photo: Photo) -> None:
    main.ecran.ouvrir()
    _preparer(main, folder, photo)
    _ouvrir(main, photo)
    _constat(main, photo)
    _vote(main, serveur, photo)
    _action(main, photo)
    _clore(main, photo)
    main.etape("")


def _preparer(main: Doigts, folder: Path, photo: Photo) -> None:
    page = main.page
    main.etape("préparer la séance")
    main.cliquer(page.get_by_test_id("stTopNavSection").filter(has_text="Séances et votes"))
    main.cliquer(page.locator("[data-testid^=stTopNav][href$='/seances']"))
    page.get_by_role("heading", name="Séances", level=1).wait_for()
    main.bouton("Préparer cette séance")
    main.etape("importer 39 membres")
    rows = [f"{name[:12]} {k};{name};oui" for name, n in COLLEGES.items() for k in range(1, n + 1)]
    file = folder / "membres.csv"
    file.write_text("\n".join(["nom;collège;vote", *rows]), encoding="utf-8")
    main.deposer(file)
    main.bouton("Importer")
    main.etape("ordre du jour de six points")
    main.bouton("Proposer l'ordre du jour")
    photo("preparer")
    main.etape("présences")
    main.bouton("Tout le monde est là")
    main.etape("déclarer un vote de dix options")
    _dix_options(main)
    main.bouton("Déclarer ce scrutin")


def _dix_options(main: Doigts) -> None:
    """The seven services that are proposed, and three more from the list."""
    for name in AJOUTES:
        main.choisir("Options du bulletin, dans l'ordre", name)
    main.page.keyboard.press("Escape")
    main.ecran.calme()


def _ouvrir(main: Doigts, photo: Photo) -> None:
    main.etape("ouvrir")
    main.bouton("Ouvrir la séance")
    main.page.get_by_text("Séance ouverte : 39 membres votants présents sur 39").wait_for()
    main.etape("point 1, ouverture")
    main.bouton("Commencer", exact=False)
    _noter(main, "Mme Petit préside. Aucun intérêt déclaré.")
    photo("ouverture")
    main.etape("point 2, diagnostic")
    _suivant(main, "Diagnostic")
    main.bouton("La carte")
    _noter(main, "La carte est lue par tous, sans contestation.")


def _suivant(main: Doigts, titre: str) -> None:
    """The next point: its key, or its button."""
    if main.clavier:
        main.page.evaluate("document.activeElement?.blur()")
        main.touche("F8")
    else:
        main.bouton("Point suivant", exact=False)
    main.page.get_by_role("heading", name=titre, level=2).wait_for()
    main.ecran.calme()


def _noter(main: Doigts, mots: str) -> None:
    main.remplir("Notes de ce point", mots)


def _ici(main: Doigts, quoi: str) -> None:
    """What the table does on the territory it speaks of."""
    main.cliquer(main.page.get_by_role("radio", name=quoi), "Space")


def _constat(main: Doigts, photo: Photo) -> None:
    page = main.page
    main.etape("point 3, un constat")
    _suivant(main, "Constats partagés")
    main.choisir("Territoire dont parle la table", LIEU)
    main.bouton("La fiche")
    _ici(main, "Adopter un constat")
    for why in ("La Drees l'a confirmé par écrit.", "Le zonage n'est pas chargé, les EPCI nous vont."):
        main.remplir("Pourquoi (d'où vient cette certitude) ?", why)
        main.bouton("Déclarer")
    main.cliquer(page.locator("summary", has_text="Noter une sollicitation").locator("visible=true").first)
    for name in ("CPTS de la Bresse", "URPS médecins", "MSP de Louhans"):
        main.choisir("Réponse", "pas de solution")
        main.remplir("Nom", name)
        main.bouton("Noter")
        page.get_by_text(name).first.wait_for()
    main.remplir("Ce que la table constate", "L'accès aux médecins généralistes est insuffisant ici.")
    for words in ("Première condition", "Seconde condition", "Aucun désaccord"):
        main.cocher(words)
    photo("constat")
    main.bouton("Adopter le constat")
    page.get_by_text("Constat adopté").first.wait_for()
    _noter(main, "Constat adopté sans désaccord.")


def _vote(main: Doigts, serveur: Serveur, photo: Photo) -> None:
    page = main.page
    main.etape("point 4, le vote : règles et cartons")
    _suivant(main, "Priorités de services")
    main.bouton("Figer les règles")
    photo("vote-regles")
    codes = _cartons(main)
    main.etape("point 4, le vote : ouvrir, voter, clore")
    page.get_by_text("Cartons tirés").first.wait_for()
    main.bouton("Ouvrir le vote")
    page.get_by_text("Le vote est ouvert").first.wait_for()
    main.bouton("Le vote")
    for rank, code in enumerate(codes[:TELEPHONES]):
        _telephone(serveur, code, rank)
    _papier(main, codes[TELEPHONES:])
    photo("vote-ouvert")
    page.get_by_text("39 bulletins sur 39 votants").first.wait_for()
    main.cocher("Tout le monde a voté")
    main.bouton("Clore le vote")
    main.etape("point 4, le vote : lire, publier")
    main.bouton("Le résultat")
    photo("vote-resultat")
    main.bouton("Publier le résultat")
    page.get_by_text("inscrit au registre").first.wait_for()
    _noter(main, "Résultat lu et publié.")


def _cartons(main: Doigts) -> list[str]:
    """The slips and the paper ballots, drawn, printed, their window closed; the codes of as many slips as members."""
    with main.page.context.expect_page() as opened:
        main.cliquer(main.page.get_by_role("link", name="Cartons de vote à imprimer").locator("visible=true").first)
    sheet = opened.value
    sheet.wait_for_selector("button")
    sheet.select_option("#papier", index=1)
    sheet.click("button")
    sheet.wait_for_selector(".carton")
    main.compter(4)  # the paper ballot chosen, drawn, printed, the window closed
    codes: dict[str, list[str]] = {}
    for slip in sheet.locator(".carton").all():
        text = slip.inner_text()
        code = CODE.search(text)
        assert code is not None
        codes.setdefault(text.split("\n")[0], []).append(code.group())
    assert sheet.locator("section.saut table").count() == sum(map(len, codes.values())), "a paper ballot with each slip"
    sheet.close()
    return [codes[college].pop() for college, n in COLLEGES.items() for _ in range(n)]


def _telephone(serveur: Serveur, code: str, rank: int) -> None:
    """A ballot as a phone sends it: the page, its form, the answer."""
    with urlopen(f"{serveur.url}/vote/{code}") as page:
        fields = dict(CACHES.findall(page.read().decode()))
    fields |= {f"o{k}": str(min(4, (k + rank % 3) // 3)) for k in range(OPTIONS)}
    headers = {"Origin": serveur.url}
    with urlopen(Request(f"{serveur.url}/vote/{code}", urlencode(fields).encode(), headers)) as answer:
        assert "phrase" in answer.read().decode()


def _papier(main: Doigts, codes: list[str]) -> None:
    """Five paper ballots; typing them is not counted, naming those who type is."""
    page = main.page
    assert len(codes) == PAPIERS
    main.cliquer(page.locator("summary", has_text="Bulletins papier").locator("visible=true").first)
    main.choisir("Premier scrutateur", "Usagers et a 1")
    main.choisir("Second scrutateur", "État et orga 1")
    main.bouton("Nommer les scrutateurs")
    line = page.get_by_label("Code du bulletin, espace, puis les réponses")
    for code in codes:
        line.fill(f"{code} 1 1 2 2 3 3 4 4 5 5")
        line.press("Enter")
        page.get_by_text("Phrase à recopier").wait_for()
        main.ecran.calme()
        expect(line).to_have_value("")


def _action(main: Doigts, photo: Photo) -> None:
    main.etape("point 5, une action au plan")
    _suivant(main, "Plan d'action")
    main.bouton("Le plan")
    _ici(main, "Inscrire une action")
    main.choisir("Répond à", "Constat")
    main.choisir("Modèle", "Consultations avancées")
    main.remplir("Pilote (personne ou fonction)", "Délégation départementale")
    photo("action")
    main.bouton("Inscrire l'action")
    main.page.get_by_text("Au plan de ce territoire : Consultations").wait_for()
    _noter(main, "La CPTS porte l'action ; premier point en mars.")


def _clore(main: Doigts, photo: Photo) -> None:
    main.etape("point 6, suites")
    _suivant(main, "Suites et prochaine séance")
    _noter(main, "Prochaine séance en mars.")
    if main.clavier:
        main.page.evaluate("document.activeElement?.blur()")
        main.touche("F8")
    else:
        main.bouton("Terminer ce point", exact=False)
    main.etape("clore")
    photo("a-clore")
    main.cocher("La séance est finie")
    main.bouton("Clore maintenant")
    main.etape("envoyer le relevé")
    with main.page.expect_download() as given:
        main.bouton("Relevé de décisions (Word)", exact=False)
    assert Path(given.value.path()).stat().st_size > 10_000
    letter = main.page.get_by_role("link", name="Écrire aux membres")
    assert str(letter.get_attribute("href")).startswith("mailto:?subject=")
    main.compter()  # the letter opens in the mail program of the desk
    photo("close")


def _table(main: Doigts) -> str:
    rows = [f"| {name} | {c.gestes} | {c.secondes:.0f} |" for name, c in main.etapes.items() if name]
    seconds = sum(step.secondes for step in main.etapes.values())
    how = "au clavier" if main.clavier else "à la souris"
    head = [f"# Une séance entière, {how}, gestes comptés", "", "| étape | gestes | secondes |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, f"| **en tout** (avant : {AVANT}) | **{main.total}** | **{seconds:.0f}** |", ""])
