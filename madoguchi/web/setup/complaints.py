"""Complaints: the root causes one can choose, and the policy of consent, follow-up and breaks."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madoguchi.kernel.errors import NotFound
from madoguchi.tickets.complaints import reading
from madoguchi.tickets.complaints.policy import MEANINGS, MOST_CONSENTS, Policy, policy
from madoguchi.tickets.models import ComplaintCause
from madoguchi.tickets.models.complaint import Severity
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import governing
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm, edit
from madoguchi.web.setup.navigation import setup_page


class CauseForm(forms.Form):
    """One root cause."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    position = forms.IntegerField(
        label=gettext_lazy("Position"), min_value=0, initial=0, help_text=gettext_lazy("Small numbers come first.")
    )
    active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Switched off, it stays on old complaints and is no longer offered."),
    )


class PolicyForm(forms.Form):
    """How many agree, and when customers are asked again."""

    compensation = forms.IntegerField(
        label=gettext_lazy("People who agree to a compensation"), min_value=1, max_value=MOST_CONSENTS
    )
    follow_up_days = forms.IntegerField(
        label=gettext_lazy("Ask the customer again after (days)"),
        min_value=0,
        max_value=governing.LONGEST_FOLLOW_UP,
        help_text=gettext_lazy("Counted from the closing. 0 for never."),
    )
    cool_off_minutes = forms.IntegerField(
        label=gettext_lazy("Break after an abusive contact (minutes)"),
        min_value=0,
        max_value=governing.LONGEST_COOL_OFF,
        help_text=gettext_lazy("Offered to the agent who reports one: no new work, and nothing more of this customer."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in Severity:
            self.fields[f"consents_{one.value}"] = forms.IntegerField(
                label=_("People who agree before closing: %(severity)s") % {"severity": one.label},
                help_text=str(MEANINGS[one]),
                min_value=0,
                max_value=MOST_CONSENTS,
            )
        self.order_fields([f"consents_{one.value}" for one in Severity])


@needs(TicketPermission.SETUP)
def index(request: DeskRequest) -> HttpResponse:
    """The causes, and the way to the policy."""
    return setup_page(request, "setup/complaints.html", {"rows": list(reading.causes())})


@needs(TicketPermission.SETUP)
def rules(request: DeskRequest) -> HttpResponse:
    """The policy."""
    now = policy()
    initial = {f"consents_{number}": count for number, count in enumerate(now.consents, start=1)} | {
        name: getattr(now, name) for name in ("compensation", "follow_up_days", "cool_off_minutes")
    }

    def save(values: dict[str, Any]) -> None:
        first, second, third, fourth = (values.pop(f"consents_{one.value}") for one in Severity)
        governing.set_policy(Policy(consents=(first, second, third, fourth), **values), by=request.actor)

    return edit(
        request,
        PolicyForm(request.POST or None, initial=initial),
        save,
        screen=_screen(_("Consent and follow-up")),
        done=_("Saved."),
    )


@needs(TicketPermission.SETUP)
def add(request: DeskRequest) -> HttpResponse:
    """A new cause."""
    return edit(
        request,
        CauseForm(request.POST or None),
        lambda values: governing.save_cause(**values, by=request.actor),
        screen=_screen(_("New root cause")),
        done=_("Saved."),
    )


@needs(TicketPermission.SETUP)
def change(request: DeskRequest, cause_id: int) -> HttpResponse:
    """A cause's form."""
    row = _found(cause_id)
    initial = {"name": row.name, "position": row.position, "active": row.active}
    return edit(
        request,
        CauseForm(request.POST or None, initial=initial),
        lambda values: governing.save_cause(cause_id, **values, by=request.actor),
        screen=_screen(row.name, removal=reverse("setup_cause_removal", args=[cause_id])),
        done=_("Saved."),
    )


@needs(TicketPermission.SETUP)
def remove(request: DeskRequest, cause_id: int) -> HttpResponse:
    """Deletes a cause that was never used."""
    row = _found(cause_id)
    return confirm(
        request,
        lambda: governing.delete_cause(cause_id, by=request.actor),
        screen=_screen(_("Delete “%(name)s”?") % {"name": row.name}),
        text=_("A cause that complaints name cannot be deleted. Switch it off instead."),
        action=_("Delete"),
        done=_("Deleted."),
    )


def _screen(title: str, *, removal: str = "") -> Screen:
    back = reverse("setup_complaints")
    return Screen(title, back, _("Complaints"), removal=removal, removal_label=_("Delete …"))


def _found(cause_id: int) -> ComplaintCause:
    row = reading.causes().filter(pk=cause_id).first()
    if row is None:
        raise NotFound
    return row
