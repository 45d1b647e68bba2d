"""OAuth2 for mail servers: where each provider lets people sign in, and fetching and renewing tokens there.

Authorization code with PKCE (RFC 7636) and state. Addresses must be https, except on this machine itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token, is_secure_transport
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail.settings import MailSettings

TIMEOUT = 20.0
_ENDED = ("invalid_grant", "interaction_required", "consent_required", "access_denied")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, where tokens are handed out, and what is asked for."""

    name: str
    authorize_url: str
    token_url: str
    scopes: str
    client_id: str
    client_secret: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider hands out. `refresh` may be empty: then the old one stays."""

    access: str
    refresh: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Request:
    """A sign-in that has begun: where the browser goes, and what must be kept until it comes back."""

    url: str
    state: str
    verifier: str


def provider_of(settings: MailSettings) -> Provider:
    """The provider an inbox names. Raises PermanentFailure when something about it is missing."""
    match settings.sign_in:
        case "microsoft":
            tenant = quote(settings.oauth_tenant or "organizations", safe="")
            base = f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
            scopes = (
                "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All"
                " https://outlook.office.com/SMTP.Send offline_access"
            )
            found = _provider(settings, f"{base}/authorize", f"{base}/token", scopes)
        case "google":
            found = _provider(
                settings,
                "https://accounts.google.com/o/oauth2/v2/auth",
                "https://oauth2.googleapis.com/token",
                "https://mail.google.com/",
                ("access_type", "offline"),
                ("prompt", "consent"),
            )
        case _:
            found = _provider(settings, settings.oauth_authorize_url, settings.oauth_token_url, settings.oauth_scopes)
    if not (found.client_id and found.authorize_url and found.token_url):
        raise PermanentFailure("oauth_incomplete")
    if not (is_secure_transport(found.authorize_url) and is_secure_transport(found.token_url)):
        raise PermanentFailure("oauth_insecure")
    return found


def begin(provider: Provider, *, redirect_uri: str, account: str) -> Request:
    """Starts a sign-in; the provider is told which account is meant."""
    verifier = generate_token(64)
    session = _session(provider, redirect_uri=redirect_uri)
    extra = dict(provider.extra) | ({"login_hint": account} if account else {})
    url, state = session.create_authorization_url(provider.authorize_url, code_verifier=verifier, **extra)
    return Request(str(url), str(state), verifier)


def complete(provider: Provider, *, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """The tokens for a code. Raises TemporaryFailure or PermanentFailure."""
    session = _session(provider, redirect_uri=redirect_uri)
    with _told():
        return _tokens(session.fetch_token(provider.token_url, code=code, code_verifier=verifier, **_CALL))


def refresh(provider: Provider, refresh_token: str) -> Tokens:
    """Fresh tokens. Raises TemporaryFailure; PermanentFailure (sign_in_again) when a person must sign in again."""
    session = _session(provider)
    with _told():
        return _tokens(session.refresh_token(provider.token_url, refresh_token=refresh_token, **_CALL))


_CALL: Mapping[str, Any] = {"timeout": TIMEOUT, "allow_redirects": False}


def _provider(
    settings: MailSettings, authorize_url: str, token_url: str, scopes: str, *extra: tuple[str, str]
) -> Provider:
    return Provider(
        settings.sign_in,
        authorize_url,
        token_url,
        scopes,
        settings.oauth_client_id,
        settings.oauth_client_secret,
        extra,
    )


def _session(provider: Provider, *, redirect_uri: str = "") -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        scope=provider.scopes or None,
        redirect_uri=redirect_uri or None,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_post" if provider.client_secret else "none",
    )


def _tokens(answer: Mapping[str, Any]) -> Tokens:
    access = str(answer.get("access_token") or "")
    if not access:
        raise PermanentFailure("oauth_refused", "no access_token")
    seconds = answer.get("expires_in")
    expires_at = datetime.now(UTC) + timedelta(seconds=float(seconds)) if seconds else None
    return Tokens(access, str(answer.get("refresh_token") or ""), expires_at)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except AuthlibBaseError as problem:
        words = f"{problem.error} {problem.description or ''}"
        raise PermanentFailure("sign_in_again" if problem.error in _ENDED else "oauth_refused", words) from problem
    except (RequestException, ValueError) as problem:
        raise TemporaryFailure("oauth_unreachable", str(problem)) from problem
