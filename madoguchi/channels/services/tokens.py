"""Access tokens of inboxes that sign in with OAuth2: renewed before they end, by one process at a time."""

import secrets
import time
from datetime import timedelta

from django.db.models import Q

from madoguchi.channels import registry
from madoguchi.channels.base.errors import PermanentFailure, TemporaryFailure
from madoguchi.channels.base.mail import oauth
from madoguchi.channels.models import Grant
from madoguchi.channels.services.sealing import open_settings, seal, unseal
from madoguchi.kernel import clock

EARLY = timedelta(minutes=5)
CLAIM = timedelta(seconds=45)
_PATIENCE = 50.0
_LOOK_EVERY = 0.2


def access_token(inbox_id: int, *, renew: bool = False) -> str:
    """A token that is good for the next minutes; `renew` when the last one was refused.

    Touches the network when it has to be renewed: call it outside a transaction. While one process renews it the
    others wait for its result: many providers make the old refresh token worthless. Raises TemporaryFailure, or
    PermanentFailure (sign_in_again) when a person has to sign in again.
    """
    grant = _grant(inbox_id)
    refused = grant.access_token if renew else ""
    patience = time.monotonic() + _PATIENCE
    while not _is_good(grant, refused):
        if _claimed(grant):
            return _renewed(grant)
        if time.monotonic() > patience:
            raise TemporaryFailure("oauth_unreachable", "another process renews the token")
        time.sleep(_LOOK_EVERY)
        grant = _grant(inbox_id)
    return unseal(grant.access_token)


def store(grant: Grant, found: oauth.Tokens) -> None:
    """Keeps fresh tokens, sealed. Without a new refresh token the old one stays."""
    grant.access_token = seal(found.access)
    if found.refresh:
        grant.refresh_token = seal(found.refresh)
    grant.expires_at = found.expires_at
    grant.refreshing_by, grant.refreshing_until = "", None
    grant.revoked_at, grant.last_error = None, ""


def _grant(inbox_id: int) -> Grant:
    grant = Grant.objects.select_related("inbox").filter(inbox_id=inbox_id).first()
    if grant is None or grant.revoked_at is not None:
        raise PermanentFailure("sign_in_again")
    return grant


def _is_good(grant: Grant, refused: str) -> bool:
    if refused and grant.access_token == refused:
        return False
    return grant.expires_at is None or grant.expires_at > clock.now() + EARLY


def _claimed(grant: Grant) -> bool:
    """Whether the renewal is ours: nobody renews, and the tokens are still those we saw."""
    now = clock.now()
    mine = secrets.token_hex(16)
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=now)
    row = Grant.objects.filter(free, pk=grant.pk, access_token=grant.access_token, revoked_at=None)
    if not row.update(refreshing_by=mine, refreshing_until=now + CLAIM):
        return False
    grant.refreshing_by = mine
    return True


def _renewed(grant: Grant) -> str:
    held = Grant.objects.filter(pk=grant.pk, refreshing_by=grant.refreshing_by)
    try:
        provider = oauth.provider_of(open_settings(registry.all_adapters()[grant.inbox.kind], grant.inbox.settings))
        refresh_token = unseal(grant.refresh_token)
        if not refresh_token:
            raise PermanentFailure("sign_in_again")
        found = oauth.refresh(provider, refresh_token)
    except PermanentFailure as problem:
        ended = clock.now() if problem.code == "sign_in_again" else None
        held.update(revoked_at=ended, last_error=problem.reason, refreshing_by="", refreshing_until=None)
        raise
    except TemporaryFailure as problem:
        held.update(last_error=problem.reason, refreshing_by="", refreshing_until=None)
        if grant.expires_at is not None and grant.expires_at > clock.now():
            return unseal(grant.access_token)
        raise
    mine = grant.refreshing_by
    store(grant, found)
    Grant.objects.filter(pk=grant.pk, refreshing_by=mine).update(
        access_token=grant.access_token,
        refresh_token=grant.refresh_token,
        expires_at=grant.expires_at,
        refreshing_by="",
        refreshing_until=None,
        last_error="",
    )
    return found.access
