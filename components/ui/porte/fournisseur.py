"""The provider of identities that a server may declare (OpenID Connect: ProConnect, Keycloak…), and what it answers.

`CONCERTATION_OIDC` names a TOML file (docs/guide-administration.md). The exchange is Authlib's, the signatures are
joserfc's (`requirements-oidc.txt`): neither is imported until someone comes in that way. Who may do what is never asked
of a provider: `data.base.federes.courriels`.
"""

import os
import secrets
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from components.core.refus import Refus
from data.base.federes.courriels import Personne

REGLAGES = "CONCERTATION_OIDC"
DECOUVERTE = "/.well-known/openid-configuration"
SIGNATURES = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)  # asymmetric alone: never a shared secret
AUTHENTIFICATION = "client_secret_post"
PATIENCE = 10.0  # seconds for each question to the provider
DECALAGE = 60  # seconds between two clocks
LOCALES = ("localhost", "127.0.0.1", "::1")
REESSAYER = "Réessayez, ou entrez avec votre mot de passe."


@dataclass(frozen=True)
class Fournisseur:
    """What is declared of a provider. `verifie`: it lets in verified addresses alone, and does not repeat it in what it
    says of each person (ProConnect)."""

    nom: str
    emetteur: str
    client: str
    secret: str
    portee: str = "openid given_name usual_name email"
    acr: str = ""
    verifie: bool = False


@dataclass(frozen=True)
class Attente:
    """An entry in progress: what must come back unchanged from the provider."""

    etat: str
    nonce: str
    preuve: str
    retour: str


def declare() -> Fournisseur | None:
    """The declared provider; None when there is none. Raises `Refus` when its file cannot be used."""
    place = os.environ.get(REGLAGES, "").strip()
    return _lu(place) if place else None


@cache
def _lu(place: str) -> Fournisseur:
    try:
        values = tomllib.loads(Path(place).read_text(encoding="utf-8"))
        made = Fournisseur(
            nom=str(values.get("nom", "votre administration")), emetteur=str(values["emetteur"]).rstrip("/"),
            client=str(values["client"]), secret=str(values["secret"]),
            portee=str(values.get("portee", Fournisseur.portee)), acr=str(values.get("acr", "")),
            verifie=values.get("courriels_verifies", False) is True,
        )  # fmt: skip
    except (OSError, ValueError, KeyError) as problem:
        raise Refus(
            f"{REGLAGES} = « {place} » ne se lit pas ({problem}). Il y faut : emetteur, client, secret. "
            "Les mots de passe continuent de fonctionner."
        ) from problem
    parts = urlsplit(made.emetteur)
    if parts.scheme != "https" and parts.hostname not in LOCALES:
        raise Refus(f"L'émetteur « {made.emetteur} » doit être en https. Les mots de passe continuent de fonctionner.")
    return made


def partir(fournisseur: Fournisseur, retour: str) -> tuple[str, Attente]:
    """Where to send the browser, and what must come back with it. Raises `Refus` when the provider does not answer."""
    waiting = Attente(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), retour)
    more = {"nonce": waiting.nonce} | ({"acr_values": fournisseur.acr} if fournisseur.acr else {})
    with _session(fournisseur, retour) as client:
        asked = _adresses(client, fournisseur)["authorization_endpoint"]
        url, _ = client.create_authorization_url(asked, state=waiting.etat, code_verifier=waiting.preuve, **more)
    return str(url), waiting


def arriver(fournisseur: Fournisseur, attente: Attente, code: str) -> Personne:
    """Whom the provider vouches for, from the code it gave: every signature, name, nonce and date checked. Raises
    `Refus` otherwise."""
    with _session(fournisseur, attente.retour) as client:
        addresses = _adresses(client, fournisseur)
        keys = _demander(client, fournisseur, addresses["jwks_uri"]).json()
        try:
            tokens = client.fetch_token(
                addresses["token_endpoint"], code=code, code_verifier=attente.preuve, timeout=PATIENCE
            )
        except Exception as problem:  # Authlib and requests have a family of failures each
            raise _echec(fournisseur, "il n'a pas confirmé votre entrée") from problem
        claims = _verifier(fournisseur, str(tokens.get("id_token", "")), keys, nonce=attente.nonce, exp=True)
        answer = _demander(client, fournisseur, addresses["userinfo_endpoint"])
    signed = answer.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/jwt"
    person = _verifier(fournisseur, answer.text, keys) if signed else _en_clair(fournisseur, answer)
    if person.get("sub") != claims["sub"]:
        raise _echec(fournisseur, "il a répondu au sujet de quelqu'un d'autre")
    return _personne(fournisseur, claims, person)


