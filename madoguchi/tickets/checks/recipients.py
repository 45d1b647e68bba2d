"""Whom it goes to: too many who see each other, somebody new, somebody whom mail does not reach."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.customers import queries as customers
from madoguchi.customers.free_mail import FREE_MAIL_DOMAINS
from madoguchi.customers.matching import mail_domain
from madoguchi.tickets.checks.base import WARN, Answer, Check, Finding
from madoguchi.tickets.models import Message

MOST_COPIES = 10
_CONVERSATION = 50


def _many(answer: Answer) -> Finding | None:
    if answer.copies <= MOST_COPIES:
        return None
    return Finding(_("%(count)s people will see each other’s addresses. Is Bcc meant?") % {"count": answer.copies})


def _new(answer: Answer) -> Finding | None:
    addresses, domains = _known_to(answer)
    new = [
        address
        for address in answer.addresses
        if address.casefold() not in addresses and mail_domain(address) not in domains
    ]
    return (
        Finding(_("Has not taken part in this ticket yet: %(names)s") % {"names": ", ".join(new[:5])}) if new else None
    )


def _known_to(answer: Answer) -> tuple[set[str], set[str]]:
    """Addresses of the conversation and of the customer, and their domains as far as they belong to somebody."""
    found = {mailbox.address.casefold() for mailbox in answer.mailboxes}
    if not {address.casefold() for address in answer.addresses} <= found:
        rows = Message.objects.filter(ticket_id=answer.ticket_id, stranger=False).order_by("-id")
        for author, replying, to, cc in rows.values_list("author_address", "reply_address", "to", "cc")[:_CONVERSATION]:
            found |= {author.casefold(), replying.casefold(), *(person["address"].casefold() for person in (*to, *cc))}
    domains = {mail_domain(address) for address in found} - FREE_MAIL_DOMAINS - {""}
    return found, domains


def _unreachable(answer: Answer) -> Finding | None:
    own = {mailbox.address.casefold(): mailbox for mailbox in answer.mailboxes}
    others = [address for address in answer.addresses if address.casefold() not in own]
    wanted = [own[folded] for address in answer.addresses if (folded := address.casefold()) in own]
    for mailbox in (*wanted, *(customers.unreachable(others) if others else ())):
        if mailbox.since is not None:
            said = _("Mail to %(address)s has come back since %(since)s. %(reason)s") % {
                "address": mailbox.address,
                "since": formats.date_format(timezone.localtime(mailbox.since), "SHORT_DATE_FORMAT"),
                "reason": mailbox.reason[:160],
            }
            return Finding(said.strip())
    return None


MANY = Check(
    "many_recipients",
    gettext_lazy("Many recipients"),
    gettext_lazy("More than ten people in To and Cc see each other’s addresses."),
    WARN,
    _many,
)
NEW = Check(
    "new_recipient",
    gettext_lazy("New recipient"),
    gettext_lazy("Somebody gets it who has not taken part in the ticket."),
    WARN,
    _new,
)
UNREACHABLE = Check(
    "recipient_unreachable",
    gettext_lazy("Address that mail does not reach"),
    gettext_lazy("Earlier mail to a recipient has come back."),
    WARN,
    _unreachable,
)
