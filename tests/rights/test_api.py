"""The API, as a stranger, as another team, and with a key that may too little: every operation that there is.

A new operation must be entered here before this passes.
"""

import json
from typing import Any

import pytest
from django.test import Client

from madoguchi.kernel import clock
from madoguchi.people.services import agents, roles
from madoguchi.tickets.services import cataloguing, tagging
from tests.cast import Cast, acting, program, visitor
from tests.rights.world import SECRET, Things, state

ROOT = "/api/v1"
SOON = "2030-01-01T00:00:00Z"
# A body that would be accepted from somebody who may. None: no body.
ON_TICKETS: dict[tuple[str, str], Any] = {
    ("GET", "/tickets/{ticket_id}"): None,
    ("PATCH", "/tickets/{ticket_id}"): {"subject": "x"},
    ("GET", "/tickets/{ticket_id}/activity"): None,
    ("POST", "/tickets/{ticket_id}/closure"): {},
    ("DELETE", "/tickets/{ticket_id}/closure"): None,
    ("PUT", "/tickets/{ticket_id}/assignment"): {"agent_id": None},
    ("PUT", "/tickets/{ticket_id}/snooze"): {"until": SOON},
    ("DELETE", "/tickets/{ticket_id}/snooze"): None,
    ("PUT", "/tickets/{ticket_id}/shelf"): {"status": "bin"},
    ("DELETE", "/tickets/{ticket_id}/shelf"): None,
    ("PUT", "/tickets/{ticket_id}/tags"): {"names": ["x"]},
    ("POST", "/tickets/{ticket_id}/tags"): {"names": ["x"]},
    ("DELETE", "/tickets/{ticket_id}/tags/{name}"): None,
    ("GET", "/tickets/{ticket_id}/messages"): None,
    ("GET", "/messages/{message_id}"): None,
    ("DELETE", "/messages/{message_id}"): None,
    ("POST", "/tickets/{ticket_id}/replies"): {"text": "x", "confirm_newer": True},
    ("POST", "/tickets/{ticket_id}/notes"): {"text": "x"},
    ("POST", "/messages/{message_id}/attempts"): {},
    ("GET", "/attachments/{attachment_id}"): None,
    ("DELETE", "/attachments/{attachment_id}"): None,
    ("POST", "/tickets/{ticket_id}/merges"): {"absorbed_id": 0, "confirm_different_customers": True},
    ("DELETE", "/merges/{merge_id}"): None,
    ("POST", "/tickets/{ticket_id}/splits"): {"message_ids": [0]},
    ("DELETE", "/splits/{split_id}"): None,
    ("GET", "/tickets/{ticket_id}/links"): None,
    ("POST", "/tickets/{ticket_id}/links"): {"other_id": 0},
    ("DELETE", "/links/{link_id}"): None,
    ("GET", "/tickets/{ticket_id}/escalations"): None,
    ("POST", "/tickets/{ticket_id}/escalations"): {"to_team_id": 1, "asked": "x", "wanted": "x"},
    ("POST", "/tickets/{ticket_id}/hand-backs"): {"answer": "x"},
    ("GET", "/tickets/{ticket_id}/consultations"): None,
    ("POST", "/tickets/{ticket_id}/consultations"): {"to": [{"address": "a@b.example"}], "subject": "x", "text": "x"},
    ("POST", "/consultations/{consultation_id}/messages"): {"text": "x"},
    ("POST", "/consultations/{consultation_id}/closure"): None,
    ("DELETE", "/consultations/{consultation_id}/closure"): None,
    ("GET", "/tickets/{ticket_id}/commitments"): None,
    ("PUT", "/tickets/{ticket_id}/commitments/{commitment_id}"): {"due_at": SOON},
    ("PUT", "/tickets/{ticket_id}/commitments/{commitment_id}/outcome"): {"state": "kept"},
    ("DELETE", "/tickets/{ticket_id}/commitments/{commitment_id}/outcome"): None,
    ("GET", "/tickets/{ticket_id}/complaint"): None,
    ("PUT", "/tickets/{ticket_id}/complaint"): {"severity": 1},
    ("DELETE", "/tickets/{ticket_id}/complaint"): None,
    ("POST", "/tickets/{ticket_id}/complaint/action"): {},
    ("PUT", "/tickets/{ticket_id}/complaint/follow-up"): {"outcome": "fan"},
    ("POST", "/tickets/{ticket_id}/complaint/consents"): {"kind": "compensation", "words": "x"},
    ("PUT", "/tickets/{ticket_id}/complaint/consents/{consent_id}"): {"agreed": True},
    ("POST", "/tickets/{ticket_id}/abusive-contacts"): {"kind": "other"},
    ("PUT", "/tickets/{ticket_id}/watch"): {"reason": "x"},
    ("PUT", "/tickets/{ticket_id}/presence"): {"editing": True},
    ("GET", "/tickets/{ticket_id}/drafts"): None,
    ("PUT", "/tickets/{ticket_id}/drafts/{kind}"): {"body": {"text": "x"}, "revision": 0},
    ("GET", "/macros/{macro_id}"): None,
    ("PUT", "/macros/{macro_id}"): {"name": "x", "text": "x", "audience": "me"},
    ("DELETE", "/macros/{macro_id}"): None,
    ("GET", "/macros/{macro_id}/text"): None,
    ("POST", "/tickets/{ticket_id}/macro-uses"): {"macro_id": 0},
    ("GET", "/views/{view_id}"): None,
    ("PUT", "/views/{view_id}"): {"name": "x", "conditions": [], "audience": "me"},
    ("DELETE", "/views/{view_id}"): None,
    ("GET", "/bulk-changes/{bulk_id}"): None,
    ("DELETE", "/bulk-changes/{bulk_id}"): None,
}
# These only ever touch what belongs to the asker, so that for a foreign ticket they do nothing.
ONLY_ONES_OWN = {
    ("DELETE", "/tickets/{ticket_id}/presence"),
    ("DELETE", "/tickets/{ticket_id}/drafts/{kind}"),
}
# Objects that everybody with the permission shares; the narrow key below proves the permission.
SHARED = {
    "tag_id": 1,
    "category_id": 1,
    "field_id": 1,
    "customer_id": 1,
    "identity_id": 1,
    "note_id": 1,
    "company_id": 1,
    "inbox_id": 1,
    "article_id": 1,
    "code": "tickets_created",
}
# Whom the key acts for, and vocabularies that hold nothing of the installation.
OPEN_TO_EVERY_KEY = {("GET", "/me"), ("GET", "/views/conditions"), ("GET", "/reports")}


