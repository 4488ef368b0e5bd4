"""Sign-in with the account of an administration, against a provider run here (`oidc-provider-mock`).

The mock answers UserInfo in clear; it is extended to sign it as ProConnect does, then to lie in every way that we could
think of: each lie must leave the visitor outside, in French, with nothing written.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx

from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.base.federes import courriels
from tests.comptes import MOT_DE_PASSE, session
from tests.deploiement import outils

CLIENT, NOM = "concertation-essai", "AgentConnect d'essai"
CAMILLE = {"email": "Camille.Renard@departement.example", "email_verified": True, "name": "Camille Renard"}
Mensonge = Callable[[dict[str, Any]], dict[str, Any]]


class Fournisseur:
    """The mock, and how it answers UserInfo now: `signe` (None: in clear), after `mentir`."""

    def __init__(self) -> None:
        self.signe: str | None = "RS256"
        self.mentir: Mensonge = lambda claims: claims
        self.autre_cle = self.sans_destinataire = False
        self.url = ""

    @contextmanager
    def ouvert(self) -> Iterator["Fournisseur"]:
        """Serve until the end of the block."""
        from oidc_provider_mock import _app, _server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        made = _app.app(require_nonce=True)
        made.after_request(self._signer)
        with _server._threaded_server(made) as server:
            self.url = f"http://localhost:{server.server_port}"
            yield self

    def personne(self, sujet: str, **claims: object) -> None:
        httpx.put(f"{self.url}/users/{sujet}", json=claims, trust_env=False).raise_for_status()

    def _signer(self, response: Any) -> Any:
        import flask
        from joserfc import jwt
        from joserfc.jwk import OctKey, RSAKey
        from oidc_provider_mock import _storage

        if flask.request.path != "/userinfo" or response.status_code != 200:
            return response
        claims = self.mentir(json.loads(response.get_data()))
        if self.signe is None:
            response.set_data(json.dumps(claims))
            return response
        claims = {"iss": self.url, "aud": CLIENT} | claims
        own = _storage.storage.jwk.as_dict(is_private=True)
        key: Any = RSAKey.generate_key(2048) if self.autre_cle else RSAKey.import_key(own)
        if self.signe == "HS256":  # the public key used as if it were a shared secret
            key = OctKey.import_key(json.dumps(_storage.storage.jwk.as_dict()))
        header = {"alg": self.signe} | ({"kid": own["kid"]} if own.get("kid") else {})
        response.set_data(jwt.encode(header, claims, key, algorithms=[self.signe]))
        response.headers["Content-Type"] = "application/jwt; charset=utf-8"
        return response


def jouer(dossier: Path) -> list[str]:
    """Play every entry, good and bad."""
    try:
        import authlib
        import oidc_provider_mock  # noqa: F401
    except ImportError as absent:
        raise outils.Absent(f"il manque {absent.name} (make deploiement l'installe)") from absent
    file, settings = dossier / "table.db", dossier / "oidc.toml"
    outils.data(file, "init")
    with Fournisseur().ouvert() as provider:
        settings.write_text(
            f'nom = "{NOM}"\nemetteur = "{provider.url}"\nclient = "{CLIENT}"\nsecret = "un secret"\n'
            'portee = "openid profile email"\n'
        )
        outils.data(file, "courriel", str(CAMILLE["email"]).lower(), "--analyste")
        with outils.table(file, dossier, CONCERTATION_OIDC=str(settings), AUTHLIB_INSECURE_TRANSPORT="1") as port:
            base = f"http://127.0.0.1:{port}"
            lines = [_bonnes(base, file, provider), _mauvaises(base, file, provider), _passage(base, file, provider)]
            provider.url = ""
        # The provider is gone: said in French, and the password still opens.
    with outils.table(file, dossier, CONCERTATION_OIDC=str(settings), AUTHLIB_INSECURE_TRANSPORT="1") as port:
        lines.append(_sans_fournisseur(f"http://127.0.0.1:{port}", file))
    return [f"Authlib {authlib.__version__}", *lines]


def _navigateur(base: str) -> httpx.Client:
    return httpx.Client(base_url=base, trust_env=False, timeout=60, follow_redirects=False)


def _venir(page: httpx.Client, sujet: str, accepte: bool = True) -> str:
    """Leave for the provider, answer there, and return the address it sends the browser back to."""
    left = page.get("/entrer/agent")
    assert left.status_code == 303, left.text
    answer = httpx.post(
        left.headers["location"], data={"sub": sujet} if accepte else {"action": "deny"}, trust_env=False
    )
    assert answer.status_code == 302, answer.text
    back = str(answer.headers["location"])
    if not accepte and "state=" not in back:  # the mock forgets it then, against the standard
        back += f"&state={parse_qs(urlsplit(left.headers['location']).query)['state'][0]}"
    return back


def _entrer(base: str, sujet: str, accepte: bool = True) -> httpx.Response:
    with _navigateur(base) as page:
        return page.get(_venir(page, sujet, accepte))


def _bonnes(base: str, file: Path, provider: Fournisseur) -> str:
    with _navigateur(base) as page:
        assert f"Entrer avec {NOM.replace(chr(39), '&#39;')}" in page.get("/entrer").text
    for signed, subject in ((None, "1"), ("RS256", "1"), ("PS256", "1")):
        provider.signe = signed
        provider.personne(subject, **CAMILLE)
        with _navigateur(base) as page:
            answer = page.get(_venir(page, subject))
            assert answer.status_code == 200 and "Vous êtes entré" in answer.text, answer.text
            assert "Camille Renard" in page.get("/sortir").text
            flags = answer.headers.get_list("set-cookie")
            assert any(identite.COOKIE in one and "samesite=strict" in one.lower() for one in flags), flags
    with store.connect(file) as db:
        accounts = identite.comptes(db)
        assert list(accounts["nom"]) == ["Camille Renard"] and list(accounts["role"]) == ["analyste"]
    provider.signe = "RS256"
    return "entrées bonnes : UserInfo en clair, signé RS256, signé PS256 ; un seul compte, rôle déclaré"


def _mauvaises(base: str, file: Path, provider: Fournisseur) -> str:
    def autres(**change: object) -> Mensonge:
        return lambda claims: {**claims, **change}

    cases: dict[str, tuple[dict[str, object], str]] = {
        "adresse jamais déclarée": ({"mentir": autres(email="autre@departement.example")}, "n'ouvre pas de compte"),
        "adresse non vérifiée": ({"mentir": autres(email_verified=False)}, "pas vérifié"),
        "vérification tue": (
            {"mentir": lambda c: {k: v for k, v in c.items() if k != "email_verified"}},
            "pas vérifié",
        ),
        "pas d'adresse": ({"mentir": lambda c: {k: v for k, v in c.items() if k != "email"}}, "n'a pas donné"),
        "adresse qui n'en est pas une": ({"mentir": autres(email=["x"])}, "n'a pas donné"),
        "signé d'une autre clé": ({"autre_cle": True}, "signature"),
        "signé d'un secret partagé": ({"signe": "HS256"}, "signature"),
        "pour un autre service": ({"mentir": autres(aud="autre")}, "signature"),
        "d'un autre émetteur": ({"mentir": autres(iss="https://autre.example")}, "nom déclaré"),
        "au sujet d'un autre": ({"mentir": autres(sub="2")}, "quelqu'un d'autre"),
        "périmé": ({"mentir": autres(exp=1)}, "signature"),
    }
    for what, (change, words) in cases.items():
        before = dict(vars(provider))
        vars(provider).update(change)
        answer = _entrer(base, "1")
        vars(provider).update(before)
        _dehors(answer, words, what, file)
    provider.personne("2", **CAMILLE)
    _dehors(_entrer(base, "2"), "une autre identité", "même adresse, autre personne", file)
    _dehors(_entrer(base, "1", accepte=False), "abandonnée ou refusée", "refus chez le fournisseur", file)
    with _navigateur(base) as page:
        back = _venir(page, "1")
        _dehors(page.get(back.replace("state=", "state=x")), "a expiré", "état changé", file)
        _dehors(page.get(back), "a expiré", "état déjà servi", file)
        back = _venir(page, "1")
        with _navigateur(base) as other:
            _dehors(other.get(back), "a expiré", "autre navigateur", file)
        assert page.get(back).status_code == 200
        _dehors(page.get(back), "a expiré", "retour rejoué", file)
    return f"{len(cases) + 6} entrées refusées en français, rien d'écrit"


def _dehors(answer: httpx.Response, words: str, what: str, file: Path) -> None:
    assert answer.status_code == 403, (what, answer.status_code, answer.text)
    text = answer.text.replace("&#39;", "'").partition("<body>")[2]
    assert words in text, (what, text)
    assert identite.COOKIE not in str(answer.headers.get_list("set-cookie")), what
    with store.connect(file) as db:
        assert len(identite.comptes(db)) == 1, what


def _passage(base: str, file: Path, provider: Fournisseur) -> str:
    """An address tied to an account that exists keeps it and its password; a closed account stays out."""
    with store.connect(file) as db:
        session(db, "facilitateur", "Dominique Martin")
        accounts = identite.comptes(db)
        own = accounts.index[accounts["nom"] == "Dominique Martin"][0]
        courriels.declarer(db, TERMINAL, "d.martin@departement.example", "analyste", own)
    provider.personne("9", email="D.Martin@departement.example", email_verified=True, name="Autre Nom")
    assert _entrer(base, "9").status_code == 200
    with _navigateur(base) as page:
        answer = page.post("/entrer", data={"nom": "Dominique Martin", "mot_de_passe": MOT_DE_PASSE})
        assert answer.status_code == 303
        assert page.post("/entrer", data={"nom": "Camille Renard", "mot_de_passe": ""}).status_code == 422
    with store.connect(file) as db:
        row = db.conn.execute("SELECT role FROM comptes WHERE id = ?", (own,)).fetchone()
        assert row == ("facilitateur",) and len(identite.comptes(db)) == 2
        other = identite.comptes(db).index[identite.comptes(db)["nom"] == "Camille Renard"][0]
        identite.fermer_compte(db, TERMINAL, other)
    assert _entrer(base, "1").status_code == 403
    return "adresse liée à un compte d'avant : même compte, même rôle, mot de passe gardé ; compte fermé : dehors"


def _sans_fournisseur(base: str, file: Path) -> str:
    with _navigateur(base) as page:
        answer = page.get("/entrer/agent")
        assert answer.status_code == 502 and "ne répond pas" in answer.text, answer.text
        assert page.post("/entrer", data={"nom": "Dominique Martin", "mot_de_passe": MOT_DE_PASSE}).status_code == 303
    return "fournisseur arrêté : dit en français, les mots de passe ouvrent toujours"
