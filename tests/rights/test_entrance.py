"""The entrance: signing in, forgotten passwords, and what strangers try there."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from madoguchi.channels.services import inboxes
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import JobRow
from madoguchi.people.models import Agent
from madoguchi.people.services import agents
from tests.cast import PASSWORD, Cast, acting, signed_in, visitor


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str, *, then: str = "", **headers: str) -> Any:
    address = f"/sign-in?next={then}" if then else "/sign-in"
    return client.post(address, {"login": email, "password": password, "next": then}, headers=headers)


def is_inside(client: Client) -> bool:
    return client.get("/desk").status_code == 200


def test_hana_signs_in_with_her_address_in_any_case_and_gets_a_new_session(cast: Cast) -> None:
    client = visitor()
    client.get("/sign-in")
    before = client.cookies.get("sessionid")
    answer = sign_in(client, "HANA@madoguchi.example", PASSWORD)
    assert answer.status_code == 302
    assert is_inside(client)
    after = client.cookies["sessionid"]
    assert before is None or before.value != after.value
    assert after["httponly"]
    assert after["samesite"] == "Lax"


def test_a_session_that_a_stranger_prepared_is_not_taken_over(cast: Cast) -> None:
    client = visitor()
    client.cookies["sessionid"] = "a" * 32
    sign_in(client, "hana@madoguchi.example", PASSWORD)
    assert is_inside(client)
    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize(
    "then",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/desk",
        "http:///evil.example",
        "javascript:alert(1)",
        "%2F%2Fevil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "//evil.example%2F@madoguchi.example",
    ],
)
def test_nobody_is_led_away_after_signing_in(cast: Cast, then: str) -> None:
    answer = sign_in(visitor(), "hana@madoguchi.example", PASSWORD, then=then)
    assert answer.status_code == 302
    landing = urlsplit(urljoin("https://desk.madoguchi.example/sign-in", answer["Location"].replace("\\", "/")))
    assert (landing.scheme, landing.netloc) == ("https", "desk.madoguchi.example")


def test_a_deactivated_agent_does_not_get_in_and_is_out_at_once(cast: Cast) -> None:
    open_page = signed_in(cast.hana)
    assert is_inside(open_page)
    agents.deactivate(cast.hana.id, by=acting(cast.admin))
    assert not is_inside(open_page)
    client = visitor()
    sign_in(client, "hana@madoguchi.example", PASSWORD)
    assert not is_inside(client)


def test_a_new_password_ends_every_open_session(cast: Cast) -> None:
    stolen = signed_in(cast.hana)
    assert is_inside(stolen)
    agents.set_password(cast.hana.id, password="atarashii-kotoba-1", by=acting(cast.hana))
    assert not is_inside(stolen)


def test_the_door_closes_after_many_wrong_passwords_whatever_address_they_claim(cast: Cast) -> None:
    codes = []
    for number in range(30):
        client = visitor()
        answer = sign_in(
            client, "hana@madoguchi.example", f"wrong-{number}-password", **{"X-Forwarded-For": f"10.0.0.{number}"}
        )
        codes.append(answer.status_code)
    client = visitor()
    sign_in(client, "hana@madoguchi.example", PASSWORD, **{"X-Forwarded-For": "10.9.9.9"})
    assert not is_inside(client), codes


def test_a_forgotten_password_answers_the_same_whether_the_address_is_known_or_not(cast: Cast) -> None:
    answers = []
    for email in ("hana@madoguchi.example", "nobody@madoguchi.example"):
        client = visitor()
        answer = client.post("/password/forgotten", {"email": email}, follow=True)
        answers.append((answer.status_code, answer.request["PATH_INFO"]))
    assert answers[0] == answers[1]


def test_the_link_for_a_new_password_leads_to_the_configured_address(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "https://desk.madoguchi.example"
    inboxes.create(
        kind="mail",
        name="サポート",
        address="support@madoguchi.example",
        settings={"smtp_host": "127.0.0.1", "smtp_port": 25},
        by=SYSTEM,
    )
    visitor().post(
        "/password/forgotten",
        {"email": "hana@madoguchi.example"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    run_due(limit=1)
    mails = [str(row.arguments) for row in JobRow.objects.all() if "hana@madoguchi.example" in str(row.arguments)]
    assert mails, "a mail was prepared"
    assert "https://desk.madoguchi.example/password/new/" in mails[0]
    assert "evil.example" not in mails[0]


def test_no_page_of_the_entrance_is_a_way_to_sign_up(cast: Cast) -> None:
    before = Agent.objects.count()
    for path in ("/signup", "/sign-up", "/accounts/signup/", "/first-run"):
        visitor().post(path, {"email": "x@evil.example", "password": PASSWORD, "password1": PASSWORD, "name": "x"})
    assert Agent.objects.count() == before


def test_every_page_carries_its_guards(cast: Cast) -> None:
    for client, path in ((visitor(), "/sign-in"), (signed_in(cast.hana), "/desk"), (visitor(), "/no-such-page")):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
