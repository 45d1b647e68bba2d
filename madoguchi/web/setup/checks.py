"""送信前チェック: what each check does when it finds something, and the words that are not to be used."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.people import queries as people
from madoguchi.people.permissions import PeoplePermission
from madoguchi.tickets.checks.base import APPROVE, OFF, STOP, WARN
from madoguchi.tickets.checks.order import CHECKS
from madoguchi.tickets.services import checking
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, edit

LEVELS = (
    (WARN, pgettext_lazy("check", "Warn")),
    (APPROVE, pgettext_lazy("check", "Needs approval")),
    (STOP, pgettext_lazy("check", "Stop")),
    (OFF, pgettext_lazy("check", "Off")),
)


class ChecksForm(forms.Form):
    """A level for each check, and the list of words."""

    words = forms.CharField(
        label=gettext_lazy("Forbidden words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("One word a line. An exclamation mark before a word stops the reply: !word."),
    )

    approved = forms.MultipleChoiceField(
        label=gettext_lazy("Agents whose answers need approval"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What they write leaves only when a colleague who may approve answers agrees."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for check in CHECKS:
            self.fields[check.code] = forms.ChoiceField(
                label=str(check.label), help_text=str(check.purpose), choices=LEVELS, widget=forms.Select
            )
        self.fields["approved"].choices = [(one.id, one.name) for one in people.agents(active=True)]  # type: ignore[attr-defined]
        self.order_fields([*(check.code for check in CHECKS), "words", "approved"])


@needs(PeoplePermission.SETTING_MANAGE)
def show(request: DeskRequest) -> HttpResponse:
    """Shows and saves it."""
    now = checking.rules()
    form = ChecksForm(
        request.POST or None, initial={**now.levels, "words": "\n".join(now.words), "approved": sorted(now.approved)}
    )
    screen = Screen(
        _("Checks before sending"),
        reverse("setup_checks"),
        "",
        _(
            "Every reply is looked at before it leaves. A warning can be confirmed by its writer, what needs approval "
            "by a colleague, a stop by nobody."
        ),
    )
    return edit(request, form, lambda values: _save(request, values), screen=screen, done=_("Saved."))


def _save(request: DeskRequest, values: dict[str, Any]) -> None:
    levels = {check.code: values[check.code] for check in CHECKS}
    checking.set_rules(
        levels=levels,
        words=values["words"].splitlines(),
        approved=[int(number) for number in values["approved"]],
        by=request.actor,
    )
