"""Cases 14 to 16: files that want to run, in a browser or on the server."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installation
from django.core.files.uploadedfile import SimpleUploadedFile

from madoguchi.channels.services import inboxes
from madoguchi.kernel import files
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Attachment
from madoguchi.web.public import guard
from tests.cast import TANAKA_ADDRESS, signed_in, visitor
from tests.channels.conftest import SUPPORT_ADDRESS
from tests.security.conftest import Outside

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.domain)</script>"
XML = b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n" + bytes(40)
RUNNABLE = {"image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/javascript"}


def with_files(outside: Outside, *given: tuple[str, str, bytes]) -> list[Attachment]:
    """A mail with these files (name, declared type, content) comes in."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = TANAKA_ADDRESS, SUPPORT_ADDRESS, "添付"
    message["Message-ID"] = "<files@customer.example>"
    message.set_content("添付します")
    for name, declared, content in given:
        kind, _slash, subtype = declared.partition("/")
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    outside.send_raw(message.as_bytes())
    return list(Attachment.objects.order_by("id"))


def assert_harmless(answer: Any) -> None:
    """What a browser is told makes it save the file or show a true picture, and run nothing."""
    assert answer["Content-Type"].partition(";")[0] not in RUNNABLE
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    if not answer["Content-Disposition"].startswith("attachment;"):
        assert answer["Content-Type"] in ("image/png", "image/jpeg", "image/gif", "image/webp")


@pytest.mark.parametrize("asked", ["", "?inline=1"])
def test_case_14_svg_html_and_xml_are_saved_and_never_opened_in_our_origin(outside: Outside, asked: str) -> None:
    found = with_files(
        outside,
        ("x.svg", "image/svg+xml", SVG),
        ("x.html", "text/html", HTML),
        ("x.xml", "text/xml", XML),
        ("x.xhtml", "application/xhtml+xml", XML),
        ("x.pdf", "application/pdf", PDF),
    )
    browser = signed_in(outside.cast.hana)
    for attachment in found:
        answer = browser.get(f"/attachments/{attachment.id}{asked}")
        assert_harmless(answer)
        assert answer["Content-Disposition"].startswith("attachment;")
    assert visitor().get(f"/attachments/{found[0].id}").status_code == 302


def test_case_15_the_declared_type_decides_nothing(outside: Outside) -> None:
    found = with_files(
        outside,
        ("a.png", "image/png", HTML),
        ("b.png", "image/png", SVG),
        ("c.html", "text/html", PNG),
        ("d.svg", "image/svg+xml", PNG),
        ("e.gif", "image/gif", b"GIF89a/*" + HTML),
    )
    browser = signed_in(outside.cast.hana)
    answers = [browser.get(f"/attachments/{one.id}?inline=1") for one in found]
    for answer in answers:
        assert_harmless(answer)
    assert [answer["Content-Disposition"].partition(";")[0] for answer in answers[:2]] == ["attachment"] * 2
    assert [answer["Content-Type"] for answer in answers[2:4]] == ["image/png"] * 2
    page = browser.get(f"/tickets/{found[0].message.ticket_id}").content.decode()  # type: ignore[union-attr]
    assert f'src="/attachments/{found[0].id}' not in page


NAMES = [
    *("shell.pht", "shell.php.png", ".htaccess", "web.config", "x.php\x00.png", "run.py", "a.phar", "b.jsp;.jpg"),
    *("../../static/evil.js", "..\\..\\evil.bat", "/etc/cron.d/evil", "manifest.json", "%2e%2e%2fevil.html"),
]


def test_case_16_what_would_run_on_a_server_lies_outside_of_it_under_another_name(outside: Outside) -> None:
    found = with_files(outside, *((name, "application/octet-stream", name.encode() + HTML) for name in NAMES))
    assert len(found) == len(NAMES)
    root = Path(installation.FILES_ROOT).resolve()
    browser = signed_in(outside.cast.hana)
    for attachment in found:
        place = files.path_of(attachment.file.sha256).resolve()
        assert place.is_relative_to(root)
        assert not place.suffix
        assert place.stat().st_mode & 0o111 == 0
        answer = browser.get(f"/attachments/{attachment.id}")
        assert_harmless(answer)
        assert answer["X-Madoguchi-File"] == str(files.path_of(attachment.file.sha256))
        said = answer["Content-Disposition"]
        assert "/" not in attachment.name and "\\" not in attachment.name and "\x00" not in attachment.name
        assert "\r" not in said and "\n" not in said and "\x00" not in said
    for path in ("/attachments/shell.pht", "/static/evil.js", "/files/shell.pht", "/media/shell.pht", "/.htaccess"):
        assert browser.get(path).status_code == 404


def test_case_16_the_same_through_the_public_form(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SHORTEST_SECONDS", 0)
    inboxes.create(kind="form", name="お問い合わせ", address="contact", team_id=outside.cast.support.id, by=SYSTEM)
    upload = SimpleUploadedFile("shell.php.png", HTML, "image/png")
    question = {"name": "x", "email": TANAKA_ADDRESS, "subject": "x", "text": "x", "stamp": guard.new_stamp()}
    assert outside.browser.post("/request/contact", {**question, "attachments": [upload]}).status_code == 302
    attachment = Attachment.objects.get()
    answer = signed_in(outside.cast.hana).get(f"/attachments/{attachment.id}?inline=1")
    assert_harmless(answer)
    assert answer["Content-Disposition"].startswith("attachment;")
