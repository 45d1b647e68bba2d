"""Refusals and faults as pages: what happened, and what the person can do now."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import is_valid_path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import Invalid, MadoguchiError
from madoguchi.web.doors import wants_fragment
from madoguchi.web.rendering import page

FIELD_LABELS: dict[str, str | Promise] = {
    "absorbed_id": gettext_lazy("Number of the other ticket"),
    "agent_id": gettext_lazy("Assignee"),
    "answer": gettext_lazy("Answer"),
    "asked": gettext_lazy("What the customer asks"),
    "category_id": gettext_lazy("Category"),
    "due_at": gettext_lazy("Wanted by"),
    "file": gettext_lazy("Attachments"),
    "message_ids": gettext_lazy("Messages that move"),
    "name": gettext_lazy("Name"),
    "other_id": gettext_lazy("Number of the other ticket"),
    "priority": gettext_lazy("Priority"),
    "status": gettext_lazy("Status"),
    "subject": gettext_lazy("Subject"),
    "team_id": gettext_lazy("Team"),
    "text": gettext_lazy("Text"),
    "to_team_id": gettext_lazy("To which team"),
    "until": gettext_lazy("Wake up at"),
    "wanted": gettext_lazy("What is wanted"),
}


def refusal(request: HttpRequest, error: MadoguchiError) -> HttpResponse:
    """An expected refusal: JSON for scripts that ask for it, a toast for htmx, a page for people."""
    message = _named(error) if isinstance(error, Invalid) else error.message
    if "application/json" in request.headers.get("Accept", ""):
        details = {name: value for name, value in error.details.items() if isinstance(value, (str, int, list, bool))}
        return JsonResponse({"code": error.code, "message": message, "details": details}, status=error.status)
    return show(request, status=error.status, title=_("This did not work"), text=message)


def _named(error: Invalid) -> str:
    name = error.details.get("field")
    label = FIELD_LABELS.get(name) if isinstance(name, str) else None
    return str(error.text) % {**error.details, "field": label} if label else error.message


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
    """404; an address that is one of ours but for a slash at its end leads to the page that was meant."""
    meant = request.path_info.rstrip("/")
    if request.method in ("GET", "HEAD") and meant != request.path_info and is_valid_path(meant):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{meant}?{query}" if query else meant)
    return show(request, status=404, title=_("Nothing is here"), text=_("This was not found, or you may not see it."))


def fault(request: HttpRequest) -> HttpResponse:
    """500: our mistake. The details are in the log."""
    return show(
        request,
        status=500,
        title=_("Something went wrong on our side"),
        text=_("It has been recorded. Try again in a moment."),
    )
