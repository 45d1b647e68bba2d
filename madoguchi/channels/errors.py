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


class EmptyMail(Invalid):
    """There is nothing in it."""

    code = "empty_mail"
    text = _("The mail is empty.")


class SignInFailed(Conflict):
    """The mail provider did not let us in."""

    code = "sign_in_failed"
    text = _("The mail provider could not be connected: %(reason)s")


class TextNotRepresentable(Invalid):
    """The inbox writes ISO-2022-JP, and the text has characters that are not in it; `details["characters"]`."""

    code = "text_not_representable"
    text = _("The character code of this inbox does not have: %(characters)s. Send this mail in UTF-8, or change them.")


class OnlyOurselves(Invalid):
    """A message would be handed on to our own inbox."""

    code = "only_ourselves"
    text = _("%(address)s is one of our own inboxes: the mail would come back as a new ticket. Choose somebody else.")


class NotRetryable(Conflict):
    """The message is not in a state that could be tried again."""

    code = "not_retryable"
    text = _("This message was already handled.")


class ContentGone(MadoguchiError):
    """The bytes were deleted because the inbox keeps originals only for some days."""

    code = "content_gone"
    status = 410
    text = _("The original was deleted. What it became is still on its ticket.")


class RuleTaken(Conflict):
    """The block list or the allow list has this line already."""

    code = "rule_taken"
    text = _("“%(pattern)s” is on one of the two lists already.")


class Infected(MadoguchiError):
    """A virus scanner has found something in the file; `details["virus"]` is its name."""

    code = "infected"
    status = 403
    text = _("The virus scanner found %(virus)s in this file. It is not handed out.")
