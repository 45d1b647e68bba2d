"""What a case of the corpus is: a name, the raw bytes of one mail, and what must be read out of them.

Only what differs from the ordinary mail of `ORDINARY` is named; everything else is compared with it all the same.
Expected values are written by hand from what the writer of the mail meant, never copied from the parser.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ORDINARY: dict[str, Any] = {
    "subject": "Order 4711",
    "from": {"name": "Tanaka", "address": "tanaka@kawakami.example"},
    "to": [{"name": "", "address": "support@shop.example"}],
    "cc": [],
    "date": "2026-11-21T01:00:00+00:00",
    "message_id": "order-4711@kawakami.example",
    "in_reply_to": "",
    "references": [],
    "html": "",
    "attachments": [],
    "auto_submitted": False,
    "bounce": None,
    "verdicts": {},
    "read_receipt": False,
    "warnings": [],
}
MATCHERS = {"holds", "lacks", "any"}


@dataclass(frozen=True)
class Case:
    """One mail and its expected JSON. A value `{"holds": [...], "lacks": [...]}` compares parts of a text only;
    `{"any": true}` compares nothing."""

    name: str
    raw: bytes
    expected: dict[str, Any]


def case(name: str, raw: bytes, **expected: Any) -> Case:
    """A case. `sender` stands for `from`; people may be (name, address), files (name, type, size)."""
    if "sender" in expected:
        expected["from"] = expected.pop("sender")
    return Case(name, raw, {key: _spelled(key, value) for key, value in expected.items()})


def holds(*wanted: str, lacks: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """A text of which these parts must be there and `lacks` must not."""
    return {"holds": list(wanted), "lacks": list(lacks)}


def differences(expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """What a reading got wrong, one sentence for each key."""
    if "error" in expected:
        wanted = dict(expected)
    else:
        wanted = {**ORDINARY, **expected}
        if isinstance(wanted.get("text"), str):
            wanted.setdefault("reply", wanted["text"])
    for key, value in wanted.items():
        if key not in found:
            yield f"{key} is missing: {found}"
        elif isinstance(value, dict) and value and value.keys() <= MATCHERS:
            text = str(found[key])
            yield from (f"{key} lacks {part!r}: {text!r}" for part in value.get("holds", ()) if part not in text)
            yield from (f"{key} must not hold {part!r}: {text!r}" for part in value.get("lacks", ()) if part in text)
        elif found[key] != value:
            yield f"{key} is {found[key]!r}, expected {value!r}"


def _spelled(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return value
    if key == "from" and isinstance(value, tuple):
        return dict(zip(("name", "address"), value, strict=True))
    if key in ("to", "cc"):
        return [dict(zip(("name", "address"), person, strict=True)) for person in value]
    if key == "attachments":
        return [dict(zip(("name", "type", "size"), file, strict=True)) for file in value]
    return value
