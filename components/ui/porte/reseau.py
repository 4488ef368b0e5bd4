"""The address that phones can open: the one a browser used, or this machine's on its own network when it is local."""

import socket
import struct
import sys
from pathlib import Path
from urllib.parse import urlsplit

TABLE_DES_ROUTES, SIOCGIFADDR = Path("/proc/net/route"), 0x8915
LOCALES = ("localhost", "127.0.0.1", "::1")


def joignable(url: str) -> str:
    """The root of an address as another machine of the room may open it: « http://192.168.1.20:8501 »."""
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
