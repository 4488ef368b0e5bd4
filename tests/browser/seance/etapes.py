"""The script of a whole séance, step by step, as one pair of hands does it (`mains.py`): 39 members, six points, one
vote of ten options with 34 phones and 5 paper ballots, one constat, one action, the minutes sent. `ETAPES`: in order.
"""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.outils.ecran import Ecran
from tests.browser.seance.mains import (
    AJOUTES,
    COLLEGES,
    LIEU,
    TELEPHONES,
    Salle,
    cartons,
    ici,
    noter,
    papier,
    passer,
    suivant,
    telephone,
)


def preparer(salle: Salle) -> None:
    main = salle.main
    page = main.page
    main.etape("préparer la séance")
    main.cliquer(page.get_by_test_id("stTopNavSection").filter(has_text="Séances et votes"))
    main.cliquer(page.locator("[data-testid^=stTopNav][href$='/seances']"))
    page.get_by_role("heading", name="Séances", level=1).wait_for()
    main.bouton("Préparer cette séance")
    main.etape("importer 39 membres")
    rows = [f"{name[:12]} {k};{name};oui" for name, n in COLLEGES.items() for k in range(1, n + 1)]
    file = salle.dossier / "membres.csv"
    file.write_text("\n".join(["nom;collège;vote", *rows]), encoding="utf-8")
    main.deposer(file)
    main.bouton("Importer")
    main.etape("ordre du jour de six points")  # it comes with the séance
    page.get_by_text("2. Ordre du jour — 6 points").wait_for()
    salle.prendre("preparer")
    main.etape("présences")
    main.bouton("Tout le monde est là")
    main.etape("déclarer un vote de dix options")
    for name in AJOUTES:  # after the seven services that are proposed
        main.choisir("Options du bulletin, dans l'ordre", name)
    with main.hors():
        page.keyboard.press("Escape")
        main.ecran.calme()
    main.bouton("Déclarer ce scrutin")


def ouvrir(salle: Salle) -> None:
    main = salle.main
    main.etape("ouvrir, la salle devant son écran")
    main.bouton("Ouvrir la séance")
    main.page.get_by_text("Séance ouverte : 39 membres votants présents sur 39").wait_for()
    wall = main.ouvrir(main.page.get_by_role("link", name="Écran de la salle"))
    salle.mur = Ecran(wall, salle.serveur.url)
    main.etape("point 1, ouverture")
    main.bouton("Commencer", exact=False)
    salle.regarder("Point 1 sur 6", "point")
    noter(main, "Mme Petit préside. Aucun intérêt déclaré.")
    salle.prendre("ouverture")
    main.etape("point 2, diagnostic")
    suivant(main, "Diagnostic")
    main.bouton("La carte")
    salle.regarder("habitants sur", "carte")
    noter(main, "La carte est lue par tous, sans contestation.")


def constat(salle: Salle) -> None:
    main = salle.main
    page = main.page
    main.etape("point 3, un constat")
    suivant(main, "Constats partagés")
    main.choisir("Territoire dont parle la table", LIEU)
    main.bouton("La fiche")
    salle.regarder("Bresse Louhannaise", "fiche")
    ici(main, "Adopter un constat")
    for left, why in ((1, "La Drees l'a confirmé par écrit."), (0, "Le zonage n'est pas chargé, les EPCI nous vont.")):
        main.remplir("Pourquoi (d'où vient cette certitude) ?", why)
        main.bouton("Déclarer")
        expect(page.locator("summary", has_text="À déclarer")).to_have_count(left)
    main.cliquer(page.locator("summary", has_text="Noter une sollicitation").locator("visible=true").first)
    for name in ("CPTS de la Bresse", "URPS médecins", "MSP de Louhans"):
        main.choisir("Réponse", "pas de solution")
        main.remplir("Nom", name)
        main.bouton("Noter")
        page.get_by_text(name).first.wait_for()
    main.remplir("Ce que la table constate", "L'accès aux médecins généralistes est insuffisant ici.")
    for words in ("Première condition", "Seconde condition", "Aucun désaccord"):
        main.cocher(words)
    salle.prendre("constat")
    main.bouton("Adopter le constat")
    page.get_by_text("Constat adopté").first.wait_for()
    noter(main, "Constat adopté sans désaccord.")


