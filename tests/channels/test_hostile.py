"""Hostile mail comes in like any other: on its ticket with the reason, in time, and the next mail right behind it."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from madoguchi.channels import reasons
from madoguchi.channels.base.mail import html_folding, preview, quote, quote_pieces
from madoguchi.channels.base.mail.as_json import described
from madoguchi.channels.models import Inbox, RawMessage, RawState
from madoguchi.kernel.plain import html
from madoguchi.tickets.models import Message
from tests.cast import Cast, signed_in
from tests.channels.conftest import mail, take_in
from tests.mail_corpus import containers, flowed, hostile, people, structures, words
from tests.mail_corpus.case import Case

LONGEST = 2.0
SEALED = [*containers.OUTLOOK, *containers.SEALED, *containers.NESTED]
WARNED = [case for case in (*hostile.CAPPED, *SEALED) if case.expected.get("warnings")]
ORDINARY = [case for case in (*hostile.MISLEADING[:4], *hostile.BROKEN) if "error" not in case.expected]


def numbered(case: Case, number: int) -> bytes:
    """The mail under a Message-ID of its own."""
    return case.raw.replace(b"<order-4711@", b"<order-%d@" % number, 1)


def test_every_hostile_mail_is_on_a_ticket_that_says_why_and_the_next_mail_follows_in_time(
    inbox: Inbox, cast: Cast
) -> None:
    page = signed_in(cast.hana, language="en")
    told: set[str] = set()
    for number, case in enumerate([*WARNED, *ORDINARY]):
        take_in(inbox, numbered(case, number))
        message = Message.objects.get(external_id=f"order-{number}@kawakami.example")
        warned = message.verdict.get("warnings", [])
        expected = case.expected.get("warnings", [])
        assert isinstance(expected, dict) or warned == expected, case.name
        if not told.issuperset(warned):
            shown = page.get(f"/tickets/{message.ticket_id}").content.decode()
            assert all(reasons.explain(code) in shown.replace("&#39;", "'") for code in warned), case.name
            told.update(warned)
        if case in hostile.CAPPED:
            started = time.monotonic()
            assert take_in(inbox, mail(message_id=f"next-{number}@x")).state == RawState.THREADED
            assert time.monotonic() - started < 10
    assert {"parts_capped", "depth_capped", "headers_capped", "text_capped", "html_too_deep", "tnef"} <= told
    assert not RawMessage.objects.filter(state=RawState.STORED).exists()


@pytest.mark.parametrize(
    "raw", [b"\x00\x01 nothing", b"", b"Subject: nobody\r\n\r\nx"], ids=["no header", "empty", "nobody"]
)
def test_what_is_no_mail_waits_with_its_reason_and_holds_up_nobody(inbox: Inbox, raw: bytes) -> None:
    kept = take_in(inbox, raw)
    assert kept.state == RawState.QUARANTINED
    assert reasons.explain(kept.reason) != kept.reason
    assert take_in(inbox, mail()).state == RawState.THREADED


@pytest.mark.once
@pytest.mark.parametrize("case", hostile.CASES, ids=lambda case: case.name)
def test_no_stranger_holds_up_everybody_with_one_mail(case: Case) -> None:
    started = time.process_time()
    described(case.raw)
    preview.preview(case.raw)
    assert time.process_time() - started < LONGEST


TEXTS = [
    *(">" * 1_000_000, "-" * 1_000_000, "http://a." * 100_000, "<" * 1_000_000, " " * 1_000_000 + "x"),
    *("On " + "a " * 500_000, "> a\n" * 20_000, "a@" * 500_000, '"' * 500_000, "差出人: a\n" * 50_000),
    *("<title>" * 36_000, "<style " * 36_000, "<!--" * 250_000, " \n" * 125_000, "\n " * 125_000, "a," * 100_000),
    *("=?a?q?" * 100_000, "=?utf-8?B?" + "A" * 500_000, "<a b='" * 100_000, "&amp;" * 200_000, "ｱ" * 500_000 + "ﾞ"),
    *("(" * 500_000, "\\" * 500_000, ";a=" * 200_000, "%41" * 200_000, "「" * 300_000, "\u0301" * 300_000),
]


@pytest.mark.once
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:9]))
def test_no_text_makes_the_reading_slow(text: str) -> None:
    started = time.process_time()
    quote.new_part(text)
    quote_pieces.pieces(f"x\n{text}", "x")
    html_folding.folded(html.read(text).html)
    field = text[:60_000].encode()
    head = b"From: " + field + b"\r\nSubject: " + field + b"\r\nContent-Disposition: " + field
    described(head + b"\r\n\r\n" + text.encode())
    described(b"Subject: Undelivered mail\r\nFrom: mailer-daemon@b.example\r\n\r\n" + text.encode())
    assert time.process_time() - started < 2 * LONGEST


PIECES = [case.raw for case in (*words.CASES, *flowed.CASES, *structures.CASES, *people.CASES, *SEALED)]
LINES = some.sampled_from([line for raw in PIECES for line in raw.split(b"\r\n") if line])


@pytest.mark.once
@given(some.binary(max_size=2000))
@settings(max_examples=200, deadline=2000)
def test_arbitrary_bytes_are_read_or_refused(raw: bytes) -> None:
    assert "internal" not in str(described(raw).get("error", ""))


@pytest.mark.once
@given(some.lists(some.one_of(LINES, some.binary(max_size=30)), max_size=60))
@settings(max_examples=250, deadline=2000)
def test_lines_of_real_mails_in_any_order_are_read(lines: list[bytes]) -> None:
    assert "internal" not in str(described(b"\r\n".join(lines)).get("error", ""))


@pytest.mark.once
@given(some.recursive(LINES, lambda inner: some.lists(inner, max_size=5), max_leaves=40), some.integers(0, 3))
@settings(max_examples=150, deadline=2000)
def test_parts_in_parts_of_any_shape_are_read(shape: object, mistake: int) -> None:
    raw = b"Subject: x\r\n" + _built(shape, 0, mistake)
    assert "internal" not in str(described(raw, details=True).get("error", ""))


def _built(shape: object, depth: int, mistake: int) -> bytes:
    """A leaf is a text part; a list is a multipart, in which now and then the boundary is wrong."""
    if not isinstance(shape, list):
        return b"Content-Type: text/plain\r\n\r\n" + bytes(shape)  # type: ignore[call-overload]
    mark = b"b%d" % (depth if mistake != 1 else 0)
    inside = b"".join(b"--" + mark + b"\r\n" + _built(one, depth + 1, mistake) + b"\r\n" for one in shape)
    end = b"" if mistake == 2 else b"--" + mark + b"--\r\n"
    return b"Content-Type: multipart/mixed; boundary=" + mark + b"\r\n\r\n" + inside + end


@pytest.mark.once
@given(some.integers(0, 2**32))
@settings(max_examples=250, deadline=2000)
def test_broken_copies_of_real_mail_are_read(seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(chance.choice(PIECES))
    for _change in range(chance.randrange(1, 20)):
        position = chance.randrange(len(raw) + 1)
        raw[position : position + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
    assert "internal" not in str(described(bytes(raw)).get("error", ""))


@pytest.mark.once
@given(some.text(some.sampled_from("<>/!-='\"& \n{}:;abdivptrstyle"), max_size=400))
@settings(max_examples=200, deadline=2000)
def test_any_html_becomes_safe_html_that_stays_the_same(markup: str) -> None:
    safe = html.read(markup).html
    assert html.read(safe).html == safe
    assert "<script" not in safe
