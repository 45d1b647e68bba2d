"""The page for those who were asked about a ticket: they read the consultation and answer, without an account.

It shows that talk and nothing else of the ticket. Works without scripts.
"""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madoguchi.channels import scans
from madoguchi.channels.services import file_links, guests
from madoguchi.kernel import files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import MadoguchiError, NotFound
from madoguchi.kernel.plain.messages import FilePart
from madoguchi.tickets import consultations
from madoguchi.tickets.consultations import Talk
from madoguchi.web.forms import attach
from madoguchi.web.language import keep_choice
from madoguchi.web.limits import within
from madoguchi.web.public import guard
from madoguchi.web.public.questions import ManyFilesField
from madoguchi.web.public.request_form import reasons
from madoguchi.web.rendering import page

LOOKS_PER_TEN_MINUTES = 120
ANSWERS_PER_HOUR = 20


class AnswerForm(forms.Form):
    """What a guest says. `author` is chosen from those who were asked; one alone need not choose."""

    author = forms.ChoiceField(label=pgettext_lazy("guests", "Who are you?"))
    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 8}), required=False
    )
    attachments = ManyFilesField(label=gettext_lazy("Files"), required=False)

    def __init__(self, *arguments: object, people: list[dict[str, str]], **more: object) -> None:
        super().__init__(*arguments, **more)  # type: ignore[arg-type]
        names = [person["name"] or person["address"] for person in people]
        if len(names) == 1:
            del self.fields["author"]
        else:
            self.fields["author"].choices = [(name, name) for name in dict.fromkeys(names)]  # type: ignore[attr-defined]


def show(request: HttpRequest, token: str) -> HttpResponseBase:
    """The talk and the form; 410 when the link has run out, was revoked or never was."""
    opened = _opened(request, token)
    if opened is None:
        return _gone(request)
    talk, link_id = opened
    posted = request.method == "POST"
    form = AnswerForm(
        request.POST if posted else None,
        {"attachments": request.FILES.getlist("attachments")} if posted else None,
        people=talk.row.people,
        auto_id="q-%s",
    )
    if posted and _take(request, form, talk, link_id):
        messages.success(request, _("Thank you. Your answer has arrived."))
        return _unseen(HttpResponseRedirect(request.get_full_path()))
    stamp = request.POST.get(guard.STAMP, "") if posted and not form.errors else guard.new_stamp()
    context = {
        "talk": talk,
        "token": token,
        "form": form,
        "stamp": stamp,
        "told": list(messages.get_messages(request)),
        "size": file_links.size,
        "files_lost": posted and bool(request.FILES),
    }
    answer = page(request, "public/guests.html", context, status=422 if posted else 200)
    return keep_choice(request, _unseen(answer))


def download(request: HttpRequest, token: str, file_id: int) -> HttpResponseBase:
    """A file of the talk, always as a download."""
    opened = _opened(request, token)
    shown = {message.id for message in opened[0].messages} if opened is not None else set()
    listed = [one for key, found in (opened[0].files if opened else {}).items() if key in shown for one in found]
    found = next((one for one in listed if one.id == file_id), None)
    if found is None or scans.virus_in(found.file.sha256):
        return _gone(request)
    response = HttpResponse(content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Madoguchi-File"] = str(files.path_of(found.file.sha256))
    return _unseen(response)


def _take(request: HttpRequest, form: AnswerForm, talk: Talk, link_id: int) -> bool:
    if not form.is_valid():
        return False
    values = form.cleaned_data
    person = talk.row.people[0]
    try:
        key = guard.key_of(request, by_link=True)
        if not within(request, "guest_answers", amount=ANSWERS_PER_HOUR, seconds=3600, key=str(link_id)):
            raise guard.Unwelcome("often")
        guests.answer(
            link_id,
            name=values.get("author") or person["name"] or person["address"],
            text=values["text"].replace("\r\n", "\n").replace("\x00", ""),
            files=[
                FilePart(one.name or "file", one.content_type or "application/octet-stream", one.read())
                for one in values.get("attachments", [])
            ],
            key=key,
            by=SYSTEM,
        )
    except guard.Unwelcome as unwelcome:
        form.add_error(None, reasons()[unwelcome.reason])
        return False
    except NotFound:
        raise
    except MadoguchiError as refusal:
        attach(form, refusal)
        return False
    return True


def _opened(request: HttpRequest, token: str) -> tuple[Talk, int] | None:
    if not within(request, "guests", amount=LOOKS_PER_TEN_MINUTES, seconds=600):
        return None
    return consultations.for_guest(token)


def _gone(request: HttpRequest) -> HttpResponse:
    return _unseen(page(request, "public/guests_gone.html", {}, status=410))


def _unseen(response: HttpResponse) -> HttpResponse:
    """Neither kept by anybody on the way nor told to other sites. The form itself must still say where it came from."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
