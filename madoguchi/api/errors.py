"""Refusals of the API itself."""

from django.utils.translation import gettext_lazy as _

from madoguchi.kernel.errors import Conflict, MadoguchiError


class Unauthorized(MadoguchiError):
    """No key was sent."""

    code = "unauthorized"
    status = 401
    text = _("Send an API key: “Authorization: Bearer …”.")


class RateLimited(MadoguchiError):
    """Too many requests of one key; `details["seconds"]` says when to try again."""

    code = "rate_limited"
    status = 429
    text = _("Too many requests. Try again in %(seconds)s seconds.")


class BodyTooLarge(MadoguchiError):
    """The request carries more than is taken."""

    code = "body_too_large"
    status = 413
    text = _("The request is too large (at most %(megabytes)s MB).")


class BodyUnreadable(MadoguchiError):
    """Not JSON, or not what the endpoint takes."""

    code = "body_unreadable"
    status = 400
    text = _("The body of the request could not be read as JSON.")


class KeyReused(MadoguchiError):
    """An Idempotency-Key came again with another request."""

    code = "idempotency_key_reused"
    status = 422
    text = _("This Idempotency-Key was used for another request.")


class KeyMalformed(MadoguchiError):
    """An Idempotency-Key that cannot be one."""

    code = "idempotency_key_malformed"
    status = 400
    text = _("An Idempotency-Key has 1 to 128 visible ASCII characters.")


class StillWorking(Conflict):
    """The first request under this Idempotency-Key has not been answered yet."""

    code = "still_working"
    text = _("The first request with this Idempotency-Key is still being worked on.")


class NoSuchMethod(MadoguchiError):
    """The address exists, but not for this method."""

    code = "method_not_allowed"
    status = 405
    text = _("This address does not take the method %(method)s.")


class Fault(MadoguchiError):
    """Our mistake; the details are in the log."""

    code = "fault"
    status = 500
    text = _("Something went wrong on our side. It has been recorded.")
