"""The address that others open: the one declared for the table, else the one a browser used, else this machine's own.

Behind a proxy nobody sees the true one from here: `CONCERTATION_ADRESSE` says it (https://table.departement.fr), for
the QR codes, the papers, and the pages that are believed to be ours.
"""

import os
import socket
import struct
import sys
from pathlib import Path
from urllib.parse import urlsplit

from streamlit import config

from components.core.refus import Refus
from data.base.demande import ADRESSE

TABLE_DES_ROUTES, SIOCGIFADDR = Path("/proc/net/route"), 0x8915
LOCALES = ("localhost", "127.0.0.1", "::1")


def publique() -> str | None:
    """The declared address, without a trailing slash; None when nobody declared one. Raises `Refus` for one that no
    browser could open, or that holds a path: a table is served at the root of its name."""
    declared = os.environ.get(ADRESSE, "").strip().rstrip("/")
    if not declared:
        return None
    try:
        parts = urlsplit(declared)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or True)
    except ValueError:
        whole = False
    if not whole or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise Refus(
            f"{ADRESSE} = « {declared} » n'est pas une adresse de table. Écrivez-la comme dans un navigateur, sans "
            "rien après le nom : https://table.departement.fr"
        )
    return declared


def declarer() -> None:
    """Tell Streamlit the declared name, so that its own pages are believed behind a proxy. Raises as `publique`."""
    if address := publique():
        config.set_option("browser.serverAddress", urlsplit(address).hostname, ADRESSE)


def joignable(url: str) -> str:
    """The root of an address as another machine of the room may open it: « http://192.168.1.20:8501 »."""
    if declared := publique():
        return declared
    asked = urlsplit(url)
    host = asked.hostname or "localhost"
    if host in LOCALES:
        host = _sur_le_reseau() or host
    port = f":{asked.port}" if asked.port else ""
    return f"{asked.scheme or 'http'}://{f'[{host}]' if ':' in host else host}{port}"


def _sur_le_reseau() -> str | None:
    """This machine's address on its own network, as its own tables have it: nothing is asked, nothing is sent."""
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        routes = [line.split() for line in TABLE_DES_ROUTES.read_text().splitlines()[1:]]
        interface = min(routes, key=lambda route: int(route[1], 16))[0]  # the default route is « 00000000 »
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            asked = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, struct.pack("256s", interface.encode()))
    except (OSError, ValueError):
        return None
    return socket.inet_ntoa(asked[20:24])
