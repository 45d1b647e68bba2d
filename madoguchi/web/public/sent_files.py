"""Files too big for a mail: whoever has the signed link sees their names and downloads them, until it runs out."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madoguchi.channels.services import file_links
from madoguchi.kernel import files
from madoguchi.web.language import keep_choice
from madoguchi.web.limits import within
from madoguchi.web.rendering import page

PER_TEN_MINUTES = 60


def show(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the link leads to; 410 when it has run out or never was."""
    shared = _opened(request, token)
    if shared is None:
        return _gone(request)
    rows = [(one.attachment_id, one.name, file_links.size(one.file.size)) for one in shared.files]
    response = page(request, "public/sent_files.html", {"token": token, "rows": rows, "until": shared.until})
    return keep_choice(request, _unseen(response))


def download(request: HttpRequest, token: str, attachment_id: int) -> HttpResponseBase:
    """One of the files, always as a download."""
    shared = _opened(request, token)
    found = next((one for one in shared.files if one.attachment_id == attachment_id), None) if shared else None
    if found is None:
        return _gone(request)
    response = HttpResponse(content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Madoguchi-File"] = str(files.path_of(found.file.sha256))
    return _unseen(response)


def _opened(request: HttpRequest, token: str) -> file_links.Shared | None:
    if not within(request, "sent_files", amount=PER_TEN_MINUTES, seconds=600):
        return None
    return file_links.opened(token)


def _gone(request: HttpRequest) -> HttpResponse:
    return _unseen(page(request, "public/sent_files_gone.html", {}, status=410))


def _unseen(response: HttpResponse) -> HttpResponse:
    """Neither kept by anybody on the way nor told to other sites."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
