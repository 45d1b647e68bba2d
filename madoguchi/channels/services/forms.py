"""A posted request form, on the same way as every message: kept first, then read, filtered and received."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from madoguchi.channels.adapters.form import Form
from madoguchi.channels.base.settings_form import read_settings
from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.reasons import explain
from madoguchi.channels.services.handling import handle
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel.actors import SYSTEM, Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.plain.messages import FilePart
from madoguchi.tickets.outgoing import opening_of

ASKS = ("company", "phone", "category", "files")


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form that visitors may fill in. `asks` are those of ASKS that it shows."""

    id: int
    name: str
    slug: str
    team_id: int | None
    introduction: str
    asks: frozenset[str]


def open_forms() -> list[OpenForm]:
    """Every active form."""
    return [_opened(inbox) for inbox in Inbox.objects.filter(kind=Form.kind, active=True).order_by("id")]


def find(slug: str) -> OpenForm:
    """The active form with this slug. Raises NotFound."""
    inbox = Inbox.objects.filter(kind=Form.kind, address__iexact=slug, active=True).first()
    if inbox is None:
        raise NotFound
    return _opened(inbox)


def submit(
    inbox_id: int,
    *,
    key: str,
    name: str,
    email: str,
    subject: str,
    text: str,
    company: str = "",
    phone: str = "",
    category_id: int | None = None,
    fields: Mapping[str, Any] | None = None,
    files: Sequence[FilePart] = (),
    ip: str = "",
    by: Actor = SYSTEM,
) -> str:
    """Takes in a posted form and returns the ticket's reference. The same `key` posted again gives the same ticket.

    Anybody may: whoever posts, the message is the named customer's. Raises Invalid when it cannot be taken.
    """
    inbox = Inbox.objects.filter(pk=inbox_id, kind=Form.kind, active=True).first()
    if inbox is None:
        raise NotFound
    more = {"company": company, "phone": phone, "category_id": str(category_id or "")}
    content = json.dumps(
        {
            "token": hashlib.sha256(f"{inbox_id}:{key}".encode("utf-8", "replace")).hexdigest()[:40],
            "name": name,
            "email": email,
            "subject": subject,
            "text": text,
            "fields": {**(fields or {}), **{label: value for label, value in more.items() if value}},
            "files": [
                {"name": part.name, "type": part.type, "content": base64.b64encode(part.content).decode("ascii")}
                for part in files
            ],
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    raw = store_raw(inbox.id, content=content.encode("utf-8", "replace"), door="form", envelope={"peer": ip}, by=SYSTEM)
    handle(raw.id, by=SYSTEM)
    handled = RawMessage.objects.get(pk=raw.id)
    opening = opening_of(handled.ticket_id) if handled.ticket_id is not None else None
    if opening is None:
        raise Invalid(field="email", reason=explain(handled.reason))
    return opening.reference


def _opened(inbox: Inbox) -> OpenForm:
    chosen = read_settings(Form.Settings, inbox.settings)
    asks = frozenset(name for name in ASKS if getattr(chosen, f"ask_{name}"))
    return OpenForm(inbox.id, chosen.title or inbox.name, inbox.address, inbox.team_id, chosen.introduction, asks)
