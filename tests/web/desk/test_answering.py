"""Replies, notes, and the three layers against answering twice."""

import html
import json

from django.test import Client

from madoguchi.kernel.models import EventRow
from madoguchi.kernel.plain.messages import Address
from madoguchi.tickets.models import Draft, Message, Ticket
from tests import cast as people
from tests.web.desk.conftest import Mail

JSON = {"Accept": "application/json", "X-Fragment": "1"}


def test_hana_answers_and_the_ticket_waits_for_the_customer(hana: Client, mail: Mail) -> None:
    letter = mail()
    sent = hana.post(
        f"/tickets/{letter.ticket_id}/replies",
        {"text": "確認いたします。", "last_seen_id": letter.message_id, "client_key": "k1"},
        headers=JSON,
    )
    assert sent.status_code == 201
    assert sent.json()["undo_seconds"] == 10
    message = Message.objects.get(pk=sent.json()["id"])
    assert message.state == "queued" and message.send_after is not None
    assert message.to == [{"name": "田中 一郎", "address": people.TANAKA_ADDRESS}]
    assert Ticket.objects.get(pk=letter.ticket_id).status == "waiting"
    assert EventRow.objects.filter(name="ticket.replied", ticket_id=letter.ticket_id).exists()
    shown = hana.get(f"/tickets/{letter.ticket_id}").content.decode()
    assert "確認いたします。" in shown and "送信待ち" in shown and 'data-key="k1"' in shown


def test_a_reply_posted_twice_under_one_key_goes_out_once(hana: Client, mail: Mail) -> None:
    letter = mail()
    body = {"text": "確認いたします。", "last_seen_id": letter.message_id, "client_key": "same"}
    first = hana.post(f"/tickets/{letter.ticket_id}/replies", body, headers=JSON).json()
    second = hana.post(f"/tickets/{letter.ticket_id}/replies", body, headers=JSON).json()
    assert first["id"] == second["id"]
    assert Message.objects.filter(ticket_id=letter.ticket_id, kind="outward").count() == 1


def test_hana_is_stopped_when_tanaka_wrote_again_and_confirms(hana: Client, mail: Mail) -> None:
    letter = mail()
    newer = mail("Re: 炊飯器の保温ができません", "追記です。", thread_ids=("letter-1@customer.example",))
    assert newer.ticket_id == letter.ticket_id
    body = {"text": "確認いたします。", "last_seen_id": letter.message_id, "client_key": "k"}
    refused = hana.post(f"/tickets/{letter.ticket_id}/replies", body, headers=JSON)
    assert refused.status_code == 409
    assert refused.json()["code"] == "newer_message"
    assert refused.json()["details"]["newer_ids"] == [newer.message_id]
    assert not Message.objects.filter(kind="outward").exists()
    confirmed = hana.post(f"/tickets/{letter.ticket_id}/replies", {**body, "confirm_newer": "yes"}, headers=JSON)
    assert confirmed.status_code == 201


def test_hana_takes_a_reply_back_and_gets_her_words(hana: Client, mail: Mail) -> None:
    letter = mail()
    sent = hana.post(
        f"/tickets/{letter.ticket_id}/replies",
        {"text": "早まりました", "last_seen_id": letter.message_id},
        headers=JSON,
    ).json()
    back = hana.delete(f"/messages/{sent['id']}", headers=JSON)
    assert back.json()["text"] == "早まりました"
    assert Message.objects.get(pk=sent["id"]).state == "cancelled"
    assert hana.delete(f"/messages/{sent['id']}", headers=JSON).status_code == 409


def test_a_note_stays_inside_and_names_misaki(hana: Client, mail: Mail, cast: people.Cast) -> None:
    letter = mail()
    written = hana.post(
        f"/tickets/{letter.ticket_id}/notes",
        {"text": "@鈴木 美咲 在庫は？", "mention_ids": [cast.misaki.id]},
        headers=JSON,
    )
    assert written.status_code == 201
    note = Message.objects.get(pk=written.json()["id"])
    assert note.kind == "note" and note.to == []
    assert [mention.agent_id for mention in note.mentions.all()] == [cast.misaki.id]
    bell = people.signed_in(cast.misaki).get("/desk/bell/count").json()
    assert bell["unread"] == 1


def test_misaki_sees_that_hana_is_writing_and_may_take_over(hana: Client, misaki: Client, mail: Mail) -> None:
    letter = mail()
    assert hana.post(f"/tickets/{letter.ticket_id}/lock").status_code == 200
    refused = misaki.post(f"/tickets/{letter.ticket_id}/lock", headers=JSON)
    assert refused.status_code == 409
    assert "山田 花" in refused.json()["message"]
    present = misaki.get(f"/desk/presence?ids={letter.ticket_id}").json()["present"]
    assert present[0]["editing"] is True
    assert misaki.post(f"/tickets/{letter.ticket_id}/lock", {"take_over": "yes"}).status_code == 200
    assert EventRow.objects.filter(name="ticket.taken_over").exists()


def test_prefetching_a_ticket_is_not_looking_at_it(hana: Client, misaki: Client, mail: Mail) -> None:
    letter = mail()
    hana.get(f"/tickets/{letter.ticket_id}", headers={"X-Fragment": "1"})
    assert misaki.get(f"/desk/presence?ids={letter.ticket_id}").json()["present"] == []
    hana.post(f"/tickets/{letter.ticket_id}/presence")
    assert [one["name"] for one in misaki.get(f"/desk/presence?ids={letter.ticket_id}").json()["present"]] == [
        "山田 花"
    ]


def test_a_draft_changed_in_another_window_asks_instead_of_losing(hana: Client, mail: Mail) -> None:
    letter = mail()
    address = f"/tickets/{letter.ticket_id}/drafts/reply"
    first = hana.post(address, {"body": json.dumps({"text": "一"}), "revision": 0}, headers=JSON).json()
    hana.post(address, {"body": json.dumps({"text": "二"}), "revision": first["revision"]}, headers=JSON)
    conflict = hana.post(address, {"body": json.dumps({"text": "三"}), "revision": first["revision"]}, headers=JSON)
    assert conflict.status_code == 409
    assert conflict.json()["body"] == {"text": "二"}
    assert Draft.objects.get().body == {"text": "二"}


def test_a_recipient_with_a_line_break_is_refused(hana: Client, mail: Mail) -> None:
    letter = mail()
    evil = json.dumps([{"name": "x", "address": "a@example.com\nBcc: victim@example.com"}])
    refused = hana.post(
        f"/tickets/{letter.ticket_id}/replies",
        {"text": "x", "to": evil, "last_seen_id": letter.message_id},
        headers=JSON,
    )
    assert refused.status_code == 422
    assert not Message.objects.filter(kind="outward").exists()


def test_a_colleague_of_tanaka_in_cc_is_answered_too_but_not_our_own_address(hana: Client, mail: Mail) -> None:
    letter = mail(to=(Address("support@shop.example"),), cc=(Address("suzuki@kawakami-shoji.example", "鈴木"),))
    page = hana.get(f"/tickets/{letter.ticket_id}").content.decode()
    cc = html.unescape(page.split(' cc="')[1].split('"')[0])
    assert json.loads(cc) == [{"name": "鈴木", "address": "suzuki@kawakami-shoji.example"}]