def regles(salle: Salle) -> None:
    main = salle.main
    main.etape("point 4, le vote : règles et cartons")
    suivant(main, "Priorités de services")
    main.bouton("Figer les règles")
    salle.prendre("vote-regles")
    salle.codes = cartons(main)
    main.page.get_by_text("Cartons tirés").first.wait_for()


def vote(salle: Salle) -> None:
    main = salle.main
    page = main.page
    main.etape("point 4, le vote : ouvrir, voter, clore")
    main.bouton("Ouvrir le vote")
    page.get_by_text("Le vote est ouvert").first.wait_for()
    main.bouton("Le vote")
    salle.regarder("Vote ouvert depuis")
    with main.hors():
        for rank, code in enumerate(salle.codes[:TELEPHONES]):
            telephone(salle.serveur, code, rank)
    salle.regarder("34bulletins sur 39 votants", "vote")
    papier(main, salle.codes[TELEPHONES:])
    salle.regarder("39bulletins sur 39 votants")
    salle.prendre("vote-ouvert")
    page.get_by_text("39 bulletins sur 39 votants").first.wait_for()
    main.cocher("Tout le monde a voté")
    main.bouton("Clore le vote")


def resultat(salle: Salle) -> None:
    main = salle.main
    main.etape("point 4, le vote : lire, publier")
    main.bouton("Le résultat")
    salle.regarder("Le vote est clos")
    main.bouton("Publier le résultat")
    main.page.get_by_text("inscrit au registre").first.wait_for()
    salle.regarder("En premier", "resultat")
    salle.prendre("vote-resultat")
    noter(main, "Résultat lu et publié.")


def action(salle: Salle) -> None:
    main = salle.main
    main.etape("point 5, une action au plan")
    suivant(main, "Plan d'action")
    ici(main, "Inscrire une action")
    main.choisir("Répond à", "Constat")
    main.choisir("Modèle", "Consultations avancées")
    main.remplir("Pilote (personne ou fonction)", "Délégation départementale")
    salle.prendre("action")
    main.bouton("Inscrire l'action")
    main.page.get_by_text("Au plan de ce territoire : Consultations").wait_for()
    main.bouton("Le plan")
    salle.regarder("Consultations avancées", "plan")
    noter(main, "La CPTS porte l'action ; premier point en mars.")


def clore(salle: Salle) -> None:
    main = salle.main
    main.etape("point 6, suites")
    suivant(main, "Suites et prochaine séance")
    noter(main, "Prochaine séance en mars.")
    passer(main, "Terminer ce point")
    salle.prendre("a-clore")
    main.etape("clore")
    main.cocher("La séance est finie")
    main.bouton("Clore maintenant")
    main.etape("envoyer le relevé")
    with main.page.expect_download() as given:
        main.bouton("Relevé de décisions (Word)", exact=False)
    assert Path(given.value.path()).stat().st_size > 10_000
    letter = main.page.get_by_role("link", name="Écrire aux membres")
    assert str(letter.get_attribute("href")).startswith("mailto:?subject=")
    if main.clavier:
        main.viser(letter)
    main.compter()  # the letter opens in the mail program of the desk
    salle.prendre("close")
    salle.regarder("Rien n'est montré pour le moment")
    main.etape("")


ETAPES = (preparer, ouvrir, constat, regles, vote, resultat, action, clore)


def revenir(salle: Salle, rang: int) -> None:
    """Where the hands are before a step that is not the first, on a file that is there already."""
    salle.main.ecran.ouvrir("seances")
    if rang > ETAPES.index(ouvrir):
        salle.mur = Ecran(salle.main.page.context.new_page(), salle.serveur.url)
        salle.mur.page.goto(f"{salle.serveur.url}/projection")
    if rang > ETAPES.index(constat):
        salle.main.choisir("Territoire dont parle la table", LIEU)
