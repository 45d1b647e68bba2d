"""Keys, languages, limits, sizes: what every request passes."""

import json
from typing import Any

import pytest
from django.test import Client

from madoguchi.api import limits
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.people.services import agents, api_keys
from tests.api.speaking import call
from tests.cast import Cast, program
from tests.tickets.conftest import MailIn


@pytest.fixture(autouse=True)
def full_buckets() -> None:
    limits._buckets.clear()


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Bearer mado_x_y", "Basic abc", "Bearer あ"])
def test_nobody_enters_without_a_key(db: None, header: str | None) -> None:
    client = Client(headers={"authorization": header} if header is not None else None)
    answer = client.get("/api/v1/tickets", headers={"accept-language": "en"})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] in ("unauthorized", "key_invalid")


def test_a_session_is_no_key(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.hana, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/tickets").status_code == 401


def test_a_revoked_key_and_the_key_of_a_leaver_are_refused(cast: Cast) -> None:
    key, text = api_keys.issue(agent_id=cast.hana.id, name="x", scopes=["*"], by=SYSTEM)
    client = Client(headers={"authorization": f"Bearer {text}"})
    assert client.get("/api/v1/me").status_code == 200
    api_keys.revoke(key.id, by=SYSTEM)
    assert client.get("/api/v1/me").status_code == 401
    kens = program(cast.ken)
    agents.deactivate(cast.ken.id, by=SYSTEM)
    assert kens.get("/api/v1/me").status_code == 401


def test_errors_come_in_the_language_asked_for(cast: Cast) -> None:
    client = program(cast.hana)
    japanese = call(client, "GET", "/tickets/999", accept_language="ja")
    english = call(client, "GET", "/tickets/999", accept_language="en-GB,en;q=0.9")
    assert japanese.status_code == english.status_code == 404
    assert japanese["Content-Type"] == "application/problem+json"
    assert english.json()["title"] == "This was not found, or you may not see it."
    assert japanese.json()["title"] != english.json()["title"]
    assert japanese.json()["code"] == "not_found"


def test_a_key_never_does_more_than_its_scopes(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    reader = program(cast.hana, scopes=["ticket:read"])
    assert call(reader, "GET", f"/tickets/{ticket.id}").status_code == 200
    refused = call(reader, "POST", f"/tickets/{ticket.id}/notes", {"text": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    blind = program(cast.hana, scopes=["ticket:note"])
    assert call(blind, "GET", "/tickets").json()["items"] == []
    assert call(blind, "POST", f"/tickets/{ticket.id}/notes", {"text": "x"}).status_code == 404


def test_a_key_that_asks_too_fast_is_told_when_to_come_back(cast: Cast, settings: Any) -> None:
    settings.API_RATE_PER_MINUTE = 3
    client = program(cast.hana)
    with clock.held_at(clock.now()):
        answers = [client.get("/api/v1/me") for _count in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert int(answers[3]["Retry-After"]) == 20
    assert program(cast.ken).get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"{", 400, "body_unreadable"), (b"[]", 422, "invalid"), (b'{"text": "\\ud800"}', 422, "invalid")],
)
def test_nonsense_is_refused_with_a_reason(cast: Cast, mail_in: MailIn, body: bytes, status: int, code: str) -> None:
    path = f"/api/v1/tickets/{mail_in().id}/notes"
    answer = program(cast.hana).generic("POST", path, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_body_of_three_megabytes_is_refused(cast: Cast, mail_in: MailIn) -> None:
    body = json.dumps({"text": "あ" * 1_000_000}).encode()
    path = f"/api/v1/tickets/{mail_in().id}/notes"
    answer = program(cast.hana).generic("POST", path, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("path", ["/nowhere", "/tickets/abc", "/tickets/", "/tickets/0x1"])
def test_what_does_not_exist_is_a_problem_too(cast: Cast, path: str) -> None:
    answer = call(program(cast.hana), "GET", path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_number_beyond_the_database_is_no_fault(cast: Cast) -> None:
    client = program(cast.hana)
    assert call(client, "GET", f"/tickets/{10**30}").status_code == 422
    assert call(client, "GET", f"/tickets?customer_id={10**30}").status_code == 422
    assert call(client, "GET", f"/events?after={10**30}").status_code == 200


def test_another_method_is_refused_in_words(cast: Cast) -> None:
    answer = call(program(cast.hana), "DELETE", "/tickets")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_the_description_is_public_and_names_every_operation_once(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found = answer.json()
    assert found["openapi"].startswith("3.1")
    operations = [one for path in found["paths"].values() for one in path.values()]
    assert len(operations) > 70
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all(one.get("description") or one.get("summary") for one in operations)
    assert all(one["security"] for one in operations)
