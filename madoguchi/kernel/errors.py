"""Expected refusals: a stable code, an HTTP status and a text a person can act on, in both languages."""

from typing import Any, ClassVar

from django.db import DataError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MadoguchiError(Exception):
    """Base of every expected refusal. `text` may hold %(name)s places filled from keyword arguments."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    text: ClassVar[str | Promise] = _("This cannot be done.")

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details = details

    @property
    def message(self) -> str:
        """The text in the active language."""
        return str(self.text) % self.details if self.details else str(self.text)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(MadoguchiError):
    """Also raised for what the actor may not see: forbidden looks like not found."""

    code = "not_found"
    status = 404
    text = _("This was not found, or you may not see it.")


class NotAllowed(MadoguchiError):
    """The actor sees the thing but may not do this to it."""

    code = "not_allowed"
    status = 403
    text = _("You may not do this. Ask an administrator for the permission “%(permission)s”.")


class Invalid(MadoguchiError):
    """A value is missing or wrong; `field` names it, `reason` says why."""

    code = "invalid"
    status = 422
    text = _("%(field)s: %(reason)s")


class Conflict(MadoguchiError):
    """Somebody or something was faster."""

    code = "conflict"
    status = 409
    text = _("This has changed meanwhile. Look at it again.")


class Unstorable(MadoguchiError):
    """A number that no database holds, NUL, half a letter: what the doors make of the faults in UNSTORABLE."""

    code = "unstorable"
    status = 422
    text = _("A value cannot be stored: it is too large, or it holds signs that no text has.")


UNSTORABLE = (OverflowError, UnicodeEncodeError, DataError)