def operations() -> list[tuple[str, str]]:
    paths = visitor().get(f"{ROOT}/openapi.json").json()["paths"]
    return [(verb.upper(), path.removeprefix(ROOT)) for path, verbs in paths.items() for verb in verbs]


def call(client: Client, verb: str, path: str, ids: dict[str, Any], body: Any = None, **headers: str) -> Any:
    address = ROOT + path.format(name="x", kind="reply", **{**SHARED, "merge_id": 1, **ids})
    return client.generic(verb, address, "" if body is None else json.dumps(body), "application/json", headers=headers)


def test_nobody_gets_anything_without_a_key(db: None) -> None:
    ids = dict.fromkeys(Things.__dataclass_fields__, 1)
    numbers = {f"{name}_id": 1 for name in ids}
    for verb, path in operations():
        for header in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer mado_aaaaaa_bbbb"}):
            answer = call(visitor(), verb, path, numbers, {}, **header)
            assert answer.status_code == 401, (verb, path, header, answer.status_code)


def test_every_operation_on_somebodys_things_is_tried_below(db: None) -> None:
    with_things = {
        (verb, path)
        for verb, path in operations()
        if "{" in path and not any(f"{{{name}}}" in path for name in SHARED) and "customer-merges" not in path
    }
    assert with_things == set(ON_TICKETS) | ONLY_ONES_OWN


