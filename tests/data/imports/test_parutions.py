"""Where each official file is published: an address that opens, on the site of who publishes it, or who to ask."""

import re
from urllib.parse import urlsplit

import pytest

from data.imports import GENRES

LIEN = re.compile(r"https?://\S+")
SITES = {  # of producers and of those who publish for them; another one is a slip, or an addition to make here
    "data.drees.solidarites-sante.gouv.fr", "www.observatoire-des-territoires.gouv.fr", "www.insee.fr",
    "public.opendatasoft.com", "www.data.gouv.fr", "geoservices.ign.fr", "cartosante.atlasante.fr",
    "www.atlasante.fr", "annuaire.sante.fr", "data.ameli.fr",
}  # fmt: skip
CHEZ = {
    "DREES": {"data.drees.solidarites-sante.gouv.fr"},
    "Insee": {"www.insee.fr", "public.opendatasoft.com"},
    "CNAM": {"data.ameli.fr"},
    "ANCT": {"www.observatoire-des-territoires.gouv.fr"},
}


@pytest.mark.parametrize("cle", list(GENRES))
def test_an_address_is_whole_safe_and_of_its_producer(cle: str) -> None:
    parution = GENRES[cle].parution
    links = LIEN.findall(parution.adresse)
    assert len(links) <= 1
    if not links:  # nothing is published: who to ask is said
        assert re.search(r"\b(Cpam|qui le produit|celui qui)\b", parution.adresse)
        return
    place = urlsplit(links[0].rstrip(" ,;"))
    assert place.scheme == "https" and place.netloc in SITES and place.path.startswith("/")
    assert not place.query and not place.fragment and "//" not in place.path
    assert links[0] == links[0].rstrip(".,;)"), "what follows an address is set apart: it is copied whole"
    for producer, sites in CHEZ.items():
        if producer in re.split(r"\W+", parution.producteur.split(" ou ")[0]):
            assert place.netloc in sites


def test_two_kinds_of_one_site_are_told_apart() -> None:
    """The same bare home page may serve two kinds only when the words say which data set to look for there."""
    homes = [
        g.parution for g in GENRES.values() if (m := LIEN.search(g.parution.adresse)) and urlsplit(m[0]).path == "/"
    ]
    assert len({parution.titre for parution in homes}) == len(homes)
