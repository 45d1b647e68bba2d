"""Programs that hand a mail over by HTTP."""

from typing import Any

import pytest
from django.test import Client

from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.people.services import api_keys
from madoguchi.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.channels.conftest import mail


def key_of(cast: Cast, *scopes: str) -> str:
    return api_keys.issue(agent_id=cast.admin.id, name="mailer", scopes=list(scopes), by=SYSTEM)[1]


def post(inbox_id: int, content: bytes, key: str) -> Any:
    return Client().generic(
        "POST",
        f"/api/v1/inboxes/{inbox_id}/mails",
        content,
        content_type="message/rfc822",
        headers={"Authorization": f"Bearer {key}"},
    )


def test_a_program_hands_over_a_mail_and_the_same_again_is_the_same(cast: Cast, inbox: Inbox) -> None:
    key = key_of(cast, "raw_message:hand_over")
    first = post(inbox.id, mail(), key)
    assert first.status_code == 202
    assert (first.json()["state"], RawMessage.objects.get().door) == ("stored", "http")
    run_due()
    again = post(inbox.id, mail(), key).json()
    assert (again["id"], again["ticket_id"]) == (first.json()["id"], Ticket.objects.get().id)
    run_due()
    assert Message.objects.count() == 1


def test_a_mail_may_hold_any_byte(cast: Cast, inbox: Inbox) -> None:
    content = mail().partition(b"\n\n")[0].replace(b"base64", b"8bit") + b"\n\n\x00\xff\\u0000 text"
    assert post(inbox.id, content, key_of(cast, "*")).status_code == 202
    run_due()
    assert Message.objects.count() == 1


def test_a_key_without_the_right_hands_over_nothing(cast: Cast, inbox: Inbox) -> None:
    assert post(inbox.id, mail(), key_of(cast, "ticket:read")).status_code == 403
    assert post(inbox.id, mail(), "wrong").status_code == 401
    assert not RawMessage.objects.exists()


@pytest.mark.parametrize("content", [b"", b" \r\n"])
def test_an_empty_mail_is_refused(cast: Cast, inbox: Inbox, content: bytes) -> None:
    answer = post(inbox.id, content, key_of(cast, "*"))
    assert (answer.status_code, answer.json()["code"]) == (422, "empty_mail")


def test_a_mail_over_the_limit_is_refused(cast: Cast, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_LARGEST_MAIL_MB", "1")
    assert post(inbox.id, b"x" * 1024 * 1024 + b"y", key_of(cast, "*")).status_code == 413


def test_an_inbox_that_is_switched_off_or_unknown_is_not_found(cast: Cast, inbox: Inbox) -> None:
    key = key_of(cast, "*")
    assert post(inbox.id + 1, mail(), key).status_code == 404
    Inbox.objects.update(active=False)
    assert post(inbox.id, mail(), key).status_code == 404
