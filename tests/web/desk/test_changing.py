"""Changing tickets: one by one and together, each with its way back."""

import json

from django.test import Client

from madoguchi.kernel.models import EventRow
from madoguchi.tickets.models import Ticket, TicketMerge
from tests import cast as people
from tests.web.desk.conftest import Mail

JSON = {"Accept": "application/json", "X-Fragment": "1"}


def test_hana_assigns_herself_and_the_answer_shows_it(hana: Client, mail: Mail, cast: people.Cast) -> None:
    letter = mail()
    answer = hana.post(f"/tickets/{letter.ticket_id}/assignment", {"agent_id": cast.hana.id})
    assert f'id="head-{letter.ticket_id}"' in answer.content.decode()
    assert "山田 花" in answer.content.decode()
    assert EventRow.objects.filter(name="ticket.assigned", ticket_id=letter.ticket_id).exists()


def test_closing_creates_the_closure_and_reopening_deletes_it(hana: Client, mail: Mail) -> None:
    letter = mail()
    hana.post(f"/tickets/{letter.ticket_id}/closure")
    assert Ticket.objects.get(pk=letter.ticket_id).status == "closed"
    hana.delete(f"/tickets/{letter.ticket_id}/closure")
    assert Ticket.objects.get(pk=letter.ticket_id).status == "open"


def test_yumi_who_may_only_look_cannot_close_and_reads_why(mail: Mail, cast: people.Cast) -> None:
    letter = mail()
    yumi = people.signed_in(cast.yumi)
    refused = yumi.post(f"/tickets/{letter.ticket_id}/closure", headers=JSON)
    assert refused.status_code == 403
    assert "ticket:close" in refused.json()["message"]
    assert Ticket.objects.get(pk=letter.ticket_id).status == "new"


def test_snoozing_into_the_past_is_refused_with_the_fields_name(hana: Client, mail: Mail) -> None:
    letter = mail()
    refused = hana.post(f"/tickets/{letter.ticket_id}/snooze", {"until": "2020-01-01T09:00"}, headers=JSON)
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("再開する日時")


def test_misaki_merges_and_undoes(misaki: Client, mail: Mail) -> None:
    one, other = mail("一"), mail("二")
    merged = misaki.post(f"/tickets/{one.ticket_id}/merges", {"absorbed_number": other.ticket_id})
    news = json.loads(merged["HX-Trigger"])["desk:changed"]
    assert news["ticket"] == one.ticket_id
    assert Ticket.objects.get(pk=other.ticket_id).merged_into_id == one.ticket_id
    assert misaki.delete(news["undo"]).status_code == 204
    assert Ticket.objects.get(pk=other.ticket_id).merged_into_id is None
    assert TicketMerge.objects.get().undone_at is not None


def test_misaki_changes_many_tickets_and_takes_it_back(misaki: Client, mail: Mail) -> None:
    letters = [mail(f"件名 {number}") for number in range(3)]
    ids = [letter.ticket_id for letter in letters]
    done = misaki.post("/bulk-changes", {"ids": ids, "changes": json.dumps({"priority": 4})}, headers=JSON).json()
    assert done["finished"] and done["done"] == 3
    assert set(Ticket.objects.values_list("priority", flat=True)) == {4}
    misaki.delete(f"/bulk-changes/{done['id']}", headers=JSON)
    assert set(Ticket.objects.values_list("priority", flat=True)) == {2}


def test_choosing_the_whole_list_means_the_list_of_the_address(misaki: Client, mail: Mail) -> None:
    kept, moved = mail("一"), mail("二")
    misaki.post(f"/tickets/{kept.ticket_id}/closure")
    chosen = misaki.post("/selections?box=new&scope=all", headers=JSON).json()
    assert chosen["total"] == 1
    late = mail("三")
    changes = json.dumps({"priority": 3})
    misaki.post("/bulk-changes", {"selection": chosen["id"], "changes": changes}, headers=JSON)
    assert Ticket.objects.get(pk=moved.ticket_id).priority == 3
    assert {Ticket.objects.get(pk=one.ticket_id).priority for one in (kept, late)} == {2}


def test_hana_opens_a_ticket_for_a_caller(hana: Client, cast: people.Cast) -> None:
    made = hana.post(
        "/tickets",
        {
            "kind": "inward",
            "customer_id": cast.tanaka.id,
            "address": people.TANAKA_ADDRESS,
            "subject": "電話: 異音",
            "text": "夜に音がする",
            "team_id": cast.support.id,
        },
    )
    number = json.loads(made["HX-Trigger"])["desk:changed"]["open"]
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.channel, ticket.customer_id, ticket.subject) == ("phone", cast.tanaka.id, "電話: 異音")


def test_every_window_of_a_ticket_opens(misaki: Client, mail: Mail) -> None:
    letter = mail()
    for name in ("hold", "subject", "fields", "merges", "splits", "links", "escalations", "activity", "panel"):
        answer = misaki.get(f"/tickets/{letter.ticket_id}/{name}", headers={"X-Fragment": "1"})
        assert answer.status_code == 200, name
    for address in ("/tickets/new", "/desk/keys", "/desk/bell", "/views/new", "/desk/choices", "/desk/search?q=炊飯器"):
        assert misaki.get(address, headers={"X-Fragment": "1"}).status_code == 200, address


def test_a_ticket_with_one_message_offers_no_split(misaki: Client, mail: Mail) -> None:
    letter = mail()
    address = f"/tickets/{letter.ticket_id}/splits"
    assert "1件だけ" in misaki.get(address, headers={"X-Fragment": "1"}).content.decode()
    misaki.post(f"/tickets/{letter.ticket_id}/notes", {"text": "型番を確認する", "client_key": "note-1"})
    assert "message_ids" in misaki.get(address, headers={"X-Fragment": "1"}).content.decode()
