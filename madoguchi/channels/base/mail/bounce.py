"""Delivery reports: the standard form (RFC 3464) and the free forms that mail systems and carriers send."""

import re

from madoguchi.channels.base.mail import addresses, charset
from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.channels.base.mail.structure import Tree
from madoguchi.kernel.plain.messages import Address, Bounce

_DAEMON = re.compile(r"^(mailer-?daemon|postmaster|mail-?daemon|mdaemon)([+\-._].*)?@", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|returned mail|delivery (status|failure|has failed|notification)|mail delivery (failed|system|error)|"
    r"failure notice|mail system error|配信(不能|不可|エラー|できません)|送信できません|宛先不明|user unknown|"
    r"could not be delivered|delayed",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])[ \-]")
_FAILED = re.compile(r"<([^<>\s@]{1,200}@[^<>\s]{1,200})>")
_LINE = re.compile(
    r"^[ \t]*+(?:To:|宛先[:：]|<)?[ \t]*+([^<>\s@:]{1,64}@[A-Za-z0-9.-]{3,200}\.[A-Za-z]{2,20})>?[ \t]*+:?[ \t]*+$",
    re.MULTILINE,
)
_ORIGINAL = re.compile(r"^[ \t]*+Message-I[dD]:\s*<([^<>\s]{3,250})>", re.MULTILINE | re.IGNORECASE)
_COPIES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)


def find(tree: Tree, *, sender: Address | None, subject: str, text: str, mail_from: str | None) -> Bounce | None:
    """The delivery report a mail is, or None. `text` is the mail's readable text."""
    for leaf in tree.leaves:
        if leaf.type in ("message/delivery-status", "message/global-delivery-status"):
            report = _standard(leaf.content, tree, text)
            if report is not None:
                return report
    return _free_form(tree, sender, subject, text, mail_from)


def _standard(content: bytes, tree: Tree, text: str) -> Bounce | None:
    recipients: list[str] = []
    status = reason = ""
    failed = delayed = False
    for block in re.split(rb"\r?\n[ \t]*\r?\n", content.strip()):
        group, _rest = fields.split(block + b"\n")
        recipient = group.raw("final-recipient") or group.raw("original-recipient")
        if not recipient:
            continue
        action = group.raw("action").strip().lower().split(" ")[0]
        if action in ("delivered", "relayed", "expanded"):
            continue
        failed = failed or action != "delayed"
        delayed = delayed or action == "delayed"
        recipients.append(addresses.clean(recipient.partition(";")[2] or recipient))
        status = status or group.raw("status").strip().split(" ")[0]
        reason = reason or fields.one_line(group.text("diagnostic-code").partition(";")[2].strip())
    if not recipients:
        return None
    permanent = failed and not status.startswith("4")
    return Bounce(
        _named(recipients),
        status or ("5.0.0" if permanent else "4.0.0"),
        permanent,
        reason[:500],
        _original_id(tree, text),
    )


def _free_form(tree: Tree, sender: Address | None, subject: str, text: str, mail_from: str | None) -> Bounce | None:
    listed = tree.headers.raw("x-failed-recipients")
    if not listed and not _looks_returned(tree, sender, subject, mail_from):
        return None
    head = text[:20_000]
    status = _STATUS.search(head)
    code = _CODE.search(head)
    kind = status.group(1) if status else code.group(1) if code else "4" if "delayed" in subject.lower() else "5"
    telling = (line for line in head.split("\n") if _STATUS.search(line) or _CODE.search(line))
    return Bounce(
        _named(
            [found.address for found in addresses.parse(listed)] or _LINE.findall(head)[:5] or _FAILED.findall(head)[:1]
        ),
        status.group() if status else f"{kind}.0.0",
        kind == "5",
        fields.one_line(next(telling, ""))[:500],
        _original_id(tree, text),
    )


def _looks_returned(tree: Tree, sender: Address | None, subject: str, mail_from: str | None) -> bool:
    from_daemon = sender is not None and bool(_DAEMON.match(sender.address))
    null_path = mail_from == "" or tree.headers.raw("return-path").strip() == "<>"
    telling = bool(_SUBJECT.search(subject))
    if tree.headers.raw("auto-submitted").lower().startswith("auto-replied") and not from_daemon:
        return False
    return (from_daemon and (telling or null_path)) or (null_path and telling)


def _named(recipients: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for address in recipients if address))


def _original_id(tree: Tree, text: str) -> str:
    """Message-ID of the mail that bounced: from the copy the report carries, else from its text."""
    for leaf in tree.leaves:
        if leaf.type in _COPIES:
            copy, _rest = fields.split(leaf.content)
            found = message_ids(copy, "message-id")
            if found:
                return found[0]
    tail = charset.decode(tree.leaves[-1].body[:50_000]) if tree.leaves else ""
    match = _ORIGINAL.search(text) or _ORIGINAL.search(tail)
    return match.group(1) if match else ""


def message_ids(headers: Headers, name: str) -> list[str]:
    """The ids in a Message-ID, In-Reply-To or References field, without brackets, in their order."""
    value = headers.raw(name)
    found = re.findall(r"<\s*([^<>\s]{1,290})\s*>", value)
    if not found and "@" in value:
        found = [word.strip("<>,;")[:290] for word in value.split() if "@" in word][:1]
    return list(dict.fromkeys(found))
