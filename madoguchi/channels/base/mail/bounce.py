"""Delivery reports: the standard form (RFC 3464). What mail systems and carriers say freely is read in `returned`."""

import re

from madoguchi.channels.base.mail import addresses, charset, returned
from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.channels.base.mail.meanings import meaning
from madoguchi.channels.base.mail.structure import Part, Tree
from madoguchi.kernel.plain.messages import Address, Bounce, Notice

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
COPIES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)
_WELL = frozenset({"delivered", "relayed", "expanded"})
_BLOCKS = re.compile(rb"\r?\n[ \t]*\r?\n")
_ORIGINAL = re.compile(r"^[ \t>]*+Message-I[dD]:\s*<([^<>\s]{3,250})>", re.MULTILINE | re.IGNORECASE)
_IN_TEXT = re.compile(r"^(Final-Recipient|Action):[ \t]", re.MULTILINE | re.IGNORECASE)
_MOST = 100


def find(tree: Tree, *, sender: Address | None, subject: str, text: str, mail_from: str | None) -> Bounce | None:
    """The delivery report a mail is, or None. `text` is the mail's readable text."""
    from_robot = returned.from_robot(tree.headers, sender, mail_from)
    groups = _groups(tree, text, from_robot, subject)
    bad = [group for group in groups if _action(group) not in _WELL]
    if bad:
        return _standard(bad, tree, text)
    if groups or tree.params.get("report-type", "").lower() in ("disposition-notification", "feedback-report"):
        return None
    said = returned.read(tree.headers, sender=sender, subject=subject, text=text, mail_from=mail_from)
    if said is None:
        return None
    return Bounce(
        said.recipients, said.status, said.status.startswith("5"), said.reason, original_id(tree, text), said.gave_up
    )


def delivered(tree: Tree, text: str) -> Notice | None:
    """The receipt of a server that says only that a mail has arrived (RFC 3464, action delivered)."""
    if tree.type != "multipart/report":
        return None
    groups = _groups(tree, "", True, "")
    if not groups or any(_action(group) != "delivered" for group in groups):
        return None
    return Notice("delivered", _named([_recipient(group) for group in groups]), original_id(tree, text))


def _groups(tree: Tree, text: str, from_robot: bool, subject: str) -> list[Headers]:
    """The per-recipient fields of a report; also of one that was flattened into its text."""
    believed = tree.type == "multipart/report" or from_robot or returned.telling(subject)
    for leaf in tree.leaves if believed else ():
        if leaf.type in STATUS_TYPES:
            found = _split(leaf)
            if found:
                return found
    if from_robot and len(_IN_TEXT.findall(text[:20_000])) >= 2:
        return _split_bytes(text[:20_000].encode("utf-8", "replace"))
    return []


def _split(leaf: Part) -> list[Headers]:
    return _split_bytes(leaf.content[:200_000])


def _split_bytes(content: bytes) -> list[Headers]:
    groups = (fields.split(block.strip(b"\r\n") + b"\n")[0] for block in _BLOCKS.split(content.strip())[:_MOST])
    return [group for group in groups if group.has("final-recipient") or group.has("original-recipient")]


def _standard(groups: list[Headers], tree: Tree, text: str) -> Bounce:
    """Failed recipients when any failed for good, else those that are still tried."""
    failed = [group for group in groups if _action(group) != "delayed"]
    told = failed or groups
    statuses = [_status(group, delayed=not failed) for group in told]
    worst = next((status for status in statuses if status.startswith("5")), statuses[0])
    reason = next(filter(None, map(_reason, told)), "") or returned.telling_line(text)
    return Bounce(
        _named([_recipient(group) for group in told]),
        worst,
        bool(failed) and worst.startswith("5"),
        reason,
        original_id(tree, text),
        bool(failed),
    )


def _action(group: Headers) -> str:
    return group.raw("action").strip().lower().split(" ")[0].split(";")[0]


def _status(group: Headers, *, delayed: bool) -> str:
    """The status given; where it says nothing exact, the one in the server's words."""
    given = returned.STATUS.search(group.raw("status"))
    words = group.raw("diagnostic-code")
    if given is not None and not given.group().endswith(".0.0"):
        return given.group()
    exact = returned.STATUS.search(words)
    if exact is not None:
        return exact.group()
    meant = meaning(words)
    kind = given.group(1) if given else "4" if delayed else returned.kind_of(words) or "5"
    return f"{kind}.{meant.split('.', 1)[1]}" if meant else given.group() if given else f"{kind}.0.0"


def _reason(group: Headers) -> str:
    words = group.text("diagnostic-code")
    _kind, semicolon, said = words.partition(";")
    return fields.one_line((said if semicolon else words).strip())[:500]


def _recipient(group: Headers) -> str:
    """Who did not get it; a program's name is no address, then whom the mail was meant for."""
    for name in ("final-recipient", "original-recipient"):
        value = group.raw(name)
        found = addresses.clean((value.partition(";")[2] or value).strip())
        if found:
            return found
    return ""


def _named(recipients: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for address in recipients if address))


def original_id(tree: Tree, text: str) -> str:
    """Message-ID of the mail a report is about: from the copy it carries, its fields, else from its text."""
    for leaf in tree.leaves:
        if leaf.type in COPIES:
            copy, _rest = fields.split(leaf.content.lstrip(b"\r\n"))
            found = message_ids(copy, "resent-message-id") or message_ids(copy, "message-id")
            if found:
                return found[0]
    for leaf in tree.leaves:
        if leaf.type in STATUS_TYPES or leaf.type == "message/disposition-notification":
            for block in _BLOCKS.split(leaf.content[:200_000].strip())[:_MOST]:
                group, _rest = fields.split(block + b"\n")
                found = message_ids(group, "original-message-id") or message_ids(group, "x-original-message-id")
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
