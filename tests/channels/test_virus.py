"""Virus scans over clamd's protocol, with a real server on a socket and EICAR's test string."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from madoguchi.channels.models import FileScan, Inbox
from madoguchi.channels.services import scanning
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.people.models import AuditLine
from madoguchi.tickets.models import Attachment, Ticket
from madoguchi.tickets.services import attaching, replying
from tests.cast import Cast, acting, signed_in
from tests.channels.conftest import take_in
from tests.servers.postbox import Postbox
from tests.servers.scanner import EICAR, Scanner, SocketScanner


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    server = Scanner()
    monkeypatch.setenv("MADOGUCHI_CLAMD", server.place)
    yield server
    server.shutdown()
    server.server_close()


def with_files(*files: tuple[str, bytes], number: int = 1) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "support@shop.example", f"写真{number}"
    message["Message-ID"] = f"<files{number}@b.example>"
    message.set_content("添付します")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def infected(scanner: Scanner, inbox: Inbox) -> Attachment:
    take_in(inbox, with_files(("請求書.exe", EICAR.encode()), ("写真.txt", b"hello")))
    return Attachment.objects.get(name="請求書.exe")


def test_case_50_an_infected_file_is_flagged_and_only_handed_out_after_a_warning_to_who_may(
    cast: Cast, infected: Attachment
) -> None:
    found = {scan.sha256: (scan.state, scan.found) for scan in FileScan.objects.all()}
    assert found[infected.file.sha256] == ("infected", "Eicar-Test-Signature")
    assert sorted(state for state, _virus in found.values()) == ["clean", "infected"]
    misaki, admin = signed_in(cast.misaki), signed_in(cast.admin)
    page = misaki.get(f"/tickets/{infected.message.ticket_id}").content.decode()
    assert "Eicar-Test-Signature" in page
    path = f"/attachments/{infected.id}"
    for address in (path, f"{path}?inline=1"):
        refused = misaki.get(address)
        assert (refused.status_code, "X-Madoguchi-File" in refused.headers) == (403, False)
    assert misaki.post(path, {"confirmed": "yes"}).status_code == 403
    warning = admin.get(path)
    assert (warning.status_code, "X-Madoguchi-File" in warning.headers) == (200, False)
    assert "監査ログ" in warning.content.decode()
    given = admin.post(path, {"confirmed": "yes"})
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert AuditLine.objects.filter(action="infected_file:open", subject_id=str(infected.id)).count() == 1


def test_no_infected_file_leaves_with_an_answer(cast: Cast, infected: Attachment, postbox: Postbox) -> None:
    upload = attaching.upload(name="請求書.exe", type="", content=EICAR.encode(), by=acting(cast.hana))
    last = infected.message
    sent = replying.reply(
        last.ticket_id, text="どうぞ", last_seen_id=last.id, attachment_ids=[upload.id], by=acting(cast.hana)
    )
    run_due()
    sent.refresh_from_db()
    assert (sent.state, postbox.mails) == ("failed", [])
    assert sent.failure.startswith("attachment_infected")


def test_clean_files_are_as_they_always_were(cast: Cast, infected: Attachment) -> None:
    clean = Attachment.objects.get(name="写真.txt")
    assert "X-Madoguchi-File" in signed_in(cast.misaki).get(f"/attachments/{clean.id}").headers


def test_while_the_scanner_is_down_mail_goes_on_and_files_say_that_they_were_not_scanned(
    cast: Cast, inbox: Inbox, scanner: Scanner
) -> None:
    scanner.shutdown()
    scanner.server_close()
    take_in(inbox, with_files(("a.pdf", b"%PDF-1")))
    assert Ticket.objects.count() == 1
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert "ウイルス未スキャン" in page
    assert FileScan.objects.get().state == "missed"
    again = Scanner()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MADOGUCHI_CLAMD", again.place)
            scanning.scan_missed(by=SYSTEM)
            assert FileScan.objects.get().state == "missed"
            FileScan.objects.update(scanned_at=FileScan.objects.get().scanned_at - timedelta(minutes=11))
            scanning.scan_missed(by=SYSTEM)
            assert FileScan.objects.get().state == "clean"
    finally:
        again.shutdown()
        again.server_close()


def test_what_the_scanner_will_not_take_counts_as_not_scanned(inbox: Inbox, scanner: Scanner) -> None:
    scanner.complaint = "INSTREAM size limit exceeded. ERROR"
    take_in(inbox, with_files(("big.bin", b"x" * 200_000)))
    scan = FileScan.objects.get()
    assert (scan.state, scan.found) == ("missed", "scanner_refused: INSTREAM size limit exceeded. ERROR")
    assert scanner.scanned == [200_000]


def test_the_same_file_is_scanned_once(inbox: Inbox, scanner: Scanner) -> None:
    for number in range(3):
        take_in(inbox, with_files(("a.pdf", b"%PDF-1"), number=number))
    assert len(scanner.scanned) == 1


@pytest.mark.once
def test_a_unix_socket_serves_as_well(inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = SocketScanner(tmp_path / "clamd.sock")
    monkeypatch.setenv("MADOGUCHI_CLAMD", str(tmp_path / "clamd.sock"))
    take_in(inbox, with_files(("e.com", EICAR.encode())))
    assert FileScan.objects.get().state == "infected"
    server.shutdown()
    server.server_close()


def test_without_a_scanner_nothing_is_said_about_viruses(cast: Cast, inbox: Inbox) -> None:
    take_in(inbox, with_files(("a.pdf", b"%PDF-1")))
    page = signed_in(cast.misaki).get(f"/tickets/{Ticket.objects.get().id}").content.decode()
    assert "未スキャン" not in page
    assert not FileScan.objects.exists()
