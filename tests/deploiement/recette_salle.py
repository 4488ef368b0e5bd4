"""The room, on networks of its own (network namespaces joined by a bridge, as a small router joins what it serves).

One laptop, started by the launcher of the archive with `--salle`; two phones. First behind a small router, in clear;
then on a guest Wi-Fi that keeps devices apart; then by the delegation's proxy, in HTTPS, by the recipe of nginx on its
true ports. Whoever listens to the Wi-Fi is there all along: what it could read is searched for codes and phrases.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx2 as httpx

from deploiement.archive.__main__ import LANCEURS
from tests.deploiement import outils, visiteur
from tests.deploiement.recette_mandataires import NGINX, NOM, RECETTES, TEMPORAIRES
from tests.deploiement.visiteur import Salle

MOI = (sys.executable, "-m", "tests.deploiement.recette_salle")
ROUTEUR, POSTE, MANDATAIRE, TELEPHONES = "routeur", "poste", "mandataire", ("telephone-1", "telephone-2")
WIFI = {ROUTEUR: "192.168.77.1", POSTE: "192.168.77.2", MANDATAIRE: "192.168.77.3"}
WIFI |= {name: f"192.168.77.{rank}" for rank, name in enumerate(TELEPHONES, start=11)}
BUREAUX = {
    POSTE: "10.77.0.2",
    MANDATAIRE: "10.77.0.1",
}  # the network of the offices: the proxy reaches the laptop there
PATIENCE = 8  # seconds a phone tries


def jouer(dossier: Path) -> list[str]:
    """Make the networks, try the three ways."""
    outils.exiger("ip", "nginx", "openssl")
    place = _poste(dossier)
    room = visiteur.salle(place / "table" / "concertation.db")
    with _reseaux(dossier) as networks:
        lines = [_routeur(networks, place, room), _invites(networks, place), _mandataire(networks, place, room)]
    return [*lines, "un vrai wifi, un vrai routeur, le pare-feu de Windows : NON ESSAYÉS, rien de cela n'est ici"]


class Reseaux:
    """Devices, each in its namespace, on one Wi-Fi; `dossier`: where what was heard is kept."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.marque = f"c{os.getpid()}"

    def espace(self, qui: str) -> str:
        return f"{self.marque}-{qui}"

    def commande(self, qui: str, *words: str) -> list[str]:
        return ["ip", "netns", "exec", self.espace(qui), *words]

    def dans(self, qui: str, *words: str) -> str:
        """What a program prints on a device; raises with all it said when it fails."""
        done = subprocess.run(
            self.commande(qui, *words), cwd=outils.ROOT, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, f"{qui}: {words}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()

    def isoler(self, isole: bool) -> None:
        """Keep the devices of the Wi-Fi apart, or not; the router and the proxy are reached all the same."""
        for rank, name in enumerate(WIFI):
            if name in (POSTE, *TELEPHONES):
                self.dans(ROUTEUR, "ip", "link", "set", f"port{rank}", "type", "bridge_slave", "isolated",
                          "on" if isole else "off")  # fmt: skip

    @contextmanager
    def ecoute(self, nom: str) -> Iterator[Path]:
        """Keep every frame that goes by on the Wi-Fi."""
        heard = self.dossier / f"{nom}.trames"
        with outils.processus(self.commande(ROUTEUR, *MOI, "ecouter", str(heard)), self.dossier / "ecoute.log"):
            outils.attendre(heard.exists, "l'écoute", self.dossier / "ecoute.log", 20)
            yield heard
            time.sleep(0.5)


@contextmanager
def _reseaux(dossier: Path) -> Iterator[Reseaux]:
    made = Reseaux(dossier)
    try:
        for name in WIFI:
            _ip("netns", "add", made.espace(name))
            made.dans(name, "ip", "link", "set", "lo", "up")
        made.dans(ROUTEUR, "ip", "link", "add", "wifi", "type", "bridge")
        made.dans(ROUTEUR, "ip", "addr", "add", f"{WIFI[ROUTEUR]}/24", "dev", "wifi")
        made.dans(ROUTEUR, "ip", "link", "set", "wifi", "up")
        for rank, (name, address) in enumerate(WIFI.items()):
            if name != ROUTEUR:
                _relier(made, (name, "wlan0", address), (ROUTEUR, f"port{rank}", ""))
                made.dans(ROUTEUR, "ip", "link", "set", f"port{rank}", "master", "wifi")
                made.dans(name, "ip", "route", "add", "default", "via", WIFI[ROUTEUR])
        _relier(made, (POSTE, "eth0", BUREAUX[POSTE]), (MANDATAIRE, "eth0", BUREAUX[MANDATAIRE]))
        yield made
    finally:
        for name in WIFI:
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "del", made.espace(name))


