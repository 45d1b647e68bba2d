"""DKIM of an inbox: making its key, showing what to publish, looking whether it is there, switching it on."""

from dataclasses import dataclass

from django.db import transaction

from madoguchi.channels import reasons
from madoguchi.channels.base.errors import ChannelError
from madoguchi.channels.base.mail import dkim_signing
from madoguchi.channels.base.mail.dns import Ask, txt
from madoguchi.channels.models import Inbox
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services.sealing import seal, unseal
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Conflict, NotFound
from madoguchi.kernel.plain.messages import Signing
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing


@dataclass(frozen=True, slots=True)
class Record:
    """What the domain's owner publishes."""

    name: str
    text: str


def signing_of(inbox: Inbox) -> Signing | None:
    """The key to sign with, while signing is on. A key that cannot be opened is empty: signing then says so."""
    return _signing(inbox) if inbox.dkim_on_at is not None and inbox.dkim_key else None


def record_of(inbox: Inbox) -> Record | None:
    """The DNS record of the inbox's key; None without one."""
    if not inbox.dkim_key:
        return None
    found = _signing(inbox)
    try:
        return Record(dkim_signing.record_name(found.domain, found.selector), dkim_signing.record_text(found.key))
    except ChannelError:
        return None


@transaction.atomic
def make_key(inbox_id: int, *, by: Actor) -> Inbox:
    """A new key under a new name; signing is off until the record is published."""
    inbox = _locked(inbox_id, by)
    inbox.dkim_selector = f"madoguchi-{clock.now():%Y%m%d%H%M%S}"
    inbox.dkim_key, inbox.dkim_on_at = seal(dkim_signing.make_key()), None
    inbox.save(update_fields=["dkim_selector", "dkim_key", "dkim_on_at"])
    auditing.note("inbox:dkim-key", by=by, subject_kind="inbox", subject_id=inbox.id, after=inbox.dkim_selector)
    return inbox


def look(inbox_id: int, *, by: Actor, ask: Ask = txt) -> tuple[bool, str]:
    """(published, plain words). Touches the network: call it outside a transaction."""
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = Inbox.objects.filter(pk=inbox_id).exclude(dkim_key="").first()
    if inbox is None:
        raise NotFound
    try:
        code, detail = dkim_signing.check(_signing(inbox), ask=ask)
    except ChannelError as problem:
        code, detail = problem.code, problem.detail
    return code == "dkim_published", reasons.explain(f"{code}: {detail}" if detail else code)


@transaction.atomic
def switch(inbox_id: int, *, on: bool, by: Actor) -> Inbox:
    """Signs from now on, or no longer. Raises Conflict without a key."""
    inbox = _locked(inbox_id, by)
    if on and not inbox.dkim_key:
        raise Conflict
    inbox.dkim_on_at = clock.now() if on else None
    inbox.save(update_fields=["dkim_on_at"])
    auditing.note("inbox:dkim", by=by, subject_kind="inbox", subject_id=inbox.id, after="on" if on else "off")
    return inbox


def _signing(inbox: Inbox) -> Signing:
    return Signing(inbox.address.rpartition("@")[2].strip(), inbox.dkim_selector, unseal(inbox.dkim_key))


def _locked(inbox_id: int, by: Actor) -> Inbox:
    require(by, ChannelPermission.INBOX_MANAGE)
    inbox = Inbox.objects.select_for_update().filter(pk=inbox_id).first()
    if inbox is None:
        raise NotFound
    return inbox
