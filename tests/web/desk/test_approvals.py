"""承認: an answer that needs consent leaves only when a colleague agrees, and never by its own writer."""

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madoguchi.channels.models import Delivery
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import EventRow
from madoguchi.notifications import queries as bell
from madoguchi.tickets.models import Approval, Attachment, Commitment, Draft, Message, Ticket
from madoguchi.tickets.services import attaching, checking, merging
from tests import cast as people
from tests.web.desk.conftest import Letter, Mail

JSON = {"Accept": "application/json", "X-Fragment": "1"}
FRAGMENT = {"X-Fragment": "1"}
TEXT = "田中様\n\nお見積もりは3営業日以内にお送りいたします。"
Ask = Callable[..., Any]


@pytest.fixture
def letter(mail: Mail) -> Letter:
    return mail()


@pytest.fixture
def ask(hana: Client, letter: Letter) -> Ask:
    """花 asks for approval of an answer; returns what the server said."""

    def send(text: str = TEXT, **more: Any) -> Any:
        address = f"/tickets/{letter.ticket_id}/approvals"
        return hana.post(address, {"text": text, "approver_id": "", **more}, headers=JSON)

    return send


def decide(client: Client, letter: Letter, decision: str, **more: Any) -> Any:
    number = Approval.objects.latest("id").id
    last = Ticket.objects.get(pk=letter.ticket_id).last_message_id
    given = {"decision": decision, "last_seen_id": last, **more}
    return client.post(f"/tickets/{letter.ticket_id}/approvals/{number}", given, headers=FRAGMENT)


def events() -> list[str]:
    named = EventRow.objects.filter(name__startswith="approval.").order_by("id")
    return [name.removeprefix("approval.") for name in named.values_list("name", flat=True)]


def answers() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(kind="outward").order_by("id")
    return list(rows.values_list("author_name", "text", "state"))


def heard(agent: Any) -> list[str]:
    return [line.kind for line in bell.latest(by=people.acting(agent))]


def test_nothing_leaves_before_misaki_agrees_and_then_it_is_hanas_answer(
    cast: people.Cast, misaki: Client, letter: Letter, ask: Ask
) -> None:
    assert ask(approval_note="金額を確認してください", keeps=[]).status_code == 201
    assert answers() == [] and not Delivery.objects.exists()
    assert heard(cast.misaki) == ["approval.asked"]
    pane = html.unescape(misaki.get(f"/tickets/{letter.ticket_id}", headers=FRAGMENT).content.decode())
    assert "承認待ち" in pane and "確認する" in pane
    listed = html.unescape(misaki.get("/desk?box=approvals&scope=all", headers=FRAGMENT).content.decode())
    assert f'id="row-{letter.ticket_id}"' in listed and "承認待ち" in listed
    window = f"/tickets/{letter.ticket_id}/approvals/{Approval.objects.get().id}"
    shown = html.unescape(misaki.get(window, headers=FRAGMENT).content.decode())
    assert "金額を確認してください" in shown and "田中 一郎" in shown and "承認して送信" in shown

    told = decide(misaki, letter, "approve")
    assert told.status_code == 204 and "/messages/" in told["HX-Trigger"]
    assert answers() == [("山田 花", TEXT, "queued")]
    assert Delivery.objects.count() == 1
    assert Commitment.objects.get().by_id == cast.hana.id
    assert Ticket.objects.get(pk=letter.ticket_id).approval_asked_at is None
    assert events() == ["asked", "given"] and heard(cast.hana) == ["approval.given"]
    assert decide(misaki, letter, "approve").status_code == 409


def test_misaki_may_change_the_text_first(misaki: Client, letter: Letter, ask: Ask) -> None:
    ask("田中様\n\n了解です。")
    decide(misaki, letter, "approve", text="田中様\r\n\r\n承知いたしました。")
    assert answers()[0][1] == "田中様\n\n承知いたしました。"
    assert Approval.objects.get().edited


def test_sent_back_the_text_is_hanas_draft_again_and_the_reason_a_note_that_names_her(
    cast: people.Cast, misaki: Client, letter: Letter, ask: Ask
) -> None:
    upload = attaching.upload(name="見積.pdf", type="application/pdf", content=b"%PDF-1.4", by=people.acting(cast.hana))
    ask(attachment_ids=[upload.id])
    assert misaki.get(f"/attachments/{upload.id}").status_code == 200
    assert people.signed_in(cast.ken).get(f"/attachments/{upload.id}").status_code == 404
    assert decide(misaki, letter, "return", comment=" ").status_code == 422
    assert decide(misaki, letter, "return", comment="金額が古いです。").status_code == 204
    draft = Draft.objects.get(ticket_id=letter.ticket_id, agent=cast.hana)
    assert draft.body["text"] == TEXT and draft.body["files"][0]["name"] == "見積.pdf"
    note = Message.objects.get(kind="note")
    assert "金額が古いです。" in note.text and heard(cast.hana) == ["note.written"]
    assert answers() == [] and events() == ["asked", "returned"]
    assert ask().status_code == 201


def test_hana_cannot_approve_her_own_answer_nor_ken_one_he_does_not_see(
    cast: people.Cast, misaki: Client, ken: Client, hana: Client, mail: Mail, letter: Letter, ask: Ask
) -> None:
    ask()
    assert decide(hana, letter, "approve").status_code == 403
    assert decide(ken, letter, "approve").status_code == 404
    other = mail("別件", "質問です。")
    misaki.post(f"/tickets/{other.ticket_id}/approvals", {"text": TEXT, "approver_id": ""}, headers=JSON)
    refused = decide(misaki, other, "approve")
    assert refused.status_code == 409 and "ほかの人" in refused.content.decode()
    assert answers() == []


