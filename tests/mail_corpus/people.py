"""Addresses: names with commas, comments, groups, and what hostile ones try to smuggle."""

from typing import Any

from tests.mail_corpus.case import Case, case
from tests.mail_corpus.writing import mail, word


def to(name: str, value: str | bytes, *people: tuple[str, str]) -> Case:
    line = b"To: " + (value.encode() if isinstance(value, str) else value)
    return case(name, mail("x", line), to=list(people), text="x")


def sender(name: str, value: str, person: tuple[str, str], **more: Any) -> Case:
    return case(name, mail("x", f"From: {value}"), sender=person, text="x", **more)


CASES = [
    to("a comma inside quotes", '"Tanaka, Taro" <t@x.example>', ("Tanaka, Taro", "t@x.example")),
    to("a comma in an encoded word", f"{word('田中, 太郎')} <t@x.example>", ("田中, 太郎", "t@x.example")),
    to("a comma without quotes", "Tanaka, Taro <t@x.example>", ("Tanaka, Taro", "t@x.example")),
    to("the name as a comment", "t@x.example (Tanaka Taro)", ("Tanaka Taro", "t@x.example")),
    to("brackets without a name", "<t@x.example>", ("", "t@x.example")),
    to(
        "a semicolon between two, as Outlook writes",
        "a@x.example; b@x.example",
        ("", "a@x.example"),
        ("", "b@x.example"),
    ),
    to("a group", "Team: A <a@x.example>, b@x.example;", ("A", "a@x.example"), ("", "b@x.example")),
    to("a group of nobody", "undisclosed-recipients:;"),
    to("quotes inside quotes", r'"Taro \"T\" Tanaka" <t@x.example>', ('Taro "T" Tanaka', "t@x.example")),
    to("single quotes of Outlook", "'t@x.example' <t@x.example>", ("t@x.example", "t@x.example")),
    to("quotes that never end", '"Tanaka <t@x.example>', ("Tanaka", "t@x.example")),
    to("a bracket that never ends", "Tanaka <t@x.example", ("Tanaka", "t@x.example")),
    to("mailto: in front", "<mailto:t@x.example>", ("", "t@x.example")),
    to("a route of old", "<@relay.example:t@x.example>", ("", "t@x.example")),
    to("dots where none may be, as docomo and au allowed", "<a..b.@docomo.example>", ("", "a..b.@docomo.example")),
    to("a part in quotes before the at", '<"a..b."@docomo.example>', ("", "a..b.@docomo.example")),
    to("an address in Japanese", "<窓口@例え.example>", ("", "窓口@例え.example")),
    to("a name in bare Shift_JIS", '"田中" <t@x.example>'.encode("cp932"), ("田中", "t@x.example")),
    to("a line break and a second field", "<t@x.example\r\n Bcc: y@x.example>", ("", "t@x.exampleBcc:y@x.example")),
    to("a NUL and blanks in an address", b"<t\0 @x.example>", ("", "t@x.example")),
    to("folded in the middle of a name", "Tanaka\r\n Taro <t@x.example>", ("Tanaka Taro", "t@x.example")),
    to("words without any address", "nobody in particular"),
    to("an empty field", ""),
    sender(
        "a name that is another address",
        '"ceo@corp.example" <x@evil.example>',
        ("ceo@corp.example", "x@evil.example"),
        verdicts={"any": True},
    ),
    sender(
        "marks that are not seen, in a name",
        "=?utf-8?Q?Ta=E2=80=8Bna=E2=80=AEka?= <t@x.example>",
        ("Tanaka", "t@x.example"),
        verdicts={"any": True},
    ),
    sender(
        "a line break in a name",
        "=?utf-8?B?YQ0KQmNjOiB4QHk=?= <t@x.example>",
        ("a Bcc: x@y", "t@x.example"),
        verdicts={"any": True},
    ),
    sender("two senders: the first counts", "A <a@x.example>, B <b@x.example>", ("A", "a@x.example")),
    case(
        "no From, but a Sender",
        mail("x", "-From", "Sender: Taro <t@x.example>"),
        sender=("Taro", "t@x.example"),
        text="x",
    ),
    case("no sender at all", mail("x", "-From"), **{"from": None}, text="x", verdicts={"any": True}),
]
