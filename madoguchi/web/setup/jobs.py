"""Failed jobs: work in the background that gave up; sending it back, or throwing it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.kernel.errors import Conflict
from madoguchi.kernel.jobs import dead
from madoguchi.people.permissions import PeoplePermission
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm
from madoguchi.web.setup.navigation import setup_page

LONGEST_SHOWN = 60


@needs(PeoplePermission.SETTING_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """The newest ones."""
    jobs = [(job, _shown(job.arguments)) for job in dead.dead_letters(by=request.actor)]
    return setup_page(request, "setup/jobs.html", {"jobs": jobs})


@needs(PeoplePermission.SETTING_MANAGE)
def retry(request: DeskRequest, job_id: int) -> HttpResponse:
    """Sends one back to work."""
    if request.method == "POST":
        try:
            dead.retry(job_id, by=request.actor)
            messages.success(request, _("The job is tried again."))
        except Conflict as refusal:
            messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("setup_jobs"))


@needs(PeoplePermission.SETTING_MANAGE)
def discard(request: DeskRequest, job_id: int) -> HttpResponse:
    """Throws one away."""
    return confirm(
        request,
        lambda: dead.discard(job_id, by=request.actor),
        screen=Screen(_("Throw this job away?"), reverse("setup_jobs"), _("Failed jobs")),
        text=_("It will not be tried again. This cannot be undone."),
        action=_("Throw away"),
        done=_("The job is thrown away."),
    )


def _shown(arguments: dict[str, Any]) -> str:
    """Ids and short words. Longer texts may hold a secret link (a mail with a password link) and are not shown."""
    parts = []
    for name, value in arguments.items():
        text = str(value)
        parts.append(f"{name}: {text if len(text) <= LONGEST_SHOWN and '://' not in text else '…'}")
    return ", ".join(parts)
