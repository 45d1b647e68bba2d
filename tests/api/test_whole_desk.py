"""Anything the desk can do to a ticket, the API can: one long afternoon of 花's program."""

from datetime import timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madoguchi.kernel import clock
from madoguchi.kernel.models import EventRow
from tests.api.speaking import call
from tests.cast import SMITH_ADDRESS, Cast, program
from tests.tickets.conftest import MailIn


def test_from_mail_to_done(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    path = f"/tickets/{ticket.id}"
    seen = call(client, "GET", path).json()
    note = call(client, "POST", f"{path}/notes", {"text": "至急", "mention_ids": [cast.misaki.id]})
    assert note.status_code == 201
    reply = call(client, "POST", f"{path}/replies", {"text": "お待ちください", "last_seen_id": note.json()["id"]})
    assert (reply.status_code, reply.json()["state"]) == (201, "queued")
    assert reply["Location"] == f"/api/v1/messages/{reply.json()['id']}"
    after = call(client, "GET", path).json()
    assert (seen["status"], after["status"], after["assignee"]["id"]) == ("new", "waiting", cast.hana.id)
    assert call(client, "POST", f"{path}/closure").json()["status"] == "closed"
    assert call(client, "DELETE", f"{path}/closure").json()["status"] == "open"
    messages = call(client, "GET", f"{path}/messages").json()
    assert [one["kind"] for one in messages["items"]] == ["inward", "note", "outward"]
    one = call(client, "GET", f"/messages/{messages['items'][0]['id']}").json()
    assert (one["text"], one["ticket_id"]) == ("保温にすると焦げます。", ticket.id)


def test_a_newer_message_refuses_the_reply_until_confirmed(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    first = call(client, "GET", f"/tickets/{ticket.id}").json()["last_message_id"]
    mail_in("Re: 炊飯器の保温について", "追伸です")
    refused = call(client, "POST", f"/tickets/{ticket.id}/replies", {"text": "はい", "last_seen_id": first})
    assert (refused.status_code, refused.json()["code"]) == (409, "newer_message")
    assert refused.json()["details"]["newer_ids"]
    body = {"text": "はい", "last_seen_id": first, "confirm_newer": True}
    assert call(client, "POST", f"/tickets/{ticket.id}/replies", body).status_code == 201


def test_every_step_has_its_way_back(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    path = f"/tickets/{ticket.id}"
    until = (clock.now() + timedelta(days=1)).isoformat()
    assert call(client, "PUT", f"{path}/snooze", {"until": until, "reason": "部品待ち"}).json()["status"] == "held"
    assert call(client, "DELETE", f"{path}/snooze").json()["status"] == "new"
    assert call(client, "PUT", f"{path}/shelf", {"status": "spam"}).json()["status"] == "spam"
    assert call(client, "GET", "/tickets").json()["items"] == []
    assert call(client, "DELETE", f"{path}/shelf").json()["status"] == "new"
    assert call(client, "PUT", f"{path}/tags", {"names": ["返品", "ＶＩＰ"]}).json()["items"] == ["返品", "ＶＩＰ"]
    assert call(client, "POST", f"{path}/tags", {"names": ["vip", "急ぎ"]}).json()["items"] == [
        "急ぎ",
        "返品",
        "ＶＩＰ",
    ]
    assert call(client, "DELETE", f"{path}/tags/返品").json()["items"] == ["急ぎ", "ＶＩＰ"]
    changed = call(client, "PATCH", path, {"priority": 4, "subject": "保温で焦げる"}).json()
    assert (changed["priority"], changed["subject"]) == (4, "保温で焦げる")
    body = {"agent_id": cast.hana.id}
    assert call(client, "PUT", f"{path}/assignment", body).json()["assignee"]["name"] == "山田 花"
    assert call(client, "PUT", f"{path}/assignment", {"agent_id": None}).json()["assignee"] is None


def test_handing_a_ticket_out_of_sight_says_so_quietly(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    answer = call(client, "PUT", f"/tickets/{ticket.id}/assignment", {"team_id": cast.technical.id})
    assert answer.status_code == 204
    assert call(client, "GET", f"/tickets/{ticket.id}").status_code == 404


def test_merging_splitting_and_linking(cast: Cast, mail_in: MailIn) -> None:
    first, second, third = mail_in("一"), mail_in("二"), mail_in("三", sender=SMITH_ADDRESS)
    client = program(cast.hana)
    merge = call(client, "POST", f"/tickets/{first.id}/merges", {"absorbed_id": second.id})
    assert merge.status_code == 201
    assert call(client, "GET", f"/tickets/{second.id}").json()["merged_into_id"] == first.id
    assert call(client, "DELETE", f"/merges/{merge.json()['id']}").json()["merged_into_id"] is None
    other = {"absorbed_id": third.id}
    assert call(client, "POST", f"/tickets/{first.id}/merges", other).json()["code"] == "different_customers"
    note = call(client, "POST", f"/tickets/{first.id}/notes", {"text": "別件"}).json()
    split = call(client, "POST", f"/tickets/{first.id}/splits", {"message_ids": [note["id"]], "subject": "別"}).json()
    assert call(client, "GET", f"/tickets/{split['result_id']}").json()["subject"] == "別"
    assert call(client, "DELETE", f"/splits/{split['id']}").json()["message_count"] == 2
    link = call(client, "POST", f"/tickets/{first.id}/links", {"other_id": third.id, "kind": "parent"})
    assert link.status_code == 201
    assert call(client, "GET", f"/tickets/{third.id}/links").json()["items"][0]["kind"] == "parent"
    assert call(client, "DELETE", f"/links/{link.json()['id']}").status_code == 204


def test_escalating_and_handing_back(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    record = {"to_team_id": cast.technical.id, "asked": "焦げる", "tried": "清掃", "wanted": "原因を知りたい"}
    answer = call(program(cast.misaki), "POST", f"/tickets/{ticket.id}/escalations", record)
    assert (answer.status_code, answer.json()["to_tier"]) == (201, 2)
    ken = program(cast.ken)
    assert call(ken, "GET", f"/tickets/{ticket.id}").json()["tier"] == 2
    back = call(ken, "POST", f"/tickets/{ticket.id}/hand-backs", {"answer": "部品の不良です"})
    assert (back.status_code, back.json()["answer"]) == (201, "部品の不良です")
    assert call(program(cast.hana), "GET", f"/tickets/{ticket.id}").json()["team"]["id"] == cast.support.id


def test_a_file_travels_up_and_down(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    name = '"><svg onload=alert(1)>.html'
    upload = client.post("/api/v1/attachments", {"file": SimpleUploadedFile(name, b"<script>", "image/png")})
    assert (upload.status_code, upload.json()["type"]) == (201, "text/html")
    number = upload.json()["id"]
    body = {"text": "添付", "attachment_ids": [number]}
    assert call(client, "POST", f"/tickets/{ticket.id}/notes", body).status_code == 201
    download = call(client, "GET", f"/attachments/{number}")
    assert Path(download["X-Madoguchi-File"]).read_bytes() == b"<script>"
    assert download["Content-Type"] == "application/octet-stream"
    assert download["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert "<" not in download["Content-Disposition"]
    assert call(program(cast.ken), "GET", f"/attachments/{number}").status_code == 404
    assert call(client, "DELETE", f"/attachments/{number}").status_code == 404


def test_an_agent_opens_a_ticket_for_a_customer(cast: Cast) -> None:
    client = program(cast.hana)
    body = {
        "subject": "ご注文の件",
        "customer_id": cast.tanaka.id,
        "text": "在庫がございます",
        "team_id": cast.support.id,
    }
    answer = call(client, "POST", "/tickets", body, Idempotency_Key="k1")
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/tickets/{answer.json()['id']}"
    assert EventRow.objects.filter(name="ticket.opened").count() == 1
    assert call(client, "POST", "/tickets", body, Idempotency_Key="k1").json() == answer.json()
    assert EventRow.objects.filter(name="ticket.opened").count() == 1


def test_presence_and_drafts(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    hana, misaki = program(cast.hana), program(cast.misaki)
    path = f"/tickets/{ticket.id}"
    assert call(hana, "PUT", f"{path}/presence", {"editing": True}).json()["items"] == []
    assert call(misaki, "PUT", f"{path}/presence", {}).json()["items"][0]["editing"] is True
    refused = call(misaki, "PUT", f"{path}/presence", {"editing": True})
    assert (refused.status_code, refused.json()["details"]["name"]) == (409, "山田 花")
    assert call(misaki, "PUT", f"{path}/presence", {"editing": True, "take_over": True}).status_code == 200
    assert call(hana, "DELETE", f"{path}/presence").status_code == 204
    draft = call(hana, "PUT", f"{path}/drafts/reply", {"body": {"text": "下書き"}}).json()
    assert draft["revision"] == 1
    conflict = call(hana, "PUT", f"{path}/drafts/reply", {"body": {"text": "別の窓"}})
    assert (conflict.status_code, conflict.json()["details"]["body"]["text"]) == (409, "下書き")
    assert call(misaki, "GET", f"{path}/drafts").json()["items"] == []
    assert call(hana, "DELETE", f"{path}/drafts/reply").status_code == 204


def test_the_feed_tells_each_key_only_its_tickets(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    hana, ken = program(cast.hana), program(cast.ken)
    hers, his = call(hana, "GET", "/events").json(), call(ken, "GET", "/events").json()
    assert {row["ticket_id"] for row in hers["items"]} == {ticket.id}
    assert his["items"] == []
    assert his["last_id"] == hers["last_id"]
    only = call(program(cast.hana), "GET", "/events?names=ticket.opened").json()["items"]
    assert [row["name"] for row in only] == ["ticket.opened"]


def test_activity_is_told_in_both_languages(cast: Cast, mail_in: MailIn) -> None:
    ticket, client = mail_in(), program(cast.hana)
    call(client, "PATCH", f"/tickets/{ticket.id}", {"priority": 4})
    english = call(client, "GET", f"/tickets/{ticket.id}/activity", accept_language="en").json()["items"]
    assert english[0]["text"] == "Ticket changed: Priority “Normal” → “Urgent”"
    japanese = call(client, "GET", f"/tickets/{ticket.id}/activity", accept_language="ja").json()["items"]
    assert japanese[0]["text"] != english[0]["text"]


def test_customers_and_companies(cast: Cast) -> None:
    client = program(cast.hana)
    company = call(client, "POST", "/companies", {"name": "株式会社あおぞら", "domains": ["aozora.example"]})
    assert company.status_code == 201, company.json()
    body = {
        "name": "青木 空",
        "company_id": company.json()["id"],
        "identities": [{"kind": "mail", "address": "aoki@aozora.example"}],
    }
    person = call(client, "POST", "/customers", body)
    assert (person.status_code, person.json()["company"]["name"]) == (201, "株式会社あおぞら")
    number = person.json()["id"]
    again = call(client, "POST", "/customers", body)
    assert again.status_code == 409
    assert (
        call(client, "PATCH", f"/customers/{number}", {"caution": "折り返しは午後"}).json()["caution"]
        == "折り返しは午後"
    )
    assert [row["id"] for row in call(client, "GET", "/customers?search=あおぞら").json()["items"]] == [number]
    note = call(client, "POST", f"/customers/{number}/notes", {"text": "常連", "pinned": True})
    assert call(client, "GET", f"/customers/{number}").json()["notes"][0]["text"] == "常連"
    assert call(client, "DELETE", f"/customer-notes/{note.json()['id']}").status_code == 204
    assert call(client, "GET", f"/customers/{number}/tickets").json()["items"] == []


def test_lists_of_the_house(cast: Cast) -> None:
    client = program(cast.yumi)
    assert {row["name"] for row in call(client, "GET", "/teams").json()["items"]} == {"サポート", "テクニカル", "受注"}
    agents = call(client, "GET", "/agents").json()["items"]
    assert "password" not in str(agents)
    assert call(client, "GET", "/inboxes").json()["items"] == []
    assert call(client, "GET", "/me").json()["agent_id"] == cast.yumi.id
    for path in ("/tags", "/categories", "/fields", "/views", "/macros", "/views/conditions", "/reports"):
        assert call(client, "GET", path).status_code == 200, path


def test_figures_by_program(cast: Cast, mail_in: MailIn) -> None:
    mail_in()
    client = program(cast.misaki)
    period = "since=2020-01-01T00:00:00Z&until=2021-01-01T00:00:00Z"
    now = clock.now()
    today = f"since={(now - timedelta(hours=1)).isoformat()}&until={(now + timedelta(hours=1)).isoformat()}".replace(
        "+", "%2B"
    )
    assert call(client, "GET", f"/reports/tickets_created?{today}").json()["figure"]["value"] == 1
    assert call(client, "GET", f"/reports/tickets_created?{period}").json()["figure"]["value"] == 0
    assert call(client, "GET", f"/reports/nothing?{period}").status_code == 404
    table = call(client, "GET", f"/reports/tickets_created/table?{today}&bucket=team").json()["items"]
    assert [(row["label"], row["figure"]["value"]) for row in table] == [("サポート", 1)]
    sheet: Client = call(client, "GET", f"/reports/tickets_created/table.csv?{today}&bucket=team")
    assert sheet.content.decode().splitlines()[1].startswith("サポート,1")  # type: ignore[attr-defined]


def test_a_ticket_opened_for_another_team_is_made_once_though_out_of_sight(cast: Cast) -> None:
    technical = {"team_id": cast.technical.id, "kind": "note"}
    body = {"subject": "技術へ", "customer_id": cast.tanaka.id, "text": "x", **technical}
    answer = call(program(cast.hana), "POST", "/tickets", body)
    assert (answer.status_code, list(answer.json())) == (201, ["id"])
    assert call(program(cast.ken), "GET", f"/tickets/{answer.json()['id']}").status_code == 200
