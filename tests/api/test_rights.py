"""Forbidden looks like not found: every door of a ticket, tried by whoever may not see it (security 17, 21-23)."""

from datetime import timedelta

import pytest

from madoguchi.kernel import clock
from madoguchi.kernel.models import EventRow
from madoguchi.tickets.models import Message, Ticket
from madoguchi.tickets.services import attaching, escalating, linking, merging, noting, replying, splitting, viewing
from tests.api.speaking import call
from tests.cast import Cast, acting, program
from tests.tickets.conftest import MailIn

UNTIL = (clock.now() + timedelta(days=30)).isoformat()
DOORS: list[tuple[str, str, object]] = [
    ("GET", "/tickets/{ticket}", None),
    ("PATCH", "/tickets/{ticket}", {"priority": 4}),
    ("GET", "/tickets/{ticket}/activity", None),
    ("GET", "/tickets/{ticket}/messages", None),
    ("POST", "/tickets/{ticket}/replies", {"text": "x", "confirm_newer": True}),
    ("POST", "/tickets/{ticket}/notes", {"text": "x"}),
    ("POST", "/tickets/{ticket}/closure", None),
    ("DELETE", "/tickets/{ticket}/closure", None),
    ("PUT", "/tickets/{ticket}/assignment", {"agent_id": None}),
    ("PUT", "/tickets/{ticket}/snooze", {"until": UNTIL}),
    ("DELETE", "/tickets/{ticket}/snooze", None),
    ("PUT", "/tickets/{ticket}/shelf", {"status": "bin"}),
    ("DELETE", "/tickets/{ticket}/shelf", None),
    ("PUT", "/tickets/{ticket}/tags", {"names": []}),
    ("POST", "/tickets/{ticket}/tags", {"names": ["x"]}),
    ("DELETE", "/tickets/{ticket}/tags/x", None),
    ("POST", "/tickets/{ticket}/merges", {"absorbed_id": "{own}"}),
    ("POST", "/tickets/{own}/merges", {"absorbed_id": "{ticket}", "confirm_different_customers": True}),
    ("DELETE", "/merges/{merge}", None),
    ("POST", "/tickets/{ticket}/splits", {"message_ids": ["{message}"]}),
    ("DELETE", "/splits/{split}", None),
    ("GET", "/tickets/{ticket}/links", None),
    ("POST", "/tickets/{ticket}/links", {"other_id": "{own}"}),
    ("POST", "/tickets/{own}/links", {"other_id": "{ticket}"}),
    ("DELETE", "/links/{link}", None),
    ("GET", "/tickets/{ticket}/escalations", None),
    ("POST", "/tickets/{ticket}/escalations", {"to_team_id": "{team}", "asked": "x", "wanted": "y"}),
    ("POST", "/tickets/{ticket}/hand-backs", {"answer": "x"}),
    ("PUT", "/tickets/{ticket}/presence", {}),
    ("PUT", "/tickets/{ticket}/presence", {"editing": True, "take_over": True}),
    ("GET", "/tickets/{ticket}/drafts", None),
    ("PUT", "/tickets/{ticket}/drafts/reply", {"body": {"text": "x"}}),
    ("DELETE", "/tickets/{ticket}/drafts/reply", None),
    ("POST", "/tickets/{ticket}/macro-uses", {"macro_id": 1}),
    ("GET", "/messages/{message}", None),
    ("DELETE", "/messages/{reply}", None),
    ("POST", "/messages/{reply}/attempts", None),
    ("GET", "/attachments/{attachment}", None),
    ("DELETE", "/attachments/{attachment}", None),
    ("GET", "/views/{view}", None),
    ("PUT", "/views/{view}", {"name": "x"}),
    ("DELETE", "/views/{view}", None),
    ("GET", "/tickets?view_id={view}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), DOORS, ids=[f"{method} {path}" for method, path, _body in DOORS])
def test_ken_finds_no_door_to_hanas_ticket(cast: Cast, mail_in: MailIn, method: str, path: str, body: object) -> None:
    hana, ticket, other = acting(cast.hana), mail_in("花の"), mail_in("花の二")
    own = mail_in("健の", team_id=cast.technical.id)
    file = attaching.upload(name="a.txt", type="text/plain", content=b"a", by=hana)
    note = noting.note(ticket.id, text="秘密", attachment_ids=[file.id], by=hana)
    reply = replying.reply(ticket.id, text="返信", last_seen_id=note.id, by=hana)
    ids = {
        "ticket": ticket.id,
        "own": own.id,
        "message": note.id,
        "reply": reply.id,
        "attachment": file.id,
        "team": cast.orders.id,
        "merge": merging.merge(other.id, absorbed_id=mail_in("三").id, by=hana).id,
        "split": splitting.split(ticket.id, message_ids=[note.id], by=hana).id,
        "link": linking.link(ticket.id, other_id=other.id, by=hana).id,
        "view": viewing.save(name="花の", conditions=[], agent_id=cast.hana.id, by=hana).id,
    }
    before = (EventRow.objects.count(), Message.objects.count(), list(Ticket.objects.order_by("id").values()))
    filled = {name: _fill(value, ids) for name, value in body.items()} if isinstance(body, dict) else body
    answer = call(program(cast.ken), method, path.format(**ids), filled)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    issued = EventRow.objects.filter(name="api_key.issued").count()
    assert (
        EventRow.objects.exclude(name="api_key.issued").count(),
        Message.objects.count(),
        list(Ticket.objects.order_by("id").values()),
    ) == (before[0], before[1], before[2])
    assert issued == 1


def _fill(value: object, ids: dict[str, int]) -> object:
    if isinstance(value, str) and value.startswith("{"):
        return ids[value.strip("{}")]
    return [_fill(entry, ids) for entry in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "extra",
    [
        {"customer_id": 1},
        {"team_id": 1},
        {"assignee_id": 1},
        {"merged_into_id": 1},
        {"reference": "AAAA-2222"},
        {"created_at": "2020-01-01T00:00:00Z"},
        {"by": 1},
        {"status": "closed"},
        {"priority": 99},
        {"__class__": "x"},
    ],
)
def test_nothing_can_be_set_that_is_not_listed(cast: Cast, mail_in: MailIn, extra: dict[str, object]) -> None:
    ticket = mail_in()
    before = Ticket.objects.filter(pk=ticket.id).values().get()
    answer = call(program(cast.admin), "PATCH", f"/tickets/{ticket.id}", {"subject": "新", **extra})
    assert answer.status_code == 422
    assert Ticket.objects.filter(pk=ticket.id).values().get() == before


def test_yumi_who_only_looks_on_is_told_which_right_is_missing(cast: Cast, mail_in: MailIn) -> None:
    ticket, yumi = mail_in(), program(cast.yumi)
    assert call(yumi, "GET", f"/tickets/{ticket.id}").status_code == 200
    for method, path, body in (
        ("POST", f"/tickets/{ticket.id}/replies", {"text": "x"}),
        ("POST", f"/tickets/{ticket.id}/closure", None),
        ("POST", "/bulk-changes", {"changes": {"priority": 1}, "ticket_ids": [ticket.id]}),
        ("POST", "/categories", {"name": "x"}),
        ("POST", "/macros", {"name": "x", "audience": "everyone"}),
        ("POST", "/customers", {"name": "x"}),
    ):
        answer = call(yumi, method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), path


def test_an_escalated_ticket_leaves_hanas_sight(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    escalating.escalate(ticket.id, to_team_id=cast.technical.id, asked="a", wanted="b", by=acting(cast.hana))
    assert call(program(cast.hana), "GET", f"/tickets/{ticket.id}").status_code == 404
    assert call(program(cast.ken), "GET", f"/tickets/{ticket.id}").status_code == 200
