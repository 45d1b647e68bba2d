"""Refusals of this room."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, Invalid, MadoguchiError


class AddressTaken(Conflict):
    """Another inbox has this address."""

    code = "address_taken"
    text = _("Another inbox already uses the address %(address)s.")


class SettingInvalid(Invalid):
    """A value of the connection is missing or wrong."""

    code = "setting_invalid"


class InboxInUse(Conflict):
    """Messages came through it, so it can only be switched off."""

    code = "inbox_in_use"
    text = _("Messages have come through this inbox. Switch it off instead of deleting it.")


class NoSuchAddress(MadoguchiError):
    """No inbox receives mail for the address."""

    code = "no_such_address"
    status = 404
    text = _("No inbox receives mail for %(address)s.")


class NotRetryable(Conflict):
    """The message is not in a state that could be tried again."""

    code = "not_retryable"
    text = _("This message was already handled.")
