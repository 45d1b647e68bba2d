"""The request form and its confirmation. Works without scripts; keeps what was typed when something is wrong."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from madoguchi.channels.services import forms
from madoguchi.channels.services.forms import OpenForm
from madoguchi.kernel.errors import MadoguchiError, NotFound
from madoguchi.kernel.plain.messages import FilePart
from madoguchi.tickets import fields, setup_queries
from madoguchi.web.forms import attach
from madoguchi.web.language import keep_choice
from madoguchi.web.limits import address_of
from madoguchi.web.public import guard
from madoguchi.web.public.questions import RequestForm
from madoguchi.web.rendering import page

SENT = "madoguchi.request.sent"


def choose(request: HttpRequest) -> HttpResponse:
    """The only form, or a list of them."""
    offered = forms.open_forms()
    if not offered:
        raise NotFound
    if len(offered) == 1:
        return keep_choice(request, HttpResponseRedirect(reverse("request_form", args=[offered[0].slug])))
    return keep_choice(request, page(request, "public/requests.html", {"forms": offered}))


def form(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows the form; takes it when all is well."""
    inbox = forms.find(slug)
    posted = request.method == "POST"
    questions = RequestForm(
        request.POST if posted else None,
        {"attachments": request.FILES.getlist("attachments")} if posted else None,
        asks=inbox.asks,
        categories=setup_queries.offered(inbox.team_id),
        custom=fields.definitions(inbox.team_id, on_form=True),
        auto_id="q-%s",
    )
    if posted:
        reference = _take(request, inbox, questions)
        if reference:
            token = signing.dumps(reference, salt=SENT)
            return HttpResponseRedirect(f"{reverse('request_sent', args=[slug])}?r={token}")
    context = {
        "inbox": inbox,
        "form": questions,
        "stamp": guard.new_stamp() if not posted or questions.errors else request.POST.get(guard.STAMP, ""),
        "files_lost": posted and bool(request.FILES),
    }
    return keep_choice(request, page(request, "public/request.html", context, status=422 if posted else 200))


def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The confirmation with the reference, readable only by who was sent here."""
    inbox = forms.find(slug)
    try:
        reference = signing.loads(request.GET.get("r", ""), salt=SENT, max_age=7 * 24 * 3600)
    except signing.BadSignature:
        raise NotFound from None
    return keep_choice(request, page(request, "public/sent.html", {"inbox": inbox, "reference": reference}))


def _take(request: HttpRequest, inbox: OpenForm, questions: RequestForm) -> str:
    if not questions.is_valid():
        return ""
    values = questions.cleaned_data
    try:
        key = guard.key_of(request)
        guard.count(request, email=values["email"])
        return forms.submit(
            inbox.id,
            key=key,
            name=values["name"],
            email=values["email"],
            company=values.get("company", ""),
            phone=values.get("phone", ""),
            category_id=int(values["category"]) if values.get("category") else None,
            subject=values["subject"],
            text=values["text"],
            fields=questions.custom_values(),
            files=[
                FilePart(one.name or "file", one.content_type or "application/octet-stream", one.read())
                for one in values.get("attachments", [])
            ],
            ip=address_of(request),
            by=request.actor,  # type: ignore[attr-defined]
        )
    except guard.Unwelcome as unwelcome:
        questions.add_error(None, reasons()[unwelcome.reason])
    except MadoguchiError as refusal:
        attach(questions, refusal)
    return ""


def reasons() -> dict[str, str]:
    """What an unwelcome request is told, by its code."""
    return {
        "trap": _("This looks like it was sent by a robot. Please leave the hidden field empty and send again."),
        "fast": _("That was very quick. Please wait a few seconds and send again."),
        "old": _("This page was open for a long time. Please check your entries and send again."),
        "often": _("There were many requests in a short time. Please try again in an hour, or write a mail."),
    }