@pytest.mark.parametrize(("verb", "path"), sorted(ON_TICKETS))
def test_hana_can_do_nothing_to_what_belongs_to_another_team(
    cast: Cast, theirs: Things, ours: Things, verb: str, path: str
) -> None:
    body = ON_TICKETS[verb, path]
    if isinstance(body, dict):
        body = {**body, **_own(body, ours)}
    client = program(cast.hana)
    before = state()
    answer = call(client, verb, path, theirs.ids(), body)
    assert answer.status_code in (403, 404), (answer.status_code, answer.content[:300])
    assert SECRET not in answer.content.decode()
    assert state() == before


def _own(body: dict[str, Any], ours: Things) -> dict[str, Any]:
    """What the body refers to is the asker's own, so that only the address is forbidden."""
    own: dict[str, Any] = {}
    if "absorbed_id" in body:
        own["absorbed_id"] = ours.other_ticket
    if "other_id" in body:
        own["other_id"] = ours.other_ticket
    if "message_ids" in body:
        own["message_ids"] = [ours.message]
    if "macro_id" in body:
        own["macro_id"] = ours.macro
    return own


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("POST", "/tickets/{ticket_id}/merges", {"absorbed_id": "ticket", "confirm_different_customers": True}),
        ("POST", "/tickets/{ticket_id}/links", {"other_id": "ticket"}),
        ("POST", "/tickets/{ticket_id}/splits", {"message_ids": ["message"]}),
        ("POST", "/tickets/{ticket_id}/macro-uses", {"macro_id": "macro"}),
        ("POST", "/tickets/{ticket_id}/notes", {"text": "x", "attachment_ids": ["attachment"]}),
        ("POST", "/bulk-changes", {"changes": {"priority": 4}, "ticket_ids": ["ticket"]}),
        ("GET", "/macros/{macro_id}/text?ticket_id={their_ticket}", None),
        ("GET", "/tickets?view_id={their_view}", None),
    ],
)
def test_a_foreign_thing_does_not_come_in_through_a_reference(
    cast: Cast, theirs: Things, ours: Things, verb: str, path: str, body: Any
) -> None:
    def foreign(value: Any) -> Any:
        if isinstance(value, list):
            return [foreign(one) for one in value]
        return getattr(theirs, value) if isinstance(value, str) and hasattr(theirs, value) else value

    body = None if body is None else {name: foreign(value) for name, value in body.items()}
    path = path.replace("{their_ticket}", str(theirs.ticket)).replace("{their_view}", str(theirs.view))
    agent = cast.misaki if path == "/bulk-changes" else cast.hana
    roles.update(cast.roles["supervisor"].id, ladder="assigned", by=acting(cast.admin))
    before = state()["tickets"]
    answer = call(program(agent), verb, path, ours.ids(), body)
    assert answer.status_code in (403, 404, 422), (answer.status_code, answer.content[:300])
    assert SECRET not in answer.content.decode()
    assert state()["tickets"] == before


@pytest.mark.parametrize(
    "path",
    [
        "/tickets?limit=100",
        "/tickets?search=極秘",
        "/tickets?search=%23{ticket}",
        "/tickets?search=Smith",
        "/tickets?order=-id&merged=true",
        "/events?limit=500",
        "/customers/{customer}/tickets",
        "/views",
        "/macros",
        "/tags",
    ],
)
def test_no_list_and_no_search_shows_what_belongs_to_another_team(
    cast: Cast, theirs: Things, ours: Things, path: str
) -> None:
    address = ROOT + path.format(ticket=theirs.ticket, customer=cast.smith.id)
    answer = program(cast.hana).get(address)
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    listed = [row.get("ticket_id", row["id"]) for row in answer.json()["items"]]
    assert theirs.ticket not in listed or path.startswith(("/views", "/macros", "/tags"))
    seen = program(cast.ken).get(address).content.decode()
    assert SECRET in seen or str(theirs.ticket) in seen or path == "/tags"


