"""The set-up's front page: every screen with what it is for."""

from django.http import HttpResponse

from madoguchi.kernel.errors import NotAllowed
from madoguchi.people.permissions import PeoplePermission
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.setup.navigation import entries_for, setup_page


@signed_in
def show(request: DeskRequest) -> HttpResponse:
    """What the agent may set up."""
    if not entries_for(request.actor):
        raise NotAllowed(permission=str(PeoplePermission.SETTING_MANAGE))
    return setup_page(request, "setup/overview.html")
