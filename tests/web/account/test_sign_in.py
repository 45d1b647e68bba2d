"""Signing in and out, as agents and as those who would like to be one."""

import pytest
from django.core.cache import cache
from django.test import Client

from madoguchi.people.models import AuditLine
from madoguchi.people.services import agents
from tests.cast import PASSWORD, Cast, acting, signed_in, visitor

SIGN_IN = "/sign-in"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, address: str = SIGN_IN) -> object:
    return client.post(address, {"login": email, "password": password})


def test_hana_signs_in_and_the_audit_trail_knows(cast: Cast) -> None:
    client = visitor()
    response = sign_in(client, cast.hana.email)
    assert (response.status_code, response["Location"]) == (302, "/desk")
    assert client.get("/desk").status_code == 200
    assert AuditLine.objects.filter(action="session:open", subject_id=str(cast.hana.id)).count() == 1


def test_the_page_speaks_japanese_and_english(cast: Cast) -> None:
    assert "サインイン" in visitor().get(SIGN_IN).content.decode()
    assert "Forgot your password?" in visitor().get(f"{SIGN_IN}?lang=en").content.decode()


def test_a_wrong_password_is_refused_with_the_same_words_as_an_unknown_address(cast: Cast) -> None:
    wrong = sign_in(visitor(), cast.hana.email, "not-the-password")
    unknown = sign_in(visitor(), "nobody@madoguchi.example", "not-the-password")
    assert wrong.status_code == unknown.status_code == 200
    line = AuditLine.objects.filter(action="session:refused").first()
    assert line is not None
    assert line.subject_id == cast.hana.email
    assert "not-the-password" not in str(line.after)


def test_the_session_id_changes_at_sign_in(cast: Cast) -> None:
    client = visitor()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, cast.hana.email)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_to_a_foreign_site(cast: Cast, target: str) -> None:
    response = visitor().post(SIGN_IN, {"login": cast.hana.email, "password": PASSWORD, "next": target})
    assert response["Location"] == "/desk"


def test_sign_in_leads_back_to_where_hana_wanted_to_go(cast: Cast) -> None:
    response = visitor().post(SIGN_IN, {"login": cast.hana.email, "password": PASSWORD, "next": "/customers?q=a"})
    assert response["Location"] == "/customers?q=a"


def test_a_deactivated_agent_is_signed_out_at_once_and_cannot_come_back(cast: Cast) -> None:
    ken = signed_in(cast.ken)
    assert ken.get("/account").status_code == 200
    agents.deactivate(cast.ken.id, by=acting(cast.admin))
    assert ken.get("/account").status_code == 302
    response = sign_in(visitor(), cast.ken.email)
    assert "/desk" not in response.headers.get("Location", "")


def test_guessing_passwords_is_stopped_even_with_changing_forwarded_addresses(cast: Cast) -> None:
    client = visitor()
    for number in range(8):
        client.post(
            SIGN_IN, {"login": cast.hana.email, "password": "guess"}, headers={"x-forwarded-for": f"10.0.0.{number}"}
        )
    response = sign_in(client, cast.hana.email)
    assert response.status_code in (200, 429)
    assert client.get("/account").status_code == 302


def test_nobody_signs_up_by_themselves(cast: Cast) -> None:
    for address in ("/sign-up", "/signup", "/accounts/signup/"):
        assert visitor().get(address).status_code == 404


def test_a_form_without_its_token_does_not_sign_in(cast: Cast) -> None:
    response = Client(enforce_csrf_checks=True).post(SIGN_IN, {"login": cast.hana.email, "password": PASSWORD})
    assert response.status_code == 403


def test_signing_out_needs_a_post_and_is_audited(cast: Cast) -> None:
    client = signed_in(cast.hana)
    client.get("/sign-out")
    assert client.get("/account").status_code == 200
    assert client.post("/sign-out")["Location"] == SIGN_IN
    assert client.get("/account").status_code == 302
    assert AuditLine.objects.filter(action="session:close").exists()
