"""カスハラ for supervisors: every report that stands, its evidence, and the steps taken."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel import clock
from madoguchi.tickets import abuse
from madoguchi.tickets.models.abuse import StepKind
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import cooling_off, reporting_abuse
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records.complaints import tabs
from madoguchi.web.records.pages import done_or_told, edit, record_page
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen

MOST = 200


class StepForm(forms.Form):
    """One step."""

    kind = forms.ChoiceField(label=gettext_lazy("Step"), choices=StepKind.choices)
    note = forms.CharField(
        label=gettext_lazy("What was said or written"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("A letter of warning is made from the ticket: “Write a letter…”."),
    )


@needs(TicketPermission.ABUSE_MANAGE)
def index(request: DeskRequest) -> HttpResponse:
    """Reports that stand; `all=yes` with those that were lifted."""
    everything = request.GET.get("all") == "yes"
    context = {
        "tabs": tabs(request.actor, "abuse"),
        "rows": list(abuse.contacts(by=request.actor, standing=not everything)[:MOST]),
        "everything": everything,
        "now": clock.now(),
    }
    return record_page(request, "records/abuse.html", context)


@needs(TicketPermission.ABUSE_MANAGE)
def show(request: DeskRequest, abuse_id: int) -> HttpResponse:
    """One report, and the form of the next step."""
    row = abuse.contact(abuse_id, by=request.actor)

    def act(values: dict[str, str]) -> str:
        reporting_abuse.take_step(abuse_id, kind=values["kind"], note=values["note"], by=request.actor)
        return reverse("abuse_contact", args=[abuse_id])

    shown = {"row": row, "evidence": abuse.evidence(row, by=request.actor), "now": clock.now()}
    screen = Screen(str(row.get_kind_display()), reverse("abuse"), _("Abusive contacts"))
    return edit(
        request, StepForm(request.POST or None), act, screen=screen, template="records/abuse_contact.html", extra=shown
    )


@needs(TicketPermission.ABUSE_MANAGE)
def end_rest(request: DeskRequest, abuse_id: int) -> HttpResponse:
    """Ends the break."""
    return done_or_told(
        request,
        lambda: cooling_off.end(abuse_id, by=request.actor),
        done=_("The break is over"),
        to=reverse("abuse_contact", args=[abuse_id]),
    )
