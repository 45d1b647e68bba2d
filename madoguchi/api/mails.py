"""Handing a mail over by HTTP, for whoever can neither pipe it nor speak SMTP."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madoguchi.api.answers import answer
from madoguchi.api.door import actor_of
from madoguchi.api.errors import BodyTooLarge
from madoguchi.api.shapes import Id
from madoguchi.channels.base.mail.size import largest_mail
from madoguchi.channels.services import uploading

router = Router(tags=["mails"])


@router.post(
    "/inboxes/{int:inbox_id}/mails",
    operation_id="hand_over_mail",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def hand_over(request: HttpRequest, inbox_id: Id) -> HttpResponse:
    """Takes one message as it came (the raw bytes are the body). 202 after it is stored: it is read right after.

    The same bytes again give the same ids and are taken in once, so a repeat after a lost answer is safe.
    """
    most = largest_mail()
    content = request.read(most + 1)
    if len(content) > most:
        raise BodyTooLarge(megabytes=most // 2**20)
    kept = uploading.hand_over(inbox_id, content=content, by=actor_of(request))
    data = {"id": kept.raw_id, "content_id": kept.content_id, "state": kept.state, "ticket_id": kept.ticket_id}
    return answer(data, status=202)
