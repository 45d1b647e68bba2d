"""Refusals and faults as pages: what happened, and what the person can do now."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import MadoguchiError
from madoguchi.web.doors import wants_fragment
from madoguchi.web.rendering import page


def refusal(request: HttpRequest, error: MadoguchiError) -> HttpResponse:
    """An expected refusal: JSON for scripts that ask for it, a toast for htmx, a page for people."""
    if "application/json" in request.headers.get("Accept", ""):
        details = {name: value for name, value in error.details.items() if isinstance(value, (str, int, list, bool))}
        return JsonResponse({"code": error.code, "message": error.message, "details": details}, status=error.status)
    return show(request, status=error.status, title=_("This did not work"), text=error.message)


def show(request: HttpRequest, *, status: int, title: str, text: str) -> HttpResponse:
    """The page (or, for our own scripts, the toast) of a refusal."""
    if wants_fragment(request):
        answer = page(request, "base/_refusal.html", {"text": text}, status=status)
        answer["HX-Retarget"] = "#toasts"
        answer["HX-Reswap"] = "beforeend"
        return answer
    return page(request, "base/error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return show(request, status=400, title=_("This request could not be read"), text=_("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 by Django itself."""
    return show(request, status=403, title=_("This is not allowed"), text=_("Ask an administrator for access."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the form's token is missing or old."""
    return show(
        request,
        status=403,
        title=_("This form is too old"),
        text=_("Open the page again and send the form once more. Cookies must be allowed."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return show(request, status=404, title=_("Nothing is here"), text=_("This was not found, or you may not see it."))


def fault(request: HttpRequest) -> HttpResponse:
    """500: our mistake. The details are in the log."""
    return show(
        request,
        status=500,
        title=_("Something went wrong on our side"),
        text=_("It has been recorded. Try again in a moment."),
    )