def test_figures_count_only_what_the_key_may_see(cast: Cast, theirs: Things) -> None:
    until = clock.now().strftime("%Y-%m-%dT23:59:59Z")
    for kpi in program(cast.hana).get(f"{ROOT}/reports").json()["items"]:
        address = f"{ROOT}/reports/{kpi['code']}/tickets?since={until[:4]}-01-01T00:00:00Z&until={until}"
        answer = program(cast.hana).get(address)
        assert answer.status_code == 200, (kpi["code"], answer.content)
        assert theirs.ticket not in [row["ticket_id"] for row in answer.json()["items"]]


def test_a_key_with_no_scope_gets_nothing_but_its_own_name(cast: Cast, ours: Things) -> None:
    tagging.set_tags(ours.ticket, names=["返品"], by=acting(cast.hana))
    cataloguing.save_category(name="配送", by=acting(cast.admin))
    cataloguing.save_field(key="serial", label="製造番号", kind="text", by=acting(cast.admin))
    client = program(cast.admin, scopes=[])
    for verb, path in operations():
        if (verb, path) in OPEN_TO_EVERY_KEY | ONLY_ONES_OWN:
            continue
        body = ON_TICKETS.get((verb, path), {} if verb in ("POST", "PUT", "PATCH") else None)
        if isinstance(body, dict):
            body = {**body, **_own(body, ours)}
        answer = call(client, verb, path, ours.ids(), body)
        if verb == "GET" and answer.status_code == 200:
            assert answer.json().get("items") == [], (verb, path, answer.content[:200])
        else:
            assert answer.status_code in (400, 403, 404, 422), (verb, path, answer.status_code, answer.content[:200])


@pytest.mark.parametrize(("verb", "path"), sorted(pair for pair in ON_TICKETS if pair[0] != "GET"))
def test_yumi_who_may_only_read_changes_nothing_on_her_own_teams_ticket(
    cast: Cast, ours: Things, verb: str, path: str
) -> None:
    body = ON_TICKETS[verb, path]
    if isinstance(body, dict):
        body = {**body, **_own(body, ours)}
    before = state()
    answer = call(program(cast.yumi), verb, path, ours.ids(), body)
    if path.endswith(("/presence", "/watch")):
        return
    assert answer.status_code in (403, 404), (answer.status_code, answer.content[:300])
    after = state()
    assert (after["tickets"], after["messages"], after["links"]) == (
        before["tickets"],
        before["messages"],
        before["links"],
    )


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("PATCH", "/tickets/{ticket_id}", {"team_id": 1}),
        ("PATCH", "/tickets/{ticket_id}", {"assignee_id": 1}),
        ("PATCH", "/tickets/{ticket_id}", {"customer_id": 1, "subject": "x"}),
        ("PATCH", "/tickets/{ticket_id}", {"status": "closed"}),
        ("POST", "/tickets/{ticket_id}/notes", {"text": "x", "agent_id": 1}),
        ("POST", "/tickets/{ticket_id}/notes", {"text": "x", "kind": "outward"}),
        ("POST", "/tickets/{ticket_id}/replies", {"text": "x", "agent_id": 1}),
        ("PATCH", "/customers/{customer_id}", {"merged_into": 1}),
    ],
)
def test_fields_that_are_not_on_the_list_are_refused(cast: Cast, ours: Things, verb: str, path: str, body: Any) -> None:
    before = state()["tickets"]
    answer = call(program(cast.hana), verb, path, {**ours.ids(), "customer_id": cast.smith.id}, body)
    assert answer.status_code == 422, answer.content
    assert state()["tickets"] == before


def test_a_key_dies_with_its_agent_and_loses_what_its_agent_loses(cast: Cast, ours: Things) -> None:
    client = program(cast.hana)
    assert client.get(f"{ROOT}/tickets/{ours.ticket}").status_code == 200
    agents.update(cast.hana.id, team_ids=[cast.orders.id], by=acting(cast.admin))
    assert client.get(f"{ROOT}/tickets/{ours.ticket}").status_code == 404
    agents.deactivate(cast.hana.id, by=acting(cast.admin))
    assert client.get(f"{ROOT}/tickets").status_code == 401
