"""Setting up inboxes; what came or went wrong."""

import pytest
from django.db import transaction
from django.test import Client

from madoguchi.channels.models import Inbox
from madoguchi.channels.services.sealing import unseal
from madoguchi.channels.tasks import send_system_mail
from madoguchi.kernel import clock
from madoguchi.kernel.jobs import enqueue
from madoguchi.kernel.models import JobRow
from madoguchi.kernel.models.job import JobState
from madoguchi.people.models import AuditLine
from tests.cast import Cast, signed_in


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def test_a_mailbox_is_set_up_and_its_password_never_shown_again(cast: Cast, admin: Client) -> None:
    form = {
        "name": "サポート",
        "address": "support@minato.example",
        "team_id": cast.support.id,
        "undo_seconds": "10",
        "setting-way_in": "imap",
        "setting-imap_host": "imap.minato.example",
        "setting-imap_port": "993",
        "setting-imap_security": "tls",
        "setting-imap_user": "support",
        "setting-imap_password": "very-secret",
        "setting-imap_folder": "INBOX",
        "setting-afterwards": "seen",
        "setting-way_out": "none",
        "setting-smtp_port": "465",
        "setting-smtp_security": "tls",
    }
    response = admin.post("/setup/inboxes/new/mail", form)
    assert response.status_code == 302, response.content.decode()[-3000:]
    inbox = Inbox.objects.get()
    assert "very-secret" not in str(inbox.settings)
    page = admin.get(f"/setup/inboxes/{inbox.id}").content.decode()
    assert "very-secret" not in page
    admin.post(f"/setup/inboxes/{inbox.id}", {**form, "name": "窓口", "setting-imap_password": ""})
    inbox.refresh_from_db()
    assert (inbox.name, unseal(inbox.settings["imap_password"])) == ("窓口", "very-secret")
    assert "very-secret" not in str(list(AuditLine.objects.values_list("before", "after")))


def test_a_wrong_setting_is_told_at_its_field(cast: Cast, admin: Client) -> None:
    form = {"name": "サポート", "address": "support@minato.example", "undo_seconds": "10", "setting-imap_port": "many"}
    response = admin.post("/setup/inboxes/new/mail", form)
    assert response.status_code == 422
    assert "setting-imap_port_error" in response.content.decode()


def test_the_connection_test_says_in_plain_words_what_is_wrong(cast: Cast, admin: Client) -> None:
    form = {
        "setting-way_in": "imap",
        "setting-imap_host": "127.0.0.1",
        "setting-imap_port": "1",
        "setting-way_out": "none",
    }
    page = admin.post("/setup/inboxes/test/mail", form).content.decode()
    assert "ポート番号を確かめてください" in page
    assert "まだ接続できません" in page
    assert not Inbox.objects.exists()


def test_a_failed_mail_with_a_link_shows_its_subject_and_never_its_link(cast: Cast, admin: Client) -> None:
    link = "https://desk.example/password/new/1-abc"
    with transaction.atomic():
        job_id = enqueue(
            send_system_mail, to="x@example.jp", subject="パスワード", text=f"開く: {link}", external_id="1"
        )
    JobRow.objects.filter(pk=job_id).update(state=JobState.DEAD, error="refused", died_at=clock.now())
    page = admin.get("/setup/jobs").content.decode()
    assert "refused" in page
    assert "desk.example" not in page
    admin.post(f"/setup/jobs/{job_id}/retry")
    assert JobRow.objects.get(pk=job_id).state == JobState.WAITING
    JobRow.objects.filter(pk=job_id).update(state=JobState.DEAD, died_at=clock.now())
    admin.post(f"/setup/jobs/{job_id}/removal")
    assert not JobRow.objects.filter(pk=job_id).exists()
