"""Whether a mail was written by a program, so that nothing may answer it automatically (RFC 3834 and real habits)."""

import re

from madoguchi.channels.base.mail.headers import Headers
from madoguchi.kernel.plain.messages import Address

_ROBOT = re.compile(
    r"^(mailer-daemon|postmaster|no-?_?reply|do-?not-?reply|donotreply|bounces?|notifications?)([+\-._].*)?@",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\s*(\[?自動(返信|応答|送信|配信)|【自動(返信|応答|送信|配信)|不在(通知|の(お知らせ|ご連絡))|.{0,20}不在のお知らせ|"
    r"(out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|autoreply|abwesenheit|"
    r"réponse automatique|respuesta automática|risposta automatica|vacation)\b|Auto: )",
    re.IGNORECASE,
)


def is_automatic(headers: Headers, *, subject: str, sender: Address | None, mail_from: str | None) -> bool:
    """True when a robot must not answer. `mail_from` is the envelope's sender, None when unknown."""
    if headers.raw("auto-submitted").strip().lower().split(";")[0] not in ("", "no"):
        return True
    if headers.raw("precedence").strip().lower() in ("bulk", "list", "junk", "auto_reply", "auto-reply"):
        return True
    suppress = {word.strip().lower() for word in headers.raw("x-auto-response-suppress").split(",")}
    if suppress & {"all", "oof", "autoreply"}:
        return True
    marks = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "list-id", "x-fc-machinegenerated")
    if any(headers.has(mark) for mark in marks) or headers.raw("x-loop"):
        return True
    if headers.raw("content-type").strip().lower().startswith("multipart/report"):
        return True
    if mail_from == "" or headers.raw("return-path").strip() == "<>":
        return True
    if sender is not None and _ROBOT.match(sender.address):
        return True
    return bool(_SUBJECT.match(subject))
