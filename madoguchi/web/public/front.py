"""The front page: the desk for those who work here, the help centre for everybody else."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from madoguchi.web.language import keep_choice


def lead(request: HttpRequest) -> HttpResponse:
    """Leads on."""
    signed_in = request.agent is not None  # type: ignore[attr-defined]
    return keep_choice(request, HttpResponseRedirect("/desk" if signed_in else reverse("help")))