def test_withdrawing_gives_the_text_back_and_is_the_writers_alone(
    misaki: Client, hana: Client, letter: Letter, ask: Ask
) -> None:
    ask()
    assert ask("もう一通").json()["code"] == "approval_pending"
    address = f"/tickets/{letter.ticket_id}/approvals/{Approval.objects.get().id}"
    assert misaki.delete(address, headers=FRAGMENT).status_code == 404
    assert hana.delete(address, headers=FRAGMENT).status_code == 204
    assert Draft.objects.get().body["text"] == TEXT
    assert events() == ["asked", "withdrawn"] and answers() == []


def test_taken_back_in_time_an_approved_answer_waits_again(
    cast: people.Cast, misaki: Client, letter: Letter, ask: Ask
) -> None:
    upload = attaching.upload(name="図.png", type="image/png", content=b"\x89PNG", by=people.acting(cast.hana))
    ask(attachment_ids=[upload.id])
    decide(misaki, letter, "approve")
    message = Message.objects.get(kind="outward")
    taken = misaki.delete(f"/messages/{message.id}", headers=JSON).json()
    assert taken["purpose"] == "approval" and taken["files"] == []
    assert Ticket.objects.get(pk=letter.ticket_id).approval_asked_at is not None
    decide(misaki, letter, "approve")
    assert [state for *_rest, state in answers()] == ["cancelled", "queued"]
    assert Attachment.objects.get(pk=upload.id).message_id == Message.objects.latest("id").id


def test_what_the_customer_wrote_meanwhile_must_be_read_first(
    misaki: Client, mail: Mail, letter: Letter, ask: Ask
) -> None:
    ask()
    mail("Re: 炊飯器の保温ができません", "追加です。", thread_ids=("letter-1@customer.example",))
    assert decide(misaki, letter, "approve", last_seen_id=letter.message_id).status_code == 409
    assert answers() == []
    assert decide(misaki, letter, "approve").status_code == 204


def test_a_waiting_answer_follows_its_ticket_into_another_one(
    cast: people.Cast, hana: Client, misaki: Client, mail: Mail, letter: Letter, ask: Ask
) -> None:
    ask()
    other = mail("別件", "質問です。")
    merging.merge(other.ticket_id, absorbed_id=letter.ticket_id, by=people.acting(cast.misaki))
    assert Approval.objects.get().ticket_id == other.ticket_id
    third = mail("三件目", "質問です。")
    hana.post(f"/tickets/{third.ticket_id}/approvals", {"text": "三件目です。", "approver_id": ""}, headers=JSON)
    merging.merge(other.ticket_id, absorbed_id=third.ticket_id, by=people.acting(cast.misaki))
    assert Draft.objects.get(ticket_id=other.ticket_id).body["text"] == "三件目です。"
    assert decide(misaki, other, "approve").status_code == 404
    first = Approval.objects.earliest("id")
    given = {"decision": "approve", "last_seen_id": Ticket.objects.get(pk=other.ticket_id).last_message_id}
    decided = misaki.post(f"/tickets/{other.ticket_id}/approvals/{first.id}", given, headers=FRAGMENT)
    assert decided.status_code == 204 and answers()[0][1] == TEXT


def test_by_rule_an_agents_answers_or_doubtful_words_need_approval(
    cast: people.Cast, hana: Client, letter: Letter, ask: Ask
) -> None:
    address = f"/tickets/{letter.ticket_id}/replies"
    last = {"last_seen_id": letter.message_id}

    def refused(text: str, **more: Any) -> list[str]:
        said = hana.post(address, {"text": text, **last, **more}, headers=JSON)
        return [doubt["level"] for doubt in said.json()["details"]["doubts"]] if said.status_code == 422 else []

    checking.set_rules(levels={"forbidden_word": "approve"}, words=["返金"], by=SYSTEM)
    assert refused("返金いたします。") == ["approve"]
    assert refused("返金いたします。", accepted=["forbidden_word"]) == ["approve"]
    assert ask("返金いたします。").status_code == 201
    Approval.objects.all().delete()
    Ticket.objects.update(approval_asked_at=None)

    checking.set_rules(levels={}, words=[], approved=[cast.hana.id], by=SYSTEM)
    assert refused("承知しました。") == ["approve"]
    program = people.program(cast.hana)
    blocked = program.post(f"/api/v1/tickets/{letter.ticket_id}/replies", {"text": "承知"}, "application/json")
    assert blocked.status_code == 409 and blocked.json()["code"] == "approval_needed"
    assert ask("承知しました。").status_code == 201 and answers() == []


def test_the_administrator_sets_whose_answers_need_approval(cast: people.Cast) -> None:
    admin = people.signed_in(cast.admin)
    address = "/setup/checks"
    shown = html.unescape(admin.get(address).content.decode())
    assert "返信に承認が必要な担当者" in shown
    levels = checking.rules().levels
    saved = admin.post(address, {**levels, "greeting": "approve", "words": "", "approved": [cast.hana.id]})
    assert saved.status_code == 302
    assert checking.rules().approved == {cast.hana.id} and checking.rules().levels["greeting"] == "approve"