def _personne(fournisseur: Fournisseur, claims: dict[str, Any], person: dict[str, Any]) -> Personne:
    address = person.get("email")
    if not isinstance(address, str) or not address:
        raise _echec(fournisseur, "il n'a pas donné votre adresse de courriel")
    if person.get("email_verified", fournisseur.verifie) is not True:
        raise _echec(fournisseur, "il n'a pas vérifié votre adresse de courriel")
    words = [person.get("given_name"), person.get("usual_name") or person.get("family_name")]
    name = " ".join(word for word in words if isinstance(word, str) and word) or str(person.get("name") or "")
    return Personne(fournisseur.emetteur, str(claims["sub"]), address, name)


def _session(fournisseur: Fournisseur, retour: str) -> Any:
    try:
        from authlib.integrations.requests_client import OAuth2Session
    except ImportError as problem:
        raise Refus(
            "Ce serveur n'a pas de quoi interroger un fournisseur d'identité : « pip install -r requirements-oidc.txt "
            "». Les mots de passe continuent de fonctionner."
        ) from problem
    return OAuth2Session(
        fournisseur.client, fournisseur.secret, scope=fournisseur.portee, redirect_uri=retour,
        code_challenge_method="S256", token_endpoint_auth_method=AUTHENTIFICATION,
    )  # fmt: skip


def _adresses(client: Any, fournisseur: Fournisseur) -> dict[str, str]:
    """The provider's own description of itself, which must bear the name that was declared."""
    described = _demander(client, fournisseur, f"{fournisseur.emetteur}{DECOUVERTE}", withhold_token=True).json()
    wanted = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    if str(described.get("issuer", "")).rstrip("/") != fournisseur.emetteur or not all(
        described.get(w) for w in wanted
    ):
        raise _echec(fournisseur, "il ne se présente pas sous le nom déclaré")
    return {name: str(described[name]) for name in wanted}


def _demander(client: Any, fournisseur: Fournisseur, url: str, withhold_token: bool = False) -> Any:
    alone = withhold_token or "jwks" in url
    try:
        answer = client.get(url, timeout=PATIENCE, withhold_token=alone)
        answer.raise_for_status()
    except Exception as problem:
        raise _echec(fournisseur, "il ne répond pas") from problem
    return answer


def _en_clair(fournisseur: Fournisseur, answer: Any) -> dict[str, Any]:
    try:
        person = answer.json()
    except ValueError as problem:
        raise _echec(fournisseur, "sa réponse ne se lit pas") from problem
    return person if isinstance(person, dict) else {}


def _verifier(fournisseur: Fournisseur, text: str, keys: Any, nonce: str = "", exp: bool = False) -> dict[str, Any]:
    """What a signed token says, once its signature, issuer, addressee, dates and nonce are right."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    wanted: dict[str, Any] = {"iss": {"essential": True}, "aud": {"essential": True, "value": fournisseur.client}}
    wanted |= {"sub": {"essential": True}} | ({"exp": {"essential": True}} if exp else {})
    wanted |= {"nonce": {"essential": True, "value": nonce}} if nonce else {}
    try:
        token = jwt.decode(text, KeySet.import_key_set(keys), algorithms=list(SIGNATURES))
        jwt.JWTClaimsRegistry(leeway=DECALAGE, **wanted).validate(token.claims)
    except (JoseError, ValueError) as problem:
        raise _echec(fournisseur, "sa signature ou sa date n'est pas bonne") from problem
    if str(token.claims["iss"]).rstrip("/") != fournisseur.emetteur:
        raise _echec(fournisseur, "il ne se présente pas sous le nom déclaré")
    return dict(token.claims)


def _echec(fournisseur: Fournisseur, why: str) -> Refus:
    return Refus(f"{fournisseur.nom} : {why}. Vous n'êtes pas entré. {REESSAYER}")
