"""相談: asking others about a ticket from inside it, reading what they answer, writing on, finishing."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.channels import reasons, scans
from madoguchi.kernel import clock, files
from madoguchi.kernel.errors import NotFound
from madoguchi.kernel.ids import token
from madoguchi.tickets import consultations, reading
from madoguchi.tickets.services import attaching
from madoguchi.tickets.services.asking import consulting, inviting, sending
from madoguchi.web.desk import forms
from madoguchi.web.desk.answering import told
from madoguchi.web.desk.handing_on import typed_people
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

DAYS = (0, 7, 14, 30, 90)


@signed_in
def begin(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Whom to ask what, with which files of the ticket. Nothing of the ticket is filled in."""
    ticket = reading.ticket(ticket_id, by=request.actor)
    messages, _more = reading.messages(ticket_id, by=request.actor, limit=100)
    found = [file for message in messages for file in message["attachments"]]
    context = {"ticket": ticket, "files": found, "days": DAYS, "chosen": inviting.DAYS, "client_key": token(12)}
    return page(request, "desk/_consult.html", context)


@signed_in
def consult(request: DeskRequest, ticket_id: int) -> HttpResponseBase:
    """Sends the question."""
    reading.ticket(ticket_id, by=request.actor)
    days = forms.optional_number(request, "link_days")
    consulting.consult(
        ticket_id,
        to=typed_people(request, "to"),
        subject=request.POST.get("subject", ""),
        text=_text(request),
        attachment_ids=[*forms.numbers(request, "keep_ids"), *_uploads(request)],
        link_days=inviting.DAYS if days is None else days,
        client_key=_key(request),
        by=request.actor,
    )
    return told(ticket=ticket_id, toast=_("Asked. The customer sees nothing of it."))


@signed_in
def show(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """The window with the talk."""
    return _page(request, consultation_id, "desk/_consultation.html")


@signed_in
def talk(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """Only what was said: fetched again when something happened."""
    return _page(request, consultation_id, "desk/_consultation_said.html")


@signed_in
def write(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """Writes to the same people again."""
    consultations.one(consultation_id, by=request.actor)
    consulting.write(
        consultation_id,
        text=_text(request),
        attachment_ids=_uploads(request),
        client_key=_key(request),
        by=request.actor,
    )
    return _page(request, consultation_id, "desk/_consultation_inside.html")


@signed_in
def close(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """Nothing more is awaited."""
    row = consulting.close(consultation_id, by=request.actor)
    return told(ticket=row.ticket_id, toast=_("Consultation finished"), undo=f"/consultations/{row.id}/closure")


@signed_in
def reopen(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """Goes on after all."""
    row = consulting.reopen(consultation_id, by=request.actor)
    return told(ticket=row.ticket_id, toast=_("Consultation taken up again"))


@signed_in
def invite(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """A new link to the page for answers."""
    return _changed(request, consultation_id, lambda: inviting.invite(consultation_id, by=request.actor))


@signed_in
def revoke(request: DeskRequest, consultation_id: int) -> HttpResponseBase:
    """The page opens no more."""
    return _changed(request, consultation_id, lambda: inviting.revoke(consultation_id, by=request.actor))


@signed_in
def send_again(request: DeskRequest, asked_id: int) -> HttpResponseBase:
    """Tries a failed or unconfirmed mail again."""
    row = sending.retry(asked_id, by=request.actor)
    return _page(request, row.consultation_id, "desk/_consultation_inside.html")


@signed_in
def download(request: DeskRequest, file_id: int) -> HttpResponseBase:
    """A file of a consultation, always as a download; one with a virus not at all."""
    found = consultations.file_of(file_id, by=request.actor)
    if scans.virus_in(found.file.sha256):
        raise NotFound
    response = HttpResponse(content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Madoguchi-File"] = str(files.path_of(found.file.sha256))
    return response


def _changed(request: DeskRequest, consultation_id: int, act: Callable[[], object]) -> HttpResponseBase:
    act()
    return _page(request, consultation_id, "desk/_consultation_inside.html")


def _page(request: DeskRequest, consultation_id: int, template: str) -> HttpResponseBase:
    shown = consultations.one(consultation_id, by=request.actor)
    context = {"talk": shown, "now": clock.now(), "explain": reasons.explain, "client_key": token(12)}
    context["link"] = f"{settings.PUBLIC_URL}{shown.link_path}" if shown.link_path else ""
    return page(request, template, context)


def _text(request: DeskRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", "")


def _key(request: DeskRequest) -> str | None:
    return request.POST.get("client_key", "")[:64] or None


def _uploads(request: DeskRequest) -> list[int]:
    """Files chosen in the form itself, kept as the agent's own until the message takes them."""
    return [
        attaching.upload(
            name=one.name or "",
            type=one.content_type or "application/octet-stream",
            content=one.read(),
            by=request.actor,
        ).id
        for one in request.FILES.getlist("files")
    ]
