"""The mail room: where is this mail? Everything that came in or went out, with what became of it; as pages and CSV."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.channels import queries, tracing
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.tracing import IN, Place, Traced, Wanted
from madoguchi.web.doors import DeskRequest
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.mail_words import STATE_KINDS, STATE_LABELS, WAY_LABELS, state_choices
from madoguchi.web.setup.navigation import setup_page
from madoguchi.web.spreadsheet import csv_response

PER_PAGE = 50
MOST_EXPORTED = 50_000


def _inboxes() -> list[tuple[str, str]]:
    return [("", _("All inboxes")), *((str(key), name) for key, name in sorted(queries.inbox_names().items()))]


class SearchForm(forms.Form):
    """What to look for."""

    words = forms.CharField(
        label=gettext_lazy("Address, name, subject or Message-ID"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        choices=(("", gettext_lazy("In and out")), *WAY_LABELS.items()),
        required=False,
    )
    state = forms.ChoiceField(label=pgettext_lazy("mail", "State"), choices=state_choices, required=False)
    inbox = forms.ChoiceField(label=gettext_lazy("Inbox"), choices=_inboxes, required=False)
    since = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@needs(ChannelPermission.RAW_READ)
def index(request: DeskRequest) -> HttpResponse:
    """A page of the search; `after` continues it."""
    form = SearchForm(request.GET)
    after = Place.read(request.GET.get("after", ""))
    found = tracing.page(_wanted(form), after=after, size=PER_PAGE + 1, by=request.actor)
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    following = {**kept, "after": str(found[PER_PAGE - 1].place)} if len(found) > PER_PAGE else None
    names = queries.inbox_names()
    context = {
        "form": form,
        "rows": [_worded(one, names) for one in found[:PER_PAGE]],
        "asked": bool(kept),
        "next": f"?{urlencode(following)}" if following else "",
        "first": f"?{urlencode(kept)}" if after else "",
        "csv": f"{reverse('setup_mail_room_csv')}?{urlencode(kept)}",
    }
    return setup_page(request, "setup/mail_room.html", context, status=422 if form.errors else 200)


@needs(ChannelPermission.RAW_READ)
def export(request: DeskRequest) -> HttpResponse:
    """The same list as CSV."""
    headings = [
        *(_("Time"), _("Direction"), _("From or to"), _("Subject"), _("Inbox"), _("State"), _("Reason")),
        *(_("Ticket"), "Message-ID"),
    ]
    wanted = _wanted(SearchForm(request.GET))
    found = tracing.everything(wanted, by=request.actor, most=MOST_EXPORTED)
    return csv_response("mail.csv", headings, _lines(found))


def _wanted(form: SearchForm) -> Wanted:
    form.is_valid()
    values: dict[str, Any] = form.cleaned_data
    until = values.get("until")
    return Wanted(
        words=values.get("words", ""),
        way=values.get("way", ""),
        state=values.get("state", ""),
        inbox_id=int(values["inbox"]) if values.get("inbox") else None,
        since=_midnight(values["since"]) if values.get("since") else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _worded(one: Traced, names: dict[int, str]) -> dict[str, Any]:
    address = reverse("setup_raw" if one.way == IN else "setup_delivery", args=[one.id])
    return {
        "one": one,
        "inward": one.way == IN,
        "address": address,
        "inbox": names.get(one.inbox_id, ""),
        "state": STATE_LABELS.get(one.state, one.state),
        "kind": STATE_KINDS.get(one.state, "plain"),
    }


def _lines(found: Iterator[Traced]) -> Iterator[list[object]]:
    names = queries.inbox_names()
    for one in found:
        yield [
            timezone.localtime(one.at).isoformat(timespec="seconds"),
            WAY_LABELS[one.way],
            *(one.other, one.subject, names.get(one.inbox_id, ""), STATE_LABELS.get(one.state, one.state), one.reason),
            *(one.ticket_id or "", one.message_id),
        ]
