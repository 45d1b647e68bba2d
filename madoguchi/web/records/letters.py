"""お詫び状 and other letters: the words beside the page they make, and where the PDF goes."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.kernel.errors import MadoguchiError
from madoguchi.tickets import reading
from madoguchi.tickets.letters.sheet import Sheet, Wording
from madoguchi.tickets.permissions import TicketPermission
from madoguchi.tickets.services import lettering
from madoguchi.web.doors import DeskRequest
from madoguchi.web.records.pages import record_page
from madoguchi.web.setup.doors import needs

AREA = forms.Textarea


class SheetForm(forms.Form):
    """Every part of the page."""

    date = forms.CharField(label=pgettext_lazy("letter", "Date"), max_length=60, required=False)
    addressee = forms.CharField(label=pgettext_lazy("letter", "To"), widget=AREA(attrs={"rows": 2}), required=False)
    sender = forms.CharField(label=pgettext_lazy("letter", "Sender"), widget=AREA(attrs={"rows": 3}), required=False)
    seal = forms.BooleanField(label=gettext_lazy("Leave a place for the seal"), required=False)
    title = forms.CharField(label=pgettext_lazy("letter", "Title"), max_length=120, required=False)
    opening = forms.CharField(label=gettext_lazy("Opening word"), max_length=40, required=False)
    body = forms.CharField(label=gettext_lazy("Text"), widget=AREA(attrs={"rows": 12}))
    ending = forms.CharField(label=gettext_lazy("Ending word"), max_length=40, required=False)
    items = forms.CharField(
        label=gettext_lazy("Items"),
        widget=AREA(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("One a line; they stand between “記” and “以上”. Leave empty for none."),
    )


@needs(TicketPermission.COMPLAIN)
def write(request: DeskRequest, ticket_id: int) -> HttpResponse:
    """The form, filled from a template; `place` note or reply makes the letter."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    wordings = lettering.wordings()
    chosen = _chosen(wordings, request.GET.get("template", ""), request.GET.get("kind", ""))
    form = SheetForm(request.POST or None, initial=_initial(request, ticket_id, chosen))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            place = "reply" if request.POST.get("place") == "reply" else "note"
            lettering.make(ticket_id, sheet=Sheet(**form.cleaned_data), place=place, by=request.actor)  # type: ignore[arg-type]
        except MadoguchiError as refusal:
            if refusal.status in (403, 404):
                raise
            refused = refusal.message
        else:
            return HttpResponseRedirect(f"/tickets/{ticket_id}")
    context = {
        "ticket": ticket,
        "form": form,
        "refused": refused,
        "wordings": [(f"{one.kind}-{one.id}", one.name, one == chosen) for one in wordings],
    }
    return record_page(request, "records/letter.html", context, status=422 if form.errors or refused else 200)


@needs(TicketPermission.COMPLAIN)
def preview(request: DeskRequest, ticket_id: int) -> HttpResponse:
    """The page as a PDF, shown and not kept."""
    form = SheetForm(request.POST)
    if not form.is_valid():
        return record_page(request, "records/letter_unfit.html", {"form": form}, status=422)
    drawn = lettering.preview(ticket_id, sheet=Sheet(**form.cleaned_data), by=request.actor)
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="letter.pdf"'
    answer["Content-Security-Policy"] = "frame-ancestors 'self'"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _initial(request: DeskRequest, ticket_id: int, chosen: Wording) -> dict[str, Any]:
    return lettering.compose(ticket_id, wording=chosen, by=request.actor).parts()


def _chosen(wordings: list[Wording], key: str, kind: str) -> Wording:
    found = [one for one in wordings if f"{one.kind}-{one.id}" == key or (not key and one.kind == kind)]
    return (found or wordings)[0]
