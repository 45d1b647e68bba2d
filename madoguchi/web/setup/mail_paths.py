"""One mail in the mail room: the path it took, what can be seen of it while no ticket shows it, what can be done."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from madoguchi.channels import paths, reasons
from madoguchi.channels.base.mail.preview import Preview
from madoguchi.channels.errors import ContentGone, NotRetryable
from madoguchi.channels.models import RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.services import quarantine
from madoguchi.kernel import files
from madoguchi.web.doors import DeskRequest
from madoguchi.web.forms import accepted
from madoguchi.web.setup.doors import needs
from madoguchi.web.setup.editing import Screen, confirm
from madoguchi.web.setup.mail_words import STATE_KINDS, STATE_LABELS
from madoguchi.web.setup.navigation import setup_page

SHOWN = (RawState.QUARANTINED, RawState.FILTERED, RawState.DISCARDED, RawState.STORED)


class TicketForm(forms.Form):
    """What a ticket needs that the message does not tell."""

    sender = forms.EmailField(
        label=gettext_lazy("Sender’s address"),
        max_length=254,
        help_text=gettext_lazy("Whom the ticket belongs to. Look for it in the message below."),
    )
    name = forms.CharField(label=gettext_lazy("Sender’s name"), max_length=120, required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)


@needs(ChannelPermission.RAW_READ)
def came_in(request: DeskRequest, raw_id: int) -> HttpResponse:
    """A message that came in. What no ticket shows is shown here; each look is audited."""
    raw = paths.raw_message(raw_id, by=request.actor)
    return _page(request, raw, TicketForm(initial=_initial(raw)))


@needs(ChannelPermission.RAW_READ)
def went_out(request: DeskRequest, delivery_id: int) -> HttpResponse:
    """A message that went out; its text is on the ticket."""
    row = paths.delivery(delivery_id, by=request.actor)
    title = row.subject or _("(no subject)")
    context = {
        "screen": Screen(title, reverse("setup_mail_room"), _("Mail room")),
        "row": row,
        "to": ", ".join(person.get("address", "") for person in row.recipients),
        "steps": paths.way_out(row),
        "state": STATE_LABELS[row.state],
        "kind": STATE_KINDS.get(row.state, "plain"),
    }
    return setup_page(request, "setup/sent.html", context)


@needs(ChannelPermission.RAW_RETRY)
def open_ticket(request: DeskRequest, raw_id: int) -> HttpResponse:
    """Makes a ticket of a message that could not be read."""
    raw = paths.raw_message(raw_id, by=request.actor)
    form = TicketForm(request.POST or None, initial=_initial(raw))
    made: list[int] = []
    if accepted(request, form, lambda values: made.append(quarantine.open_anyway(raw_id, **values, by=request.actor))):
        messages.success(
            request, _("Ticket #%(number)s is made. The message as it came is attached.") % {"number": made[0]}
        )
        return HttpResponseRedirect(reverse("setup_raw", args=[raw_id]))
    return _page(request, raw, form, status=422 if request.method == "POST" else 200)


@needs(ChannelPermission.RAW_RETRY)
def discard(request: DeskRequest, raw_id: int) -> HttpResponse:
    """Throws a message away, after asking."""
    raw = paths.raw_message(raw_id, by=request.actor)
    back = reverse("setup_raw", args=[raw_id])
    return confirm(
        request,
        lambda: quarantine.discard(raw_id, by=request.actor),
        screen=Screen(_("Throw this message away?"), back, _title(raw)),
        text=_("It becomes no ticket and leaves the list. You can take it back as long as its original is kept."),
        action=_("Throw away"),
        done=_("The message is thrown away. Here you can take it back."),
    )


@needs(ChannelPermission.RAW_RETRY)
def restore(request: DeskRequest, raw_id: int) -> HttpResponse:
    """Takes back what was thrown away."""
    if request.method == "POST":
        try:
            quarantine.restore(raw_id, by=request.actor)
            messages.success(request, _("The message waits in quarantine again."))
        except NotRetryable as refusal:
            messages.error(request, refusal.message)
    return HttpResponseRedirect(reverse("setup_raw", args=[raw_id]))


@needs(ChannelPermission.RAW_DOWNLOAD)
def download(request: DeskRequest, raw_id: int) -> HttpResponse:
    """The message as it came, as a file that no browser opens by itself; audited."""
    found = quarantine.original(raw_id, by=request.actor)
    response = HttpResponse(content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Madoguchi-File"] = str(files.path_of(found.sha256))
    return response


def _page(request: DeskRequest, raw: RawMessage, form: TicketForm, *, status: int = 200) -> HttpResponse:
    context = {
        "screen": Screen(_title(raw), reverse("setup_mail_room"), _("Mail room")),
        "raw": raw,
        "form": form,
        "asked": form.is_bound,
        "reason": reasons.explain(raw.reason) if raw.reason else "",
        "state": STATE_LABELS[raw.state],
        "kind": STATE_KINDS.get(raw.state, "plain"),
        "steps": paths.way_in(raw),
        "seen": _preview(request, raw),
        "loose": raw.state in (RawState.QUARANTINED, RawState.FILTERED) and raw.ticket_id is None,
        "may_retry": request.actor.has(ChannelPermission.RAW_RETRY),
        "may_download": request.actor.has(ChannelPermission.RAW_DOWNLOAD) and raw.file is not None,
    }
    return setup_page(request, "setup/raw.html", context, status=status)


def _preview(request: DeskRequest, raw: RawMessage) -> Preview | None:
    if raw.state not in SHOWN:
        return None
    try:
        return quarantine.preview(raw.id, by=request.actor)
    except (ContentGone, NotRetryable):
        return None


def _title(raw: RawMessage) -> str:
    return raw.subject or pgettext("mail", "Message %(id)s") % {"id": raw.id}


def _initial(raw: RawMessage) -> dict[str, str]:
    return {"sender": raw.sender, "subject": quarantine.suggested_subject(raw)}
