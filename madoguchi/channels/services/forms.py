"""A posted request form, on the same way as every message: kept first, then read, filtered and received."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from madoguchi.channels import queries
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services.handling import handle
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.plain.messages import FilePart
from madoguchi.tickets.outgoing import opening_of


def find(slug: str) -> Inbox:
    """The active form with this slug. Raises NotFound."""
    inbox = queries.form(slug)
    if inbox is None:
        raise NotFound
    return inbox


def submit(
    inbox_id: int,
    *,
    values: Mapping[str, Any],
    by: Actor = SYSTEM,
    files: Sequence[FilePart] = (),
    ip: str = "",
    token: str = "",
) -> str:
    """Takes in a posted form and returns the ticket's reference. The same `token` posted again gives the same ticket.

    `values`: name, email, company, phone, category_id, subject, text, fields. Raises Invalid when it cannot be read.
    """
    posted = _posted(values, files, token or secrets.token_urlsafe(16))
    content = json.dumps(posted, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    raw = store_raw(inbox_id, content=content, door="form", envelope={"peer": ip}, by=SYSTEM)
    handle(raw.id, by=SYSTEM)
    stored = RawMessage.objects.get(pk=raw.id)
    if stored.ticket_id is None:
        raise Invalid(field="email", reason=stored.reason)
    opening = opening_of(stored.ticket_id)
    return opening.reference if opening else ""


def _posted(values: Mapping[str, Any], files: Sequence[FilePart], token: str) -> dict[str, Any]:
    fields = {str(key): value for key, value in dict(values.get("fields") or {}).items()}
    for name in ("company", "phone", "category_id"):
        if values.get(name):
            fields[name] = str(values[name])
    return {
        "token": hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:40],
        "name": str(values.get("name") or ""),
        "email": str(values.get("email") or ""),
        "subject": str(values.get("subject") or ""),
        "text": str(values.get("text") or ""),
        "fields": fields,
        "files": [
            {"name": part.name, "type": part.type, "content": base64.b64encode(part.content).decode("ascii")}
            for part in files
        ],
    }
