"""Files: uploads for a message to come, attachments, and HTML bodies in a box that can do nothing."""

import re
from urllib.parse import quote

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from madoguchi.channels import scans
from madoguchi.channels.base.mail import html_folding
from madoguchi.channels.services import infected
from madoguchi.kernel import files
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.tickets import reading
from madoguchi.tickets.services import attaching
from madoguchi.web.doors import DeskRequest, signed_in
from madoguchi.web.rendering import page

SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_CID = re.compile(r"""(\bsrc\s*=\s*["'])cid:([^"']{1,255})(["'])""", re.IGNORECASE)
_STYLE = (
    "body{font:14px/1.7 sans-serif;margin:12px;overflow-wrap:anywhere;background:#fff;color:#1a1a1a}"
    "img{max-width:100%;height:auto}body:not(.whole) [data-part]{display:none}"
)


@signed_in
def upload(request: DeskRequest) -> HttpResponseBase:
    """Keeps one file (`file`) until a message takes it; `inline=yes` for a picture that stands in the text."""
    given = request.FILES.get("file")
    if given is None or isinstance(given, list):
        raise Invalid(field="file", reason=_("choose a file"))
    kept = attaching.upload(
        name=given.name or "",
        type=given.content_type or "application/octet-stream",
        content=given.read(),
        inline=request.POST.get("inline") == "yes",
        by=request.actor,
    )
    return JsonResponse(attaching.plain(kept), status=201)


@signed_in
def discard(request: DeskRequest, attachment_id: int) -> HttpResponseBase:
    """Forgets an upload."""
    attaching.discard(attachment_id, by=request.actor)
    return HttpResponse(status=204)


@signed_in
def download(request: DeskRequest, attachment_id: int) -> HttpResponseBase:
    """An attachment of a ticket the agent may see. Only true images are ever shown in place (?inline=1)."""
    found = attaching.open_attachment(attachment_id, by=request.actor)
    virus = scans.virus_in(found.file.sha256)
    confirmed = request.POST.get("confirmed") == "yes"
    if virus and not infected.may_go_out(found, virus=virus, confirmed=confirmed, by=request.actor):
        return page(request, "desk/infected.html", {"file": found, "virus": virus})
    inline = not virus and request.GET.get("inline") == "1" and found.file.sniffed_type in SHOWN_INLINE
    response = HttpResponse(content_type=found.file.sniffed_type if inline else "application/octet-stream")
    way = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Madoguchi-File"] = str(files.path_of(found.file.sha256))
    return response


@signed_in
def html(request: DeskRequest, message_id: int) -> HttpResponseBase:
    """A message's HTML for a sandboxed frame: no scripts, no forms, remote images only with ?images=1."""
    body, inline, subject = reading.html_of(message_id, by=request.actor)
    if not body:
        raise NotFound
    remote = request.GET.get("images") == "1"
    body, _any = html_folding.folded(body, subject=subject)

    def address(found: re.Match[str]) -> str:
        number = inline.get(found[2])
        return f"{found[1]}/attachments/{number}?inline=1{found[3]}" if number else f"{found[1]}data:,{found[3]}"

    page = (
        f'<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><style>{_STYLE}</style></head>'
        f"<body>{_CID.sub(address, body)}</body></html>"
    )
    response = HttpResponse(page)
    images = "img-src 'self' data: https: http:" if remote else "img-src 'self' data:"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; {images}; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; "
        "form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
