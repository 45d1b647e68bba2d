"""A read mail as plain JSON values, for `madoguchi mail parse` and other tools."""

from typing import Any

from madoguchi.channels.base.errors import Unreadable
from madoguchi.channels.base.mail import reading
from madoguchi.kernel.plain.messages import Address, Bounce


def described(raw: bytes, *, details: bool = False) -> dict[str, Any]:
    """Everything that was read, or {"error": ...} where nothing can be. Never raises.

    The keys are a promise to other programs. `details` adds `warnings` and `read_receipt`.
    """
    try:
        mail = reading.read(raw)
    except Unreadable as unreadable:
        return {"error": unreadable.reason}
    except Exception as problem:
        return {"error": f"internal: {type(problem).__name__}: {problem}"}
    found = {
        "subject": mail.subject,
        "from": _address(mail.sender),
        "to": [_address(person) for person in mail.to],
        "cc": [_address(person) for person in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply,
        "attachments": [{"name": part.name, "type": part.type, "size": len(part.content)} for part in mail.files],
        "auto_submitted": mail.auto_submitted,
        "bounce": _bounce(mail.bounce),
        "verdicts": mail.verdicts,
    }
    if details:
        found |= {"read_receipt": mail.read_receipt, "warnings": list(mail.warnings)}
    return found


def _address(person: Address | None) -> dict[str, str] | None:
    return None if person is None else {"name": person.name, "address": person.address}


def _bounce(report: Bounce | None) -> dict[str, Any] | None:
    if report is None:
        return None
    return {
        "recipients": list(report.recipients),
        "status": report.status,
        "permanent": report.permanent,
        "reason": report.reason,
    }
