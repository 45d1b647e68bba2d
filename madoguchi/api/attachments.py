"""Files: uploading for a message to come, and downloading."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from madoguchi.api.answers import answer, nothing
from madoguchi.api.door import actor_of
from madoguchi.api.shapes import Id
from madoguchi.channels import scans
from madoguchi.channels.errors import Infected
from madoguchi.channels.services import infected as quarantining
from madoguchi.kernel import files
from madoguchi.tickets.services import attaching

router = Router(tags=["attachments"])


@router.post("/attachments", operation_id="upload_attachment")
def upload(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Keeps a file (multipart, at most 25 MB) until a message takes it. 201 with its id."""
    row = attaching.upload(
        name=file.name or "", type=file.content_type or "", content=file.read(), by=actor_of(request)
    )
    data = {"id": row.id, "name": row.name, "type": row.file.sniffed_type, "declared_type": row.type, "size": row.size}
    return answer(data, status=201, location=f"/attachments/{row.id}")


@router.get("/attachments/{int:attachment_id}", operation_id="download_attachment")
def download(request: HttpRequest, attachment_id: Id, infected: bool = False) -> HttpResponse:
    """The bytes, always as a download; the server sends them from the file that the header names.

    A file in which the virus scanner has found something goes only to who may have it and asks with `infected=true`.
    """
    row = attaching.open_attachment(attachment_id, by=actor_of(request))
    virus = scans.virus_in(row.file.sha256)
    if virus and not quarantining.may_go_out(row, virus=virus, confirmed=infected, by=actor_of(request)):
        raise Infected(virus=virus)
    response = HttpResponse(content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Madoguchi-File"] = str(files.path_of(row.file.sha256))
    return response


@router.delete("/attachments/{int:attachment_id}", operation_id="discard_attachment")
def discard(request: HttpRequest, attachment_id: Id) -> HttpResponse:
    """Forgets an upload that no message carries yet."""
    attaching.discard(attachment_id, by=actor_of(request))
    return nothing()
