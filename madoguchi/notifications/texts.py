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
    "complaint.follow_up_due": _("Ask the customer of a closed complaint whether they are satisfied"),
    "consent.asked": _("Your consent to a complaint is asked for"),
    "consent.given": _("Your complaint may be closed as you proposed"),
    "abuse.reported": _("An agent reported an abusive contact"),
    "watch.moved": _("Something new on what you watch"),
    "ticket.escalated": _("A ticket was escalated to your team"),
    "consultation.answered": _("Somebody you asked has answered"),
    "consultation.failed": _("A question to others could not be delivered"),
    "ticket.handed_back": _("A ticket came back with an answer"),
}