def _relier(networks: Reseaux, one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    """A cable between two devices: (device, name of the end there, address or none)."""
    ends = [f"{networks.marque}{letter}" for letter in "ab"]
    _ip("link", "add", ends[0], "type", "veth", "peer", "name", ends[1])
    for end, (name, interface, address) in zip(ends, (one, other), strict=True):
        _ip("link", "set", end, "netns", networks.espace(name), "name", interface)
        if address:
            networks.dans(name, "ip", "addr", "add", f"{address}/24", "dev", interface)
        networks.dans(name, "ip", "link", "set", interface, "up")


def _ip(*words: str) -> None:
    try:
        subprocess.run(["ip", *words], check=True, capture_output=True, timeout=30)
    except subprocess.CalledProcessError as refused:
        if "Operation not permitted" in refused.stderr.decode():
            raise outils.Absent("ce compte ne peut pas faire de réseau à part") from refused
        raise


def _poste(dossier: Path) -> Path:
    """The folder of the archive, on this very code and these libraries."""
    place = dossier / "Concertation"
    (place / "table").mkdir(parents=True)
    (place / "bibliotheques").mkdir()
    (place / "concertation").symlink_to(outils.ROOT)
    shutil.copy(LANCEURS / "demarrer.py", place)
    return place


@contextmanager
def _ouverte(networks: Reseaux, place: Path, **reglages: str) -> Iterator[None]:
    """The table, as the launcher starts it for the room."""
    log = networks.dossier / "fenetre.log"
    command = networks.commande(POSTE, sys.executable, str(place / "demarrer.py"), "--salle")
    with outils.processus(command, log, {"CONCERTATION_SANS_NAVIGATEUR": "1", **reglages}):
        outils.attendre(lambda: _sante(networks), "la table", log)
        yield


def _sante(networks: Reseaux) -> bool:
    asked = networks.commande(POSTE, sys.executable, "-c",
        "from urllib.request import urlopen as u; u('http://127.0.0.1:8501/sante', timeout=3)")  # fmt: skip
    return subprocess.run(asked, capture_output=True, check=False, timeout=30).returncode == 0


def _routeur(networks: Reseaux, place: Path, room: Salle) -> str:
    with _ouverte(networks, place), networks.ecoute("routeur") as heard:
        printed = networks.dans(POSTE, *MOI, "cartons", str(room.seance))
        assert printed == f"http://{WIFI[POSTE]}:8501", printed
        seconds = [
            _telephone(networks, one, room, printed, code) for one, code in zip(TELEPHONES, room.codes, strict=False)
        ]
    clear = _lus(heard, room.codes[:2])
    assert clear == 2, f"{clear} : l'écoute ne voit pas ce qui passe"
    return (
        f"petit routeur : les cartons portent {printed} d'eux-mêmes ; 2 téléphones votent, lisent le dossier et "
        f"suivent l'écran ({max(seconds):.1f} s au plus) ; en clair : qui écoute le wifi lit {clear} codes sur 2"
    )


def _invites(networks: Reseaux, place: Path) -> str:
    networks.isoler(True)
    with _ouverte(networks, place):
        said = networks.dans(TELEPHONES[0], *MOI, "joindre", f"http://{WIFI[POSTE]}:8501/vote")
        assert said == "injoignable", said
        router = networks.dans(TELEPHONES[0], *MOI, "joindre", f"http://{WIFI[ROUTEUR]}:9/")
        assert router == "refusé", "the Wi-Fi itself is there"
        assert networks.dans(POSTE, *MOI, "joindre", "http://localhost:8501/vote") == "200"
    return (
        f"wifi d'invités qui isole : un téléphone attend {PATIENCE} s et ne joint pas le poste, qui sert toujours son "
        "propre écran"
    )


def _mandataire(networks: Reseaux, place: Path, room: Salle) -> str:
    """Phones still kept apart: they reach the proxy alone, which reaches the laptop by another network."""
    ca, _, _ = outils.autorite(networks.dossier, NOM)
    recipe = (RECETTES / "nginx.conf").read_text().replace("127.0.0.1:8501", f"{BUREAUX[POSTE]}:8501")
    for before, after in {
        f"/etc/ssl/certs/{NOM}.pem": str(networks.dossier / "table.pem"),
        f"/etc/ssl/private/{NOM}.key": str(networks.dossier / "table.key"), "/var/log/nginx": str(networks.dossier),
    }.items():  # fmt: skip
        assert before in recipe
        recipe = recipe.replace(before, after)
    temp = "\n".join(f"{one}_temp_path {networks.dossier}/{one};" for one in TEMPORAIRES)
    settings = networks.dossier / "nginx.conf"
    settings.write_text(NGINX.format(d=networks.dossier, temp=temp, recipe=recipe))
    base, log = f"https://{NOM}", networks.dossier / "nginx.log"
    command = networks.commande(
        MANDATAIRE, "nginx", "-p", str(networks.dossier), "-c", str(settings), "-g", "daemon off;"
    )
    with ExitStack() as stack:
        stack.enter_context(
            _ouverte(networks, place, CONCERTATION_ADRESSE=base, FORWARDED_ALLOW_IPS=BUREAUX[MANDATAIRE])
        )
        stack.enter_context(outils.processus(command, log))
        heard = stack.enter_context(networks.ecoute("mandataire"))
        seconds = _telephone(networks, TELEPHONES[1], room, base, room.codes[2], ca, WIFI[MANDATAIRE])
        moved = networks.dans(TELEPHONES[1], *MOI, "joindre", f"http://{WIFI[MANDATAIRE]}/vote")
        assert moved == "301", moved
        assert networks.dans(POSTE, *MOI, "cartons", str(room.seance)) == base
    assert heard.stat().st_size > 10_000 and _lus(heard, room.codes) == 0
    return (
        f"mandataire de la délégation, HTTPS, téléphones isolés : vote, dossier, écran ({seconds:.1f} s), cartons à "
        f"son nom, http mène à https ; qui écoute le wifi lit 0 code dans {heard.stat().st_size // 1000} ko"
    )


def _telephone(
    networks: Reseaux, qui: str, room: Salle, base: str, code: str, ca: Path | None = None, chez: str = ""
) -> float:
    return float(networks.dans(qui, *MOI, "telephone", base, code, room.lien, str(ca or ""), chez))


def _lus(heard: Path, codes: list[str]) -> int:
    """How many codes can be read in what was heard."""
    content = heard.read_bytes()
    return sum(code.encode() in content or code.replace("-", "").encode() in content for code in codes)


def ecouter(fichier: str) -> None:
    """On the router: keep all that goes by."""
    listening = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    with Path(fichier).open("wb", buffering=0) as out:
        while True:
            out.write(listening.recv(1 << 16))


def telephone(base: str, code: str, lien: str, ca: str, chez: str) -> None:
    """On a phone: vote, read the dossier, follow a screen; prints the seconds it took."""
    start = time.monotonic()
    tls = outils.confiance(Path(ca)) if ca else None
    with outils.noms(NOM, chez=chez):
        with visiteur.client(base, tls) as page:
            visiteur.voter(page, code)
            visiteur.lire(page, lien)
        assert len(visiteur.ecran(base, tls)) > 5
    print(time.monotonic() - start)


def joindre(url: str) -> None:
    """On any device: what an address answers."""
    try:
        print(httpx.get(url, timeout=PATIENCE, trust_env=False).status_code)
    except (httpx.ConnectTimeout, httpx.ConnectError) as gone:
        print("refusé" if "refused" in str(gone) else "injoignable")


def cartons(seance: str) -> None:
    """On the laptop: the address that slips bear."""
    with visiteur.client("http://localhost:8501", None) as page:
        print(visiteur.adresse_imprimee(page, int(seance), visiteur.entrer(page, Salle.nom)))


if __name__ == "__main__":
    {"ecouter": ecouter, "telephone": telephone, "joindre": joindre, "cartons": cartons}[sys.argv[1]](*sys.argv[2:])
