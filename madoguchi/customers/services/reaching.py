"""Whether mail gets through to an address, and whether machines may still write there."""

from django.db import transaction

from madoguchi.customers import matching
from madoguchi.customers.events import IdentityBounced, IdentityReached, IdentitySilenced, IdentityUnsilenced
from madoguchi.customers.models import Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.identities import find, locked
from madoguchi.kernel import clock, statements
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.events import publish
from madoguchi.people.permissions import require


@transaction.atomic
def mark_bounced(*, kind: str, address: str, by: Actor, reason: str = "") -> Identity | None:
    """What is sent there comes back for good, for the `reason` its server gives; None when nobody has the address."""
    require(by, CustomerPermission.WRITE)
    identity = find(kind, address)
    if identity is not None and identity.bounced_at is None:
        identity.bounced_at, identity.bounced_reason = clock.now(), reason[:500]
        identity.save(update_fields=["bounced_at", "bounced_reason"])
        publish(IdentityBounced(customer_id=identity.customer_id, identity_id=identity.id), by=by)
    return identity


def heard_from(*, kind: str, address: str, by: Actor) -> None:
    """Mail has come from there, so somebody has the address: it counts as reachable again.

    Plain: every incoming message passes here, and hardly any finds a mark.
    """
    kind = matching.identity_kind(kind, address)
    found = statements.run(
        "SELECT id FROM customers_identity WHERE kind = %s AND address_key = %s AND bounced_at IS NOT NULL",
        [kind, matching.address_key(kind, address)],
    ).fetchone()
    if found is not None:
        lift(found[0], by=by)


@transaction.atomic
def lift(identity_id: int, *, by: Actor) -> Identity:
    """The address counts as reachable again: somebody says so, or has written from it."""
    identity = locked(identity_id, by=by)
    if identity.bounced_at is not None:
        identity.bounced_at, identity.bounced_reason = None, ""
        identity.save(update_fields=["bounced_at", "bounced_reason"])
        publish(IdentityReached(customer_id=identity.customer_id, identity_id=identity.id), by=by)
    return identity


@transaction.atomic
def silence(*, kind: str, address: str, by: Actor) -> Identity | None:
    """No machine of ours writes there any more: its reader reported our mail as spam or wants none."""
    require(by, CustomerPermission.WRITE)
    identity = find(kind, address)
    if identity is not None and identity.silenced_at is None:
        identity.silenced_at = clock.now()
        identity.save(update_fields=["silenced_at"])
        publish(IdentitySilenced(customer_id=identity.customer_id, identity_id=identity.id), by=by)
    return identity


@transaction.atomic
def unsilence(identity_id: int, *, by: Actor) -> Identity:
    """Automatic mail may go there again."""
    identity = locked(identity_id, by=by)
    if identity.silenced_at is not None:
        identity.silenced_at = None
        identity.save(update_fields=["silenced_at"])
        publish(IdentityUnsilenced(customer_id=identity.customer_id, identity_id=identity.id), by=by)
    return identity
