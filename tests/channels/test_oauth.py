"""Mail servers entered with OAuth2: a local authorization server; a Dovecot and an SMTP server that ask it."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.test import Client

from madoguchi.channels import mailboxes
from madoguchi.channels.base.errors import PermanentFailure
from madoguchi.channels.base.mail import oauth
from madoguchi.channels.base.mail.settings import MailSettings
from madoguchi.channels.models import Grant, Inbox, RawMessage
from madoguchi.channels.services import fetching, tokens
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.channels.services.sealing import seal, unseal
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.people.models import AuditLine
from tests.cast import Cast, signed_in
from tests.channels.conftest import mail
from tests.channels.mailboxes import pulled
from tests.servers import authorization, dovecot
from tests.servers.authorization import AuthorizationServer
from tests.servers.dovecot import Dovecot
from tests.servers.postbox import Postbox, free_port

pytestmark = pytest.mark.imap


@pytest.fixture
def provider() -> Iterator[AuthorizationServer]:
    server = AuthorizationServer(Dovecot.user).start()
    yield server
    server.stop()


@pytest.fixture
def guarded(tmp_path: Path, provider: AuthorizationServer) -> Iterator[Dovecot]:
    """A mailbox that lets in whoever the provider vouches for."""
    if not dovecot.available():
        pytest.skip("Dovecot is not installed")
    server = Dovecot(tmp_path / "dovecot", introspection_url=f"{provider.url}/introspect")
    server.start()
    yield server
    server.stop()


def inbox_of(cast: Cast, postbox: Postbox, mailbox: Dovecot, provider: AuthorizationServer, **changes: Any) -> Inbox:
    return pulled(
        cast,
        postbox,
        mailbox,
        imap_password="",
        sign_in="other",
        oauth_client_id=authorization.CLIENT,
        oauth_client_secret=seal(authorization.SECRET),
        oauth_authorize_url=f"{provider.url}/authorize",
        oauth_token_url=f"{provider.url}/token",
        oauth_scopes="mail offline_access",
        **changes,
    )


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_words: Any) -> None:
        return None


def follow(address: str) -> str:
    """What the browser does at the provider: the address it is sent back to."""
    try:
        build_opener(_Stay).open(address, timeout=10)
    except OSError as answer:
        return str(answer.headers["Location"])  # type: ignore[attr-defined]
    raise AssertionError("the provider did not send the browser back")


def connect(admin: Client, inbox: Inbox) -> Any:
    """An administrator presses the button, signs in at the provider and comes back."""
    begun = admin.get(f"/setup/inboxes/{inbox.id}/sign-in")
    assert begun.status_code == 302
    back = urlsplit(follow(begun["Location"]))
    assert back.path == "/setup/mail-sign-in"
    return admin.get(f"{back.path}?{back.query}", follow=True)


def test_an_administrator_connects_a_mailbox_and_mail_comes_in_without_a_password(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    guarded.put(mail())
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    assert mailboxes.health(by=SYSTEM)[0].state == "reconnect"
    page = connect(signed_in(cast.admin), inbox)
    assert "メールボックスを接続しました" in page.content.decode()
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.count() == 1
    assert mailboxes.health(by=SYSTEM)[0].state == "well"
    assert AuditLine.objects.filter(action="inbox:connect", subject_id=str(inbox.id)).exists()


def test_tokens_lie_sealed_in_the_database(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    connect(signed_in(cast.admin), inbox)
    grant = Grant.objects.get()
    assert unseal(grant.access_token) in provider.good
    assert not any(token in grant.access_token + grant.refresh_token for token in provider.good)


def test_an_answer_nobody_asked_for_or_with_another_state_connects_nothing(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    admin = signed_in(cast.admin)
    page = admin.get("/setup/mail-sign-in?code=stolen&state=guessed", follow=True)
    assert "この画面から開始されたものではありません" in page.content.decode()
    back = urlsplit(follow(admin.get(f"/setup/inboxes/{inbox.id}/sign-in")["Location"]))
    code = parse_qs(back.query)["code"][0]
    admin.get(f"/setup/mail-sign-in?code={code}&state=another", follow=True)
    assert not Grant.objects.exists()


def test_an_agent_may_not_connect_mailboxes(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    assert signed_in(cast.hana).get(f"/setup/inboxes/{inbox.id}/sign-in").status_code == 403


def test_a_token_is_renewed_before_it_ends_and_when_the_server_refuses_it(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    connect(signed_in(cast.admin), inbox)
    Grant.objects.update(expires_at=clock.now() + timedelta(minutes=2))
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert provider.refreshes == 1
    provider.good.clear()  # the mail server will not hear of it, although its time is not over
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert provider.refreshes == 2
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert provider.refreshes == 2


def test_many_who_need_a_fresh_token_at_once_renew_it_once(
    transactional_db: None, cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    connect(signed_in(cast.admin), inbox)
    Grant.objects.update(expires_at=clock.now())
    provider.dawdle = 0.3
    found: list[str] = []

    def ask() -> None:
        from django.db import connection

        found.append(tokens.access_token(inbox.id))
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (provider.refreshes, len(found), len(set(found))) == (1, 6, 1)


def test_a_permission_taken_back_is_shown_and_one_button_mends_it(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    admin = signed_in(cast.admin)
    connect(admin, inbox)
    provider.revoke()
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    health = mailboxes.health(by=SYSTEM)[0]
    assert health.state == "reconnect" and "再接続が必要です" in health.problem
    guarded.put(mail())
    connect(admin, inbox)
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.count() == 1
    assert mailboxes.health(by=SYSTEM)[0].state == "well"


def test_a_provider_that_is_away_is_no_reason_to_sign_in_again(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(cast, postbox, guarded, provider)
    connect(signed_in(cast.admin), inbox)
    Grant.objects.update(expires_at=clock.now() - timedelta(minutes=1))
    Inbox.objects.update(settings=inbox.settings | {"oauth_token_url": "http://127.0.0.1:1/token"})
    assert fetching.fetch(inbox.id, by=SYSTEM) == 1
    assert mailboxes.health(by=SYSTEM)[0].state == "failing"
    assert Grant.objects.get().revoked_at is None


def test_pop3_and_smtp_take_the_same_token(
    cast: Cast, postbox: Postbox, guarded: Dovecot, provider: AuthorizationServer
) -> None:
    inbox = inbox_of(
        cast,
        postbox,
        guarded,
        provider,
        way_in="pop3",
        pop3_host="127.0.0.1",
        pop3_port=guarded.pop3_port,
        pop3_security="none",
        pop3_user=guarded.user,
        since="",
    )
    connect(signed_in(cast.admin), inbox)
    guarded.put(mail())
    assert fetching.fetch(inbox.id, by=SYSTEM) == 0
    assert RawMessage.objects.get().door == "pop3"
    with asking(provider) as port:
        Inbox.objects.update(
            settings=Inbox.objects.get().settings
            | {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_user": guarded.user}
        )
        Grant.objects.update(access_token=seal("worthless by now"))
        steps = adapter_of(Inbox.objects.get()).check()
    assert [step.ok for step in steps] == [True] * len(steps)
    assert provider.refreshes == 1


@contextmanager
def asking(provider: AuthorizationServer) -> Iterator[int]:
    """An SMTP server that lets in whoever the provider vouches for."""

    class Handler:
        async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
            given = base64.b64decode(args[1]).decode()
            good = given.split("Bearer ")[1].strip("\1") in provider.good
            return AuthResult(success=good, handled=False)

    controller = Controller(
        Handler(),
        hostname="127.0.0.1",
        port=free_port(),
        auth_require_tls=False,
        authenticator=lambda *_words: AuthResult(success=False),
    )
    controller.start()
    yield int(controller.port)
    controller.stop()


@pytest.mark.once
@pytest.mark.parametrize(
    ("sign_in", "host"), [("microsoft", "login.microsoftonline.com"), ("google", "accounts.google.com")]
)
def test_known_providers_are_asked_for_what_mail_needs(sign_in: str, host: str) -> None:
    chosen = MailSettings(sign_in=sign_in, oauth_client_id="app", oauth_tenant="example.onmicrosoft.com")
    request = oauth.begin(oauth.provider_of(chosen), redirect_uri="https://desk.example/back", account="a@b.example")
    parts = urlsplit(request.url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.scheme, parts.hostname) == ("https", host)
    assert asked["code_challenge_method"] == "S256" and asked["state"] == request.state
    assert asked["login_hint"] == "a@b.example"
    assert "mail.google.com" in asked["scope"] or "offline_access" in asked["scope"]


@pytest.mark.once
def test_addresses_without_encryption_are_refused() -> None:
    chosen = MailSettings(
        sign_in="other",
        oauth_client_id="app",
        oauth_authorize_url="http://login.example/authorize",
        oauth_token_url="http://login.example/token",
    )
    with pytest.raises(PermanentFailure, match="oauth_insecure"):
        oauth.provider_of(chosen)
