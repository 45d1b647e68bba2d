"""What the pages refuse: foreign forms, foreign frames, files that would run."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madoguchi.kernel.plain.messages import FilePart
from madoguchi.tickets.models import Attachment
from tests import cast as people
from tests.web.desk.conftest import Mail


def test_a_page_allows_no_script_but_its_own_files(hana: Client) -> None:
    answer = hana.get("/desk")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    page = answer.content.decode()
    assert " onclick=" not in page and " style=" not in page and "<style" not in page


def test_a_form_from_elsewhere_changes_nothing(cast: people.Cast, mail: Mail) -> None:
    letter = mail()
    strict = people.signed_in(cast.hana, csrf=True)
    refused = strict.post(f"/tickets/{letter.ticket_id}/closure")
    assert refused.status_code == 403
    assert "有効期限" in refused.content.decode()


def test_an_html_attachment_is_handed_out_as_a_download(hana: Client, ken: Client, mail: Mail) -> None:
    mail(files=(FilePart("evil.html", "text/html", b"<script>alert(1)</script>"),))
    file = Attachment.objects.get()
    answer = hana.get(f"/attachments/{file.id}?inline=1")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Madoguchi-File"].endswith(file.file.sha256)
    assert ken.get(f"/attachments/{file.id}").status_code == 404


def test_a_true_picture_is_shown_in_place(hana: Client, mail: Mail) -> None:
    mail(files=(FilePart("photo.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(20)),))
    answer = hana.get(f"/attachments/{Attachment.objects.get().id}?inline=1")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline;")


def test_html_mail_opens_without_scripts_and_without_remote_pictures(hana: Client, ken: Client, mail: Mail) -> None:
    letter = mail(html='<p>こんにちは</p><img src="https://tracker.example/x.png">')
    answer = hana.get(f"/messages/{letter.message_id}/html")
    policy = answer["Content-Security-Policy"]
    assert "script-src" not in policy and "default-src 'none'" in policy and "sandbox" in policy
    assert "https:" not in policy
    assert "https:" in hana.get(f"/messages/{letter.message_id}/html?images=1")["Content-Security-Policy"]
    assert ken.get(f"/messages/{letter.message_id}/html").status_code == 404


def test_an_upload_waits_for_its_message_and_can_be_dropped(hana: Client, misaki: Client) -> None:
    kept = hana.post("/attachments", {"file": SimpleUploadedFile("a/../b.txt", b"hello", "text/plain")})
    assert kept.status_code == 201
    assert kept.json()["name"] == "b.txt"
    assert misaki.delete(f"/attachments/{kept.json()['id']}").status_code == 404
    assert hana.delete(f"/attachments/{kept.json()['id']}").status_code == 204


def test_the_desk_speaks_english_to_whom_it_suits(cast: people.Cast) -> None:
    cast.hana.language = "en"
    cast.hana.save()
    page = people.signed_in(cast.hana).get("/desk").content.decode()
    assert '<html lang="en"' in page and "Skip to the main part" in page and "未対応" not in page


def test_a_look_at_a_customer_is_on_record(hana: Client, mail: Mail, cast: people.Cast) -> None:
    from madoguchi.people.models import AuditLine

    letter = mail()
    hana.post(f"/tickets/{letter.ticket_id}/presence")
    line = AuditLine.objects.get(action="customer:view")
    assert (line.actor_id, line.subject_id) == (cast.hana.id, str(cast.tanaka.id))
