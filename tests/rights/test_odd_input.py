"""Signs and numbers that no person types: refused or harmless, never a fault (500), on either database."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast, program, signed_in
from tests.rights.test_pages import addresses, fill
from tests.rights.world import Things

HUGE = 10**30
ODD_TEXTS = ["a\x00b", "\ud800", "\udfff\ud800", "\u202e\u200b", "🈂️" * 50, "%", "'\"\\;--", "{{7*7}}${7*7}", "＝1+1"]


def posted(client: Client, verb: str, path: str, body: Any) -> int:
    answer = client.generic(verb, f"/api/v1{path}", json.dumps(body), "application/json")
    return int(answer.status_code)


@pytest.mark.parametrize("text", ODD_TEXTS, ids=[repr(text)[:20] for text in ODD_TEXTS])
def test_odd_text_through_the_api_is_no_fault(cast: Cast, ours: Things, text: str) -> None:
    client = program(cast.admin)
    ticket = ours.ticket
    tries = [
        ("PATCH", f"/tickets/{ticket}", {"subject": text}),
        ("POST", f"/tickets/{ticket}/notes", {"text": text}),
        ("POST", f"/tickets/{ticket}/notes", {"text": "x", "html": f"<p>{text}</p>"}),
        ("POST", f"/tickets/{ticket}/replies", {"text": text, "confirm_newer": True}),
        ("PUT", f"/tickets/{ticket}/tags", {"names": [text]}),
        ("POST", "/tickets", {"subject": text, "customer_id": cast.smith.id, "text": text, "kind": "inward"}),
        ("PUT", f"/tickets/{ticket}/drafts/note", {"body": {"text": text, text: "x"}, "revision": 0}),
        ("POST", "/customers", {"name": text, "identities": [{"kind": "mail", "address": f"{text}@x.example"}]}),
        ("PATCH", f"/customers/{cast.smith.id}", {"caution": text, "attributes": {text: text}}),
        ("POST", f"/customers/{cast.smith.id}/notes", {"text": text}),
        ("POST", "/companies", {"name": text, "domains": [text]}),
        ("POST", "/views", {"name": text, "conditions": [], "audience": "me"}),
        (
            "POST",
            "/views",
            {"name": "x", "audience": "me", "conditions": [{"field": text, "operator": text, "value": text}]},
        ),
        ("POST", "/macros", {"name": text, "text": text, "audience": "me"}),
        ("POST", "/categories", {"name": text}),
    ]
    for verb, path, body in tries:
        assert posted(client, verb, path, body) < 500, (verb, path)
    if "\ud800" not in text:
        for path, name in (
            ("tickets", "search"),
            ("customers", "search"),
            ("companies", "search"),
            ("events", "names"),
        ):
            assert client.get(f"/api/v1/{path}", {name: text, "cursor": f"1:{text}"}).status_code < 500, path


@pytest.mark.parametrize("text", [text for text in ODD_TEXTS if "\ud800" not in text])
def test_odd_text_through_the_pages_is_no_fault(cast: Cast, ours: Things, text: str) -> None:
    client = signed_in(cast.admin)
    for path, data in (
        (f"/tickets/{ours.ticket}/notes", {"text": text, "client_key": text}),
        (f"/tickets/{ours.ticket}/replies", {"text": text, "confirm_newer": "yes"}),
        (f"/tickets/{ours.ticket}/subject", {"subject": text}),
        (f"/tickets/{ours.ticket}/tags", {"names": text, "add": text}),
        ("/account", {"name": text, "signature": text, "language": text, "time_zone": text}),
        ("/setup/teams/new", {"name": text, "tier": "1"}),
        ("/customers/new", {"name": text, "kana": text}),
        ("/sign-in", {"login": text, "password": text}),
    ):
        assert client.post(path, data).status_code < 500, path
    for path in ("/desk", "/desk/search", "/desk/customers", "/customers", "/companies", "/help", "/setup/audit"):
        assert client.get(path, {"q": text, "search": text, "after": f"1:{text}"}).status_code < 500, path


def test_numbers_that_no_database_holds_are_not_found(cast: Cast) -> None:
    client = signed_in(cast.admin)
    for address, names in addresses():
        if names & {"slug", "token", "uidb36", "key"}:
            continue
        for verb in ("GET", "POST", "DELETE"):
            path = fill(address, names, dict.fromkeys(names - {"kind", "code"}, HUGE))
            answer = client.generic(verb, path)
            assert answer.status_code < 500, (verb, path, answer.status_code)


def test_numbers_that_no_database_holds_are_refused_in_forms_and_queries(cast: Cast, ours: Things) -> None:
    client = signed_in(cast.admin)
    big = str(HUGE)
    for path, data in (
        (f"/tickets/{ours.ticket}/assignment", {"agent_id": big}),
        (f"/tickets/{ours.ticket}/assignment", {"team_id": big}),
        (f"/tickets/{ours.ticket}/merges", {"absorbed_id": big}),
        (f"/tickets/{ours.ticket}/links", {"other_id": big}),
        (f"/tickets/{ours.ticket}/splits", {"message_ids": big}),
        (f"/tickets/{ours.ticket}/escalations", {"to_team_id": big, "asked": "x", "wanted": "x"}),
        (f"/tickets/{ours.ticket}", {"category_id": big, "priority": big}),
        (f"/tickets/{ours.ticket}/replies", {"text": "x", "last_seen_id": big}),
        (f"/tickets/{ours.ticket}/notes", {"text": "x", "mention_ids": big}),
        ("/bulk-changes", {"ids": big, "changes": '{"priority": 3}'}),
        ("/tickets", {"customer_id": big, "team_id": big, "subject": "x", "text": "x"}),
    ):
        assert client.post(path, data).status_code < 500, path
    for name in ("team", "view", "since", "before", "ids", "cursor", "ticket", "page", "category_id"):
        for path in ("/desk", f"/tickets/{ours.ticket}", "/desk/presence", "/desk/boxes", "/reports"):
            assert client.get(path, {name: big}).status_code < 500, (path, name)


def test_nul_is_refused_and_a_written_escape_is_not(cast: Cast, ours: Things) -> None:
    client = program(cast.hana)
    assert posted(client, "POST", f"/tickets/{ours.ticket}/notes", {"text": "a\x00b"}) == 422
    assert posted(client, "POST", f"/tickets/{ours.ticket}/notes", {"text": "the escape \\u0000 in words"}) == 201
    assert client.get("/api/v1/tickets?search=a%00b").status_code == 422
    page = signed_in(cast.hana)
    assert page.post(f"/tickets/{ours.ticket}/notes", {"text": "a\x00b"}).status_code == 422
    assert page.get("/customers?q=a%00b").status_code == 422
