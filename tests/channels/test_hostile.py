"""Hostile mail: capped, with the reason, quickly, and never an exception."""

import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from madoguchi.channels import reasons
from madoguchi.channels.base.mail import quote
from madoguchi.channels.base.mail.as_json import described
from madoguchi.channels.models import Inbox
from madoguchi.kernel.plain import html
from madoguchi.tickets.models import Message
from tests.channels.conftest import mail, take_in

HEAD = b"From: a@b.example\r\nSubject: x\r\nMessage-ID: <h@b.example>\r\nMIME-Version: 1.0\r\n"
LONGEST = 4.0


def levels(count: int) -> bytes:
    parts = [b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n"]
    parts += [b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1) for n in range(count)]
    return HEAD + b"".join(parts)


BOMBS = {
    "parts_capped": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 10_000
    + b"--b--",
    "depth_capped": levels(1000),
    "headers_capped": HEAD + b"X: " + b"a" * 10_000_000 + b"\r\n\r\nhello",
    "recipients_capped": HEAD + b"To: " + b", ".join(b"u%d@x.example" % n for n in range(50_000)) + b"\r\n\r\nhello",
    "html_too_deep": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000 + b"hello",
    "text_capped": HEAD + b"\r\n" + b"long\r\n" * 1_000_000,
}


@pytest.mark.parametrize("warning", BOMBS)
def test_a_bomb_is_capped_in_time_and_the_reason_is_told(warning: str) -> None:
    started = time.monotonic()
    found = described(BOMBS[warning])
    assert time.monotonic() - started < LONGEST
    assert warning in found["warnings"]
    assert reasons.explain(warning) != warning


def test_after_every_bomb_the_next_mail_is_handled(inbox: Inbox) -> None:
    for number, bomb in enumerate(BOMBS.values()):
        take_in(inbox, bomb.replace(b"<h@b.example>", b"<h%d@b.example>" % number))
    started = time.monotonic()
    take_in(inbox, mail())
    assert time.monotonic() - started < 10
    assert Message.objects.count() == len(BOMBS) + 1
    assert "depth_capped" in Message.objects.get(external_id="h1@b.example").verdict["warnings"]


@pytest.mark.parametrize(
    "text",
    [
        *(">" * 1_000_000, "-" * 1_000_000, "http://a." * 100_000, "<" * 1_000_000, " " * 1_000_000 + "x"),
        *("On " + "a " * 500_000, "> a\n" * 20_000, "a@" * 500_000, '"' * 500_000, "差出人: a\n" * 50_000),
    ],
)
def test_no_text_makes_the_reading_slow(text: str) -> None:
    started = time.monotonic()
    quote.new_part(text)
    html.to_text(text)
    described(
        b"From: " + text[:60_000].encode() + b"\r\nSubject: " + text[:60_000].encode() + b"\r\n\r\n" + text.encode()
    )
    assert time.monotonic() - started < LONGEST


MARKUP = HEAD + b"Content-Type: text/html\r\n\r\n"
RETURNED = b"From: mailer-daemon@b.example\r\nSubject: Undelivered mail\r\n\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        *(MARKUP + b"<title>" * 36_000, MARKUP + b"<style " * 36_000, MARKUP + b"<div>" * 200 + b"<!--" * 60_000),
        *(RETURNED + b" " * 250_000 + b"\nx", RETURNED + b" \n" * 125_000, RETURNED + b"\n " * 125_000),
        *(b"From: " + b"a," * 32_000 + b"\r\n\r\nx", b"From: " + (b"a" * 199 + b",") * 320 + b"\r\n\r\nx"),
    ],
    ids=["titles", "styles", "comments", "blanks", "blank lines", "folds", "commas", "long names"],
)
def test_no_stranger_holds_up_everybody_with_one_mail(raw: bytes) -> None:
    started = time.monotonic()
    described(raw)
    assert time.monotonic() - started < LONGEST


@pytest.mark.parametrize("wrong_end", ["</b>", "</div2>", "</p></span>"])
def test_ends_without_a_beginning_do_not_hide_how_deep_a_mail_is(wrong_end: str) -> None:
    assert html.too_deep(f"<div>{wrong_end}" * 200)
    assert not html.too_deep("<div><b>x</b></div>" * 200)


def test_what_is_hidden_in_a_mail_too_deep_to_show_stays_hidden() -> None:
    deep = "<div>" * 200 + "<STYLE>p{}</STYLE ><!-- memo --><script>evil()</script\n><title>t</title>こんにちは<b>!</b>"
    assert html.to_text(deep).split() == ["こんにちは", "!"]


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\r\n\r\n", b"\x00" * 100, b"no header at all", b":\r\n\r\n", os.urandom(5000)),
        *(HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n!!!=a=b", HEAD + b"\r\nbare\rcr\x00nul"),
        HEAD + b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n----\r\n',
        HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"a" * 5000,
        HEAD + b"Content-Type: text/plain; charset=zlib\r\n\r\n\xff",
        HEAD + b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\xff\\ud800",
        HEAD.replace(b"\r\n", b"\r") + b"\rold mac",
    ],
)
def test_nothing_makes_the_reading_raise(raw: bytes) -> None:
    found = described(raw)
    assert "internal" not in str(found.get("error", ""))


@given(some.binary(max_size=2000))
@settings(max_examples=200, deadline=2000)
def test_arbitrary_bytes_are_read_or_refused(raw: bytes) -> None:
    assert "internal" not in str(described(raw).get("error", ""))


@given(some.integers(0, 2**32))
@settings(max_examples=150, deadline=2000)
def test_broken_copies_of_real_mail_are_read(seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray(chance.choice([mail(), levels(5), BOMBS["html_too_deep"][:3000]]))
    for _change in range(chance.randrange(1, 20)):
        position = chance.randrange(len(raw))
        raw[position : position + chance.randrange(4)] = bytes(
            chance.randrange(256) for _b in range(chance.randrange(4))
        )
    assert "internal" not in str(described(bytes(raw)).get("error", ""))
