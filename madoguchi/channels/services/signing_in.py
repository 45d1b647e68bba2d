"""Connecting an inbox to its mail provider with OAuth2: a person signs in there, we keep what we are given, sealed."""

import hmac
from collections.abc import Mapping

from django.db import transaction

from madoguchi.channels import registry
from madoguchi.channels.base.errors import BadSetting, ChannelError, PermanentFailure
from madoguchi.channels.base.mail import oauth
from madoguchi.channels.errors import SignInFailed
from madoguchi.channels.events import InboxChanged
from madoguchi.channels.models import Folder, Grant, Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.reasons import explain
from madoguchi.channels.services import tokens
from madoguchi.channels.services.sealing import open_settings
from madoguchi.kernel import clock, events
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing

Pending = dict[str, str]


def begin(inbox_id: int, *, redirect_uri: str, by: Actor) -> tuple[str, Pending]:
    """Where the browser goes to sign in, and what its session keeps until it is back. Raises SignInFailed."""
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = _found(inbox_id)
    try:
        request = oauth.begin(_provider(inbox), redirect_uri=redirect_uri, account=_account(inbox))
    except (ChannelError, BadSetting) as problem:
        raise SignInFailed(reason=explain(problem.reason)) from problem
    kept = {"state": request.state, "verifier": request.verifier, "redirect_uri": redirect_uri}
    return request.url, {"inbox_id": str(inbox.id), **kept}


def complete(pending: Mapping[str, str], *, answer: Mapping[str, str], by: Actor) -> int:
    """Takes what the browser brought back (`answer`: its query); returns the inbox. Raises SignInFailed.

    Touches the network: call it outside a transaction.
    """
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = _found(int(pending["inbox_id"]))
    if not hmac.compare_digest(answer.get("state", ""), pending["state"]):
        raise SignInFailed(reason=explain("oauth_refused"))
    try:
        provider = _provider(inbox)
        if not answer.get("code"):
            raise PermanentFailure("oauth_refused", answer.get("error_description") or answer.get("error") or "")
        found = oauth.complete(
            provider, code=answer["code"], verifier=pending["verifier"], redirect_uri=pending["redirect_uri"]
        )
    except (ChannelError, BadSetting) as problem:
        raise SignInFailed(reason=explain(problem.reason)) from problem
    _keep(inbox, provider, found, by=by)
    return inbox.id


@transaction.atomic
def _keep(inbox: Inbox, provider: oauth.Provider, found: oauth.Tokens, *, by: Actor) -> None:
    grant = Grant.objects.select_for_update().filter(inbox=inbox).first() or Grant(inbox=inbox)
    grant.provider, grant.account = provider.name, _account(inbox)
    grant.connected_at, grant.connected_by_id = clock.now(), by.agent_id
    tokens.store(grant, found)
    grant.save()
    Folder.objects.filter(inbox=inbox).update(failures=0, next_look_at=None)
    auditing.note("inbox:connect", by=by, subject_kind="inbox", subject_id=inbox.id, after={"provider": provider.name})
    events.publish(InboxChanged(inbox_id=inbox.id, names=["grant"]), by=by, team_id=inbox.team_id)


def _found(inbox_id: int) -> Inbox:
    inbox = Inbox.objects.filter(pk=inbox_id, kind="mail").first()
    if inbox is None or inbox.settings.get("sign_in", "password") == "password":
        raise NotFound
    return inbox


def _provider(inbox: Inbox) -> oauth.Provider:
    return oauth.provider_of(open_settings(registry.all_adapters()[inbox.kind], inbox.settings))


def _account(inbox: Inbox) -> str:
    chosen = inbox.settings
    return str(chosen.get("pop3_user" if chosen.get("way_in") == "pop3" else "imap_user") or inbox.address)
