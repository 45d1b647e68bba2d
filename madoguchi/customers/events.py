"""The news of this room."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.events import Event, event


@event
@dataclass(frozen=True, kw_only=True)
class CustomerCreated(Event):
    """Somebody became a customer: by writing to us, or because an agent entered them."""

    name = "customer.created"
    label = _("Customer created")
    customer_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CustomerUpdated(Event):
    """Fields of a customer changed; `changed` names them."""

    name = "customer.updated"
    label = _("Customer updated")
    customer_id: int
    changed: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class IdentityAdded(Event):
    """A customer has one more address."""

    name = "identity.added"
    label = _("Contact address added")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class IdentityRemoved(Event):
    """An address was taken from a customer."""

    name = "identity.removed"
    label = _("Contact address removed")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class IdentityVerified(Event):
    """The customer proved that the address is theirs."""

    name = "identity.verified"
    label = _("Contact address verified")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class IdentityBounced(Event):
    """Mail to this address came back for good."""

    name = "identity.bounced"
    label = _("Contact address cannot be reached")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class IdentityReached(Event):
    """Mail to this address counts as getting through again: it was written from, or a person said so."""

    name = "identity.reached"
    label = _("Contact address can be reached again")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class IdentitySilenced(Event):
    """No automatic mail goes to this address any more."""

    name = "identity.silenced"
    label = _("No automatic mail to this address")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class IdentityUnsilenced(Event):
    """Automatic mail may go to this address again."""

    name = "identity.unsilenced"
    label = _("Automatic mail to this address again")
    customer_id: int
    identity_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CustomerNoted(Event):
    """A note was written about a customer."""

    name = "customer.noted"
    label = _("Note about the customer")
    customer_id: int
    note_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CustomerNoteRemoved(Event):
    """A note about a customer was removed."""

    name = "customer.note_removed"
    label = _("Note about the customer removed")
    customer_id: int
    note_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CustomerMerged(Event):
    """`absorbed_id` became one with `customer_id`. The room tickets moves its rows and records them on `merge_id`."""

    name = "customer.merged"
    label = _("Customers merged")
    customer_id: int
    absorbed_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CustomerUnmerged(Event):
    """A merge was undone; `ticket_ids` go back to `absorbed_id`."""

    name = "customer.unmerged"
    label = _("Merge of customers undone")
    customer_id: int
    absorbed_id: int
    merge_id: int
    ticket_ids: list[int]


@event
@dataclass(frozen=True, kw_only=True)
class CompanyCreated(Event):
    """A company was entered."""

    name = "company.created"
    label = _("Company created")
    company_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CompanyUpdated(Event):
    """Fields of a company changed; `changed` names them."""

    name = "company.updated"
    label = _("Company updated")
    company_id: int
    changed: list[str]


@event
@dataclass(frozen=True, kw_only=True)
class CompanyDeleted(Event):
    """A company was removed; its people stay."""

    name = "company.deleted"
    label = _("Company removed")
    company_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CompanyMerged(Event):
    """`absorbed_id` became one with `company_id`."""

    name = "company.merged"
    label = _("Companies merged")
    company_id: int
    absorbed_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class CompanyUnmerged(Event):
    """A merge of companies was undone."""

    name = "company.unmerged"
    label = _("Merge of companies undone")
    company_id: int
    absorbed_id: int
    merge_id: int


@event
@dataclass(frozen=True, kw_only=True)
class RelationAdded(Event):
    """A company or person is somebody's agency, maker, deputy ...; one of the two ids names whose."""

    name = "relation.added"
    label = _("Relation added")
    relation_id: int
    kind: str
    customer_id: int | None
    company_id: int | None


@event
@dataclass(frozen=True, kw_only=True)
class RelationRemoved(Event):
    """They are no longer related in this way."""

    name = "relation.removed"
    label = _("Relation removed")
    relation_id: int
    kind: str
    customer_id: int | None
    company_id: int | None
