"""Idempotency keys: a repeat is done once, in order, at the same time, and after a crash."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from madoguchi.api.models import KeptAnswer
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.tickets.models import Message
from madoguchi.tickets.services import opening
from tests.api.speaking import call
from tests.cast import Cast, program
from tests.tickets.conftest import MailIn


def test_a_repeated_note_is_written_once_and_answered_the_same(cast: Cast, mail_in: MailIn) -> None:
    path, client = f"/tickets/{mail_in().id}/notes", program(cast.hana)
    answers = [call(client, "POST", path, {"text": "メモ"}, Idempotency_Key="a-1") for _count in range(3)]
    assert [one.status_code for one in answers] == [201] * 3
    assert len({one.content for one in answers}) == 1
    assert [one.headers.get("Idempotent-Replayed") for one in answers] == [None, "true", "true"]
    assert len({one["Location"] for one in answers}) == 1
    assert Message.objects.filter(kind="note").count() == 1


def test_another_request_under_the_same_key_is_refused(cast: Cast, mail_in: MailIn) -> None:
    path, client = f"/tickets/{mail_in().id}/notes", program(cast.hana)
    call(client, "POST", path, {"text": "一"}, Idempotency_Key="a-1")
    answer = call(client, "POST", path, {"text": "二"}, Idempotency_Key="a-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert call(program(cast.hana), "POST", path, {"text": "二"}, Idempotency_Key="a-1").status_code == 201


def test_a_refused_request_may_be_corrected_under_its_key(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    path, body = f"/tickets/{ticket.id}/replies", {"text": "はい"}
    assert call(client, "POST", path, body, Idempotency_Key="a-1").json()["code"] == "newer_message"
    body["last_seen_id"] = str(ticket.last_message_id)
    answers = [call(client, "POST", path, body, Idempotency_Key="a-1") for _count in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[1]["Idempotent-Replayed"] == "true"
    assert Message.objects.filter(kind="outward").count() == 1


@pytest.mark.parametrize("key", ["", "a" * 129, "a b", "あ"])
def test_what_cannot_be_a_key_is_refused(cast: Cast, mail_in: MailIn, key: str) -> None:
    path = f"/tickets/{mail_in().id}/notes"
    answer = call(program(cast.hana), "POST", path, {"text": "x"}, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")


def test_a_key_is_free_again_after_a_day(cast: Cast, mail_in: MailIn) -> None:
    path, client = f"/tickets/{mail_in().id}/closure", program(cast.hana)
    call(client, "POST", path, Idempotency_Key="a-1")
    with clock.held_at(clock.now() + timedelta(hours=25)):
        assert "Idempotent-Replayed" not in call(client, "POST", path, Idempotency_Key="a-1")


def test_a_fault_is_not_kept(cast: Cast, mail_in: MailIn, monkeypatch: pytest.MonkeyPatch) -> None:
    from madoguchi.tickets.services import noting

    path, client = f"/tickets/{mail_in().id}/notes", program(cast.hana)

    def breaks(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("boom")

    real = noting.note
    monkeypatch.setattr(noting, "note", breaks)
    answer = call(client, "POST", path, {"text": "x"}, Idempotency_Key="a-1")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "boom" not in answer.content.decode()
    monkeypatch.setattr(noting, "note", real)
    assert call(client, "POST", path, {"text": "x"}, Idempotency_Key="a-1").status_code == 201


def test_a_request_that_died_can_be_done_again_without_a_second_message(cast: Cast, mail_in: MailIn) -> None:
    path, client = f"/tickets/{mail_in().id}/notes", program(cast.hana)
    call(client, "POST", path, {"text": "x"}, Idempotency_Key="a-1")
    KeptAnswer.objects.update(status=0, body="")
    assert call(client, "POST", path, {"text": "x"}, Idempotency_Key="a-1").json()["code"] == "still_working"
    with clock.held_at(clock.now() + timedelta(minutes=3)):
        assert call(client, "POST", path, {"text": "x"}, Idempotency_Key="a-1").status_code == 201
    assert Message.objects.filter(kind="note").count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_repeats_at_the_same_moment_write_one_note() -> None:
    from tests.cast import assemble

    cast = assemble()
    ticket = opening.open_ticket(
        subject="電話", customer_id=cast.tanaka.id, text="x", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    client, outcomes = program(cast.hana), []
    start = threading.Barrier(10)

    def post() -> None:
        start.wait()
        answer = call(client, "POST", f"/tickets/{ticket.id}/notes", {"text": "x"}, Idempotency_Key="a-1")
        outcomes.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=post) for _count in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(outcomes) <= {201, 409}
    assert 201 in outcomes
    assert Message.objects.filter(kind="note").count() == 1
