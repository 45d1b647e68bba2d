"""No more automatic mail: a page for people, one click for mail programs (RFC 8058). The signed link is the proof."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from madoguchi.channels.services import unsubscribing
from madoguchi.web.language import keep_choice
from madoguchi.web.rendering import page


@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, so that a link checker changes nothing; a POST does it, with or without a person."""
    mailbox = unsubscribing.mailbox_of(token)
    if mailbox is None:
        return page(request, "public/unsubscribe.html", {"mailbox": ""}, status=404)
    if request.method == "POST":
        stop = request.POST.get("again") != "yes"
        unsubscribing.stop(mailbox) if stop else unsubscribing.resume(mailbox)
    stopped = unsubscribing.wants_none(mailbox)
    return keep_choice(request, page(request, "public/unsubscribe.html", {"mailbox": mailbox, "stopped": stopped}))
