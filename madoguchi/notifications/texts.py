"""What a line in the bell says, by the name of its event."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, str | Promise] = {
    "note.written": _("You were mentioned in an internal note"),
    "ticket.assigned": _("A ticket was assigned to you"),
    "message.received": _("The customer wrote on your ticket"),
    "message.failed": _("Your message could not be delivered"),
    "message.unconfirmed": _("Nobody knows whether your message was delivered"),
    "approval.asked": _("An answer waits for your approval"),
    "approval.given": _("Your answer was approved and sent"),
    "commitment.near": _("A promise to the customer falls due soon"),
    "commitment.overdue": _("A promise to the customer is overdue"),
    "ticket.escalated": _("A ticket was escalated to your team"),
    "ticket.handed_back": _("A ticket came back with an answer"),
}
