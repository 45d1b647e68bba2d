"""A message as it stands under another one that hands it on: who wrote it when to whom, then its words."""

import html as entities

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from madoguchi.tickets.models import Message


def forwarded_text(message: Message, note: str) -> str:
    """The note, then the message with its head, as plain text."""
    head = "\n".join([_rule(), *(f"{name}: {said}" for name, said in _head(message))])
    return "\n\n".join(part for part in (note.strip("\n"), head, message.text.strip("\n")) if part) + "\n"


def forwarded_html(message: Message, note: str) -> str:
    """The same as HTML where the message had any; empty where plain text says it all. `note` is HTML or empty."""
    if not message.html and not note:
        return ""
    head = "<br>".join(f"{entities.escape(name)}: {entities.escape(said)}" for name, said in _head(message))
    body = message.html or "<p>" + entities.escape(message.text.strip("\n")).replace("\n", "<br>") + "</p>"
    return f"{note}<p>{entities.escape(_rule())}<br>{head}</p><blockquote>{body}</blockquote>"


def preview(message_id: int) -> str:
    """What stands below the note; the caller has checked that the actor sees the message."""
    return forwarded_text(Message.objects.select_related("ticket").get(pk=message_id), "")


def forwarded_subject(message: Message, subject: str) -> str:
    """`Fwd:` before the subject. The ticket's reference is not in it: it belongs to the customer."""
    return f"Fwd: {message.subject or subject}"[:300]


def _rule() -> str:
    words = _("Forwarded message")
    return f"---------- {words} ----------"


def _head(message: Message) -> list[tuple[str, str]]:
    lines = [
        (_("From"), _person({"name": message.author_name, "address": message.author_address})),
        (_("Date"), formats.date_format(timezone.localtime(message.sent_at or message.created_at), "DATETIME_FORMAT")),
        (_("Subject"), message.subject or message.ticket.subject),
        (_("To"), ", ".join(_person(person) for person in message.to)),
        ("Cc", ", ".join(_person(person) for person in message.cc)),
    ]
    return [(name, said) for name, said in lines if said]


def _person(person: dict[str, str]) -> str:
    name, address = person.get("name", ""), person.get("address", "")
    return f"{name} <{address}>" if name and address else name or address
