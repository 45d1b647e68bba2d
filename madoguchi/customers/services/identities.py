"""The addresses of a customer: added, removed, proved. Whether mail gets through is in `reaching`."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from madoguchi.customers import matching
from madoguchi.customers.errors import IdentityTaken
from madoguchi.customers.events import IdentityAdded, IdentityRemoved, IdentityVerified
from madoguchi.customers.models import Customer, Identity
from madoguchi.customers.permissions import CustomerPermission
from madoguchi.customers.services.access import access
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.events import publish
from madoguchi.people.permissions import require


@transaction.atomic
def add(customer_id: int, *, kind: str, address: str, by: Actor) -> Identity:
    """One more address of a customer; nothing happens when they have it. Raises IdentityTaken."""
    customer = access(customer_id, CustomerPermission.WRITE, by=by)
    existing = find(kind, address)
    if existing is not None and existing.customer_id == customer.id:
        return existing
    return insert(customer, kind=kind, address=address, by=by)


@transaction.atomic
def remove(identity_id: int, *, by: Actor) -> None:
    """Takes an address from its customer: whoever writes from it next is a new customer."""
    identity = locked(identity_id, by=by)
    identity.delete()
    publish(IdentityRemoved(customer_id=identity.customer_id, identity_id=identity_id), by=by)


@transaction.atomic
def verify(identity_id: int, *, by: Actor) -> Identity:
    """The customer has shown that they receive what is sent there."""
    identity = locked(identity_id, by=by)
    if identity.verified_at is None:
        identity.verified_at = clock.now()
        identity.bounced_at, identity.bounced_reason = None, ""
        identity.save(update_fields=["verified_at", "bounced_at", "bounced_reason"])
        publish(IdentityVerified(customer_id=identity.customer_id, identity_id=identity.id), by=by)
    return identity


def insert(customer: Customer, *, kind: str, address: str, by: Actor) -> Identity:
    """Writes the row of a new address and tells it. Raises IdentityTaken, also when somebody else is faster."""
    kind = matching.identity_kind(kind, address)
    key = matching.address_key(kind, address)
    if not key or (kind == matching.MAIL and not matching.is_mail_address(key)):
        raise Invalid(field="address", reason=_("is not a complete address"))
    try:
        with transaction.atomic():
            identity = Identity.objects.create(
                customer=customer,
                kind=kind,
                address=matching.written(kind, address),
                address_key=key,
                created_at=clock.now(),
            )
    except IntegrityError as error:
        taken = Identity.objects.filter(kind=kind, address_key=key).first()
        raise IdentityTaken(customer_id=taken.customer_id if taken else 0) from error
    publish(IdentityAdded(customer_id=customer.id, identity_id=identity.id), by=by)
    return identity


def find(kind: str, address: str) -> Identity | None:
    """The row of an address, or None. Not a door: called by services of this room."""
    kind = matching.identity_kind(kind, address)
    return Identity.objects.filter(kind=kind, address_key=matching.address_key(kind, address)).first()


def locked(identity_id: int, *, by: Actor) -> Identity:
    """The row of an address, locked for a change. Raises NotAllowed or NotFound."""
    require(by, CustomerPermission.WRITE)
    identity = Identity.objects.select_for_update().filter(pk=identity_id).first()
    if identity is None:
        raise NotFound
    return identity
