"""What the other side tells about a mail of ours besides a bounce: arrived, read, reported as spam."""

import re

from madoguchi.channels.base.mail import addresses, bounce
from madoguchi.channels.base.mail import headers as fields
from madoguchi.channels.base.mail.headers import Headers
from madoguchi.channels.base.mail.structure import Part, Tree
from madoguchi.kernel.plain.messages import Notice

_BLOCKS = re.compile(rb"\r?\n[ \t]*\r?\n")
_SEEN = {"displayed": "read", "deleted": "deleted"}
_COMPLAINTS = frozenset({"abuse", "fraud", "not-spam", "other", "virus", "opt-out", "opt-out-list", "miscategorized"})


def find(tree: Tree, text: str) -> Notice | None:
    """The receipt or complaint a mail is, or None."""
    for leaf in tree.leaves:
        if leaf.type == "message/feedback-report":
            return _complaint(leaf, tree, text)
        if leaf.type == "message/disposition-notification" and tree.type == "multipart/report":
            return _seen(leaf, tree, text)
    return bounce.delivered(tree, text)


def is_receipt(tree: Tree) -> bool:
    """Whether a mail program only says that a mail was opened or thrown away (RFC 8098)."""
    return tree.type == "multipart/report" and any(
        leaf.type == "message/disposition-notification" for leaf in tree.leaves
    )


def _seen(leaf: Part, tree: Tree, text: str) -> Notice | None:
    report = _fields_of(leaf)
    disposition = report.raw("disposition").rpartition(";")[2].strip().lower()
    kind = _SEEN.get(disposition.split("/")[0].split(",")[0].strip(), "")
    if not kind:
        return None
    return Notice(kind, _people(report, "final-recipient", "original-recipient"), bounce.original_id(tree, text))


def _complaint(leaf: Part, tree: Tree, text: str) -> Notice | None:
    """A report of a feedback loop (RFC 5965). `not-spam` takes nothing back: it is only told."""
    report = _fields_of(leaf)
    kind = report.raw("feedback-type").strip().lower()
    if kind not in _COMPLAINTS:
        return None
    people = _people(report, "original-rcpt-to", "removal-recipient")
    named = {"not-spam": "not_spam", "opt-out": "unsubscribed", "opt-out-list": "unsubscribed"}.get(kind, "complained")
    return Notice(named, people, bounce.original_id(tree, text))


def _fields_of(leaf: Part) -> Headers:
    for block in _BLOCKS.split(leaf.content[:100_000].strip())[:10]:
        found, _rest = fields.split(block.strip(b"\r\n") + b"\n")
        if found:
            return found
    return Headers([])


def _people(report: Headers, *names: str) -> tuple[str, ...]:
    """Addresses in some fields; a kind before a semicolon (`rfc822;`) is dropped, also made-up ones of redactors."""
    values = (value.partition(";")[2] or value for _name, value in report.listed(*names))
    found = (addresses.clean(value.strip().strip("<>")) for value in values)
    return tuple(dict.fromkeys(address for address in found if address))
