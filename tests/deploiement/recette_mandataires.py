"""The recipes of nginx and Caddy, run as they are written but for names, ports and paths, before a real table.

For each, with Host kept as the recipe says and with Host rewritten as some proxies do: the facilitator signs in, a
screen opens, a phone votes, a member reads, slips bear the public address, what a visitor claims of its own address is
not believed, a page of another site is refused. Then the table is stopped, a phone votes in vain, and neither code nor
link is in any log.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from tests.deploiement import outils, visiteur
from tests.deploiement.visiteur import Salle

NOM = "table.departement.fr"
RECETTES = outils.ROOT / "deploiement" / "mandataires"
NGINX = """worker_processes 1;
pid {d}/nginx.pid;
error_log {d}/nginx-erreurs.log warn;
events {{}}
http {{
{temp}
{recipe}
}}
"""
TEMPORAIRES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
Mandataire = Callable[[Path, int, int, bool], list[str]]


def jouer(dossier: Path) -> list[str]:
    """Run every recipe that this machine has the program of."""
    outils.exiger("nginx", "caddy", "openssl")
    lines = []
    for name, prepare in {"nginx": nginx, "Caddy": caddy}.items():
        for rewritten in (False, True):
            place = dossier / f"{name}-{rewritten:d}"
            place.mkdir()
            lines.append(f"{name}, Host {'réécrit' if rewritten else 'gardé'} : {_une(place, prepare, rewritten)}")
    return lines


def nginx(place: Path, port: int, vers: int, reecrit: bool) -> list[str]:
    """nginx on this recipe; returns its command."""
    recipe = (RECETTES / "nginx.conf").read_text().replace("listen 443", f"listen 127.0.0.1:{port}")
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{outils.port_libre()};").replace(
        "127.0.0.1:8501", f"127.0.0.1:{vers}"
    )
    recipe = recipe.replace(f"/etc/ssl/certs/{NOM}.pem", str(place / "table.pem"))
    recipe = recipe.replace(f"/etc/ssl/private/{NOM}.key", str(place / "table.key")).replace(
        "/var/log/nginx", str(place)
    )
    if reecrit:
        assert "proxy_set_header Host $host;" in recipe
        recipe = recipe.replace("proxy_set_header Host $host;", f"proxy_set_header Host 127.0.0.1:{vers};")
    temp = "\n".join(f"{one}_temp_path {place}/{one};" for one in TEMPORAIRES)
    (place / "nginx.conf").write_text(NGINX.format(d=place, temp=temp, recipe=recipe))
    return ["nginx", "-p", str(place), "-c", str(place / "nginx.conf"), "-g", "daemon off;"]


def caddy(place: Path, port: int, vers: int, reecrit: bool) -> list[str]:
    """Caddy on this recipe; returns its command."""
    recipe = (RECETTES / "Caddyfile").read_text().replace(f"\n{NOM} {{", f"\nhttps://{NOM}:{port} {{\n\tbind 127.0.0.1")
    recipe = recipe.replace(
        "admin off", f"admin off\n\tauto_https disable_redirects\n\thttp_port {outils.port_libre()}"
    )
    recipe = recipe.replace(f"/etc/ssl/certs/{NOM}.pem", str(place / "table.pem"))
    recipe = recipe.replace(f"/etc/ssl/private/{NOM}.key", str(place / "table.key"))
    target = f"reverse_proxy 127.0.0.1:{vers}"
    if reecrit:
        target += f" {{\n\t\theader_up Host 127.0.0.1:{vers}\n\t}}"
    (place / "Caddyfile").write_text(recipe.replace("reverse_proxy 127.0.0.1:8501", target))
    return ["caddy", "run", "--config", str(place / "Caddyfile"), "--adapter", "caddyfile"]


def _une(place: Path, prepare: Mandataire, rewritten: bool) -> str:
    room, (ca, _, _) = visiteur.salle(place / "table.db"), outils.autorite(place, NOM)
    port = outils.port_libre()
    base = f"https://{NOM}:{port}"
    with outils.noms(NOM), _derriere(place, room, base, port, prepare, rewritten) as table:
        _visiter(base, ca, room)
        table()  # the table stops: the proxy alone answers
        with visiteur.client(base, outils.confiance(ca)) as page:
            late = page.post(f"/vote/{room.codes[-1]}", data={"jeton": "x"})
            assert late.status_code in (502, 503), late.status_code
    _rien_n_est_ecrit(place, room)
    return (
        "entrée, écran, vote, dossier, adresse des cartons, faux X-Forwarded-For, autre site ; aucun code aux journaux"
    )


@contextmanager
def _derriere(
    place: Path, room: Salle, base: str, port: int, prepare: Mandataire, rewritten: bool
) -> Iterator[Callable[[], None]]:
    """A table and its proxy; yields what stops the table."""
    log = place / "mandataire.log"
    served = outils.table(room.fichier, place, CONCERTATION_ADRESSE=base, FORWARDED_ALLOW_IPS="127.0.0.1")
    ends = False
    behind = served.__enter__()

    def stop() -> None:
        nonlocal ends
        if not ends:
            ends = True
            served.__exit__(None, None, None)

    try:
        with outils.processus(
            prepare(place, port, behind, rewritten), log, {"HOME": str(place), "XDG_DATA_HOME": str(place)}
        ):
            tls = outils.confiance(place / "ca.pem")
            with visiteur.client(base, tls) as page:
                outils.attendre(lambda: page.get("/sante").status_code == 200, "le mandataire", log, 20)
            yield stop
    finally:
        stop()


def _visiter(base: str, ca: Path, room: Salle) -> None:
    tls = outils.confiance(ca)
    with visiteur.client(base, tls) as page:
        token = visiteur.entrer(page, room.nom)
        visiteur.voter(page, room.codes[0])
        visiteur.lire(page, room.lien)
        assert visiteur.adresse_imprimee(page, room.seance, token) == base
        assert page.get("/", headers={"Accept-Encoding": "gzip"}).text.count('lang="fr"') == 1
        other = page.post(
            "/entrer", data={"nom": room.nom, "mot_de_passe": "x"}, headers={"Origin": "https://ailleurs.example"}
        )
        assert other.status_code == 403
        # Ten failures lock a name at an address: a false X-Forwarded-For does not make another address of it.
        for k in range(12):
            tried = page.post(
                "/entrer", data={"nom": "Personne", "mot_de_passe": "x"}, headers={"X-Forwarded-For": f"198.51.100.{k}"}
            )
        assert tried.status_code == 429, tried.status_code
    assert len(visiteur.ecran(base, tls, token, "seances")) > 5
    with pytest.raises(InvalidStatus):
        visiteur.ecran(base, tls, token, origine="https://ailleurs.example")


def _rien_n_est_ecrit(place: Path, room: Salle) -> None:
    """No log of anyone holds a code or a link."""
    logs = [one for one in place.rglob("*.log") if one.is_file()]
    text = "\n".join(one.read_text(errors="replace") for one in logs)
    assert len(logs) >= 2 and text
    for secret in (*room.codes, room.lien, *(re.sub(r"(.{4})", r"\1-", code).strip("-") for code in room.codes)):
        assert secret not in text, f"{secret} est dans un journal"
