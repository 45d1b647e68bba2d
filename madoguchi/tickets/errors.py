"""Refusals of this room."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, Invalid, MadoguchiError


class NewerMessage(Conflict):
    """Somebody wrote on the ticket after what the sender had seen. `details["newer_ids"]` lists the messages."""

    code = "newer_message"
    text = _("There is something newer on this ticket. Read it, then send again.")


class TooLate(Conflict):
    """The message has already left."""

    code = "too_late"
    text = _("It is too late to take this back: the message is already on its way.")


class NoRecipient(MadoguchiError):
    """A reply would go to nobody."""

    code = "no_recipient"
    status = 422
    text = _("There is no address to send this to. Add a recipient.")


class EmptyMessage(Invalid):
    """Neither text nor attachment."""

    code = "empty_message"
    text = _("Write something before you send.")


class TicketIsMerged(Conflict):
    """The ticket lives on inside another one."""

    code = "ticket_is_merged"
    text = _("This ticket was merged into #%(survivor_id)s. Work on that one.")


class FieldsMissing(MadoguchiError):
    """Custom fields that must be filled before closing; `details["labels"]` names them."""

    code = "fields_missing"
    status = 422
    text = _("Fill in before closing: %(labels)s")
