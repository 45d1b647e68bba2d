"""What outsiders try with the content of a mail: bombs, slow patterns, files of the server, signs that hide (33-38)."""

import resource
import time

import pytest

from madoguchi.channels import reasons
from madoguchi.channels.models import RawState
from madoguchi.tickets.models import Attachment, Message
from tests.cast import signed_in
from tests.mail_corpus import hostile
from tests.mail_corpus.containers import in_winmail, tnef_file, winmail
from tests.mail_corpus.writing import mail, part
from tests.security.conftest import Outside

SECONDS = 10
MEGABYTES = 120
CASES = {case.name: case.raw for case in hostile.CASES}


def arrives_in_time(outside: Outside, raw: bytes) -> Message:
    """The mail is on a ticket, and a customer's mail behind it too, before anybody grows impatient."""
    started = time.monotonic()
    kept = outside.send_raw(raw)
    assert kept.state == RawState.THREADED
    assert outside.send("炊飯器のふたが閉まりません。").state == RawState.THREADED
    assert time.monotonic() - started < SECONDS
    return Message.objects.get(raw_id=kept.id)


def page_of(outside: Outside, message: Message) -> str:
    page = signed_in(outside.cast.hana).get(f"/tickets/{message.ticket_id}")
    assert page.status_code == 200
    return page.content.decode()


def frame_of(outside: Outside, message: Message) -> str:
    frame = signed_in(outside.cast.hana).get(f"/messages/{message.id}/html")
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    return frame.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file:/etc/passwd",
        "/etc/passwd",
        "..\\..\\etc\\passwd",
        "cid:../../etc/passwd",
        "\\\\evil\\x",
    ],
)
def test_case_33_a_mail_cannot_have_a_file_of_the_server_shown(outside: Outside, address: str) -> None:
    markup = f'<p>見て</p><img src="{address}"><a href="{address}">x</a><link rel=stylesheet href="{address}">'
    style = f'<style>@import "{address}";p{{background:url({address})}}</style>'
    message = arrives_in_time(outside, mail(part(style + markup, "Content-Type: text/html; charset=utf-8")))
    shown = frame_of(outside, message)
    assert "見て" in shown
    assert "passwd" not in shown
    assert "evil" not in shown


@pytest.mark.parametrize(
    "name",
    [
        "an archive that would grow to 10 MB stays closed",
        "a picture of 50,000 by 50,000 points stays closed",
        "a billion laughs stay a file",
        "winmail.dat with 500 files",
    ],
)
def test_case_34_what_would_grow_is_kept_closed(outside: Outside, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    message = arrives_in_time(outside, CASES[name])
    page_of(outside, message)
    kept = Attachment.objects.filter(message=message)
    assert 0 < kept.count() <= 201
    assert sum(file.file.size for file in kept.select_related("file")) <= len(CASES[name])
    for file in kept[:1]:
        signed_in(outside.cast.hana).get(f"/attachments/{file.id}?inline=1")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024


def test_case_34_a_container_of_outlook_with_lengths_that_lie_grows_to_nothing(outside: Outside) -> None:
    lies = winmail(tnef_file("a.bin", b"x")) + b"\x02\x0f\x80\x06\x00\xff\xff\xff\xff" * 1000
    message = arrives_in_time(outside, in_winmail(lies))
    assert sum(file.file.size for file in Attachment.objects.filter(message=message)) < len(lies)
    assert "winmail.dat" in page_of(outside, message)


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("10,000 parts", "parts_capped"),
        ("1,000 levels", "depth_capped"),
        ("a header line of 10 MB", "headers_capped"),
        ("one field folded 100,000 times", "headers_capped"),
        ("50,000 recipients", "recipients_capped"),
        ("a text of 6 MB", "text_capped"),
    ],
)
def test_case_35_a_mail_too_big_to_read_is_capped_and_the_ticket_says_so(
    outside: Outside, name: str, warning: str
) -> None:
    message = arrives_in_time(outside, CASES[name])
    assert reasons.explain(warning) in page_of(outside, message)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("1 MB of")])
def test_case_36_no_text_makes_a_pattern_run_for_ever(outside: Outside, name: str) -> None:
    message = arrives_in_time(outside, CASES[name])
    started = time.process_time()
    page_of(outside, message)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "name",
    [
        "20,000 nested div",
        "20,000 div that seem to end inside comments",
        "20,000 div that seem to end inside attributes",
        "9 MB of tags out of 20 kB",
        "a tag with 100,000 attributes",
        "100,000 tags",
    ],
)
def test_case_37_no_html_keeps_the_sanitiser_busy_or_the_page_full(outside: Outside, name: str) -> None:
    message = arrives_in_time(outside, CASES[name])
    assert len(message.html) < 10 * len(CASES[name])
    page = page_of(outside, message)
    if not message.html:
        assert reasons.explain("html_too_deep") in page


def test_case_38_signs_that_break_lines_end_texts_or_turn_them_round_are_gone(outside: Outside) -> None:
    raw = mail(
        part(b"one\rtwo\0three \xed\xa0\x80end", "Content-Type: text/plain; charset=utf-8"),
        "From: =?utf-8?Q?Ta=E2=80=8Bna=E2=80=AEka?= <tanaka@kawakami.example>",
        b"Subject: rest\rBcc: y@x.example\0 =?utf-8?Q?=E2=80=AEfdp?=",
    )
    message = arrives_in_time(outside, raw)
    text = f"{message.text}{message.ticket.subject}{message.subject}"
    assert not set(text) & set("\r\0\u202e\u200b\ud800")
    assert message.text.startswith("one\ntwothree")
    assert "Tanaka" in page_of(outside, message)


def test_case_38_a_name_with_hidden_signs_is_shown_as_one(outside: Outside) -> None:
    message = arrives_in_time(
        outside, mail("x", "From: =?utf-8?Q?Ta=E2=80=8Bna=E2=80=AEka?= <tanaka@kawakami.example>")
    )
    assert "hidden_marks" in message.verdict["lookalike"]
    assert "warned" in page_of(outside, message)
