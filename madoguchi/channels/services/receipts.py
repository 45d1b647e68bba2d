"""Receipt notices (受付メール): once per ticket, never to machines, few per address, with an honest time to answer."""

import re
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from madoguchi.channels.models import Inbox, Receipt
from madoguchi.channels.services import unsubscribing
from madoguchi.channels.services.promising import promise
from madoguchi.customers import queries as customers
from madoguchi.kernel import clock, settings
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.text import mailbox_key, sayable
from madoguchi.people.permissions import require
from madoguchi.tickets.outgoing import opening_of
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import replying

CAPS = ((2, timedelta(hours=1)), (5, timedelta(days=1)))
"""So many to one mailbox at most: two robots that answer each other stop by themselves."""
HOUR = timedelta(hours=1)
OLDEST = timedelta(hours=24)
_PLACE = re.compile(r"\{(name|reference|time|company)\}")


def give(ticket_id: int, *, by: Actor) -> bool:
    """Queues the notice for a ticket unless there is a reason not to; whether it was queued."""
    require(by, TicketPermission.REPLY)
    opening = opening_of(ticket_id)
    if opening is None or opening.auto or opening.address == "" or clock.now() - opening.created_at > OLDEST:
        return False
    inbox = Inbox.objects.filter(pk=opening.inbox_id or 0, receipt_enabled=True, active=True).first()
    person = customers.contact(opening.customer_id)
    if inbox is None or person is None or not _may_go_to(opening.address) or opening.verdict.get("dmarc") == "fail":
        return False
    key = mailbox_key(opening.address)
    if _capped(inbox, key):
        return False
    with translation.override("ja" if person.language.startswith("ja") else "en"):
        text = render(inbox, name=person.name, honorific=person.honorific, reference=opening.reference)
        subject = _("We have received your message [%(reference)s]") % {"reference": opening.reference}
    try:
        with transaction.atomic():
            Receipt.objects.create(ticket_id=ticket_id, address_key=key, inbox_id=inbox.id, created_at=clock.now())
            replying.notify_customer(ticket_id, subject=subject, text=text, by=by)
    except IntegrityError:
        return False
    return True


def _may_go_to(address: str) -> bool:
    """Not to ourselves, not where mail comes back from, not to who wants nothing from machines."""
    if Inbox.objects.filter(address__iexact=address).exists() or unsubscribing.wants_none(address):
        return False
    return customers.takes_automatic_mail(address)


def _capped(inbox: Inbox, key: str) -> bool:
    """Whether this mailbox, or this inbox with everybody together, has got enough notices.

    The inbox's own cap is for mail forged in many people's names: their complaints would be about us.
    """
    now = clock.now()
    if Receipt.objects.filter(inbox_id=inbox.id, created_at__gt=now - HOUR).count() >= inbox.receipts_per_hour:
        return True
    mine = Receipt.objects.filter(address_key=key)
    return any(mine.filter(created_at__gt=now - window).count() >= most for most, window in CAPS)


def render(inbox: Inbox, *, name: str, honorific: str, reference: str) -> str:
    """The inbox's own text with its places filled, else ours. Of the customer only a plain name is in it."""
    template = inbox.receipt_text.strip() or default_text()
    company = str(settings.read("company.name", "") or inbox.display_name or inbox.name)
    called = f"{name} {honorific}".strip() if sayable(name) else _("Dear customer")
    places = {"name": called, "reference": reference, "time": promise(inbox), "company": company}
    return _PLACE.sub(lambda found: places[found[1]], template)


def default_text() -> str:
    """The notice that is used where the inbox has none of its own; places in braces are filled."""
    return _(
        "{name}\n\n"
        "Thank you for writing to us. Your message has reached {company}.\n\n"
        "Reference: {reference}\n"
        "{time}\n\n"
        "This notice was sent automatically. To add something, simply reply to it."
    )
