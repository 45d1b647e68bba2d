"""Forgotten and changed passwords, invitations."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from madoguchi.channels.services import inboxes
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.models import JobRow
from madoguchi.people.services import invitations
from madoguchi.web.account import forgotten
from tests.cast import PASSWORD, Cast, acting, signed_in, visitor

NEW = "atarashii-kotoba-2026"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def way_out(cast: Cast) -> None:
    inboxes.create(
        kind="mail",
        name="Support",
        address="support@madoguchi.example",
        settings={"way_in": "door", "smtp_host": "mail.example"},
        by=SYSTEM,
    )


def mails() -> list[dict[str, Any]]:
    """What the house would send; the addresses are looked up here, the mails themselves stay in the queue."""
    for row in JobRow.objects.filter(kind="account.forgotten"):
        forgotten.send_link(row.arguments["kwargs"]["email"])
        row.delete()
    return [row.arguments["kwargs"] for row in JobRow.objects.filter(kind="channels.system_mail").order_by("id")]


def link_in(text: str) -> str:
    found = re.search(r"https?://\S+", text)
    assert found
    return found[0]


@pytest.mark.usefixtures("way_out")
def test_known_and_unknown_addresses_get_the_same_answer(cast: Cast) -> None:
    known = visitor().post("/password/forgotten", {"email": cast.hana.email})
    unknown = visitor().post("/password/forgotten", {"email": "nobody@madoguchi.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    asked = JobRow.objects.filter(kind="account.forgotten").values_list("arguments", flat=True)
    assert len(asked) == 2
    assert "http" not in str(list(asked))
    assert [mail["to"] for mail in mails()] == [cast.hana.email]


@pytest.mark.usefixtures("way_out")
def test_the_link_names_the_configured_address_whatever_host_was_asked(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "https://desk.minato.example"
    settings.ALLOWED_HOSTS = ["*"]
    visitor().post(
        "/password/forgotten",
        {"email": cast.hana.email},
        headers={"host": "evil.example", "x-forwarded-host": "evil.example"},
    )
    assert link_in(mails()[0]["text"]).startswith("https://desk.minato.example/password/new/")
    assert "evil.example" not in mails()[0]["text"]


@pytest.mark.usefixtures("way_out")
def test_the_link_sets_a_password_once(cast: Cast) -> None:
    visitor().post("/password/forgotten", {"email": cast.hana.email})
    path = "/password/new/" + link_in(mails()[0]["text"]).split("/password/new/")[1]
    client = visitor()
    form = client.get(path)["Location"]
    done = client.post(form, {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/password/new"
    assert visitor().post("/sign-in", {"login": cast.hana.email, "password": NEW})["Location"] == "/desk"
    again = visitor().get(path)
    assert again.status_code == 200
    assert "使われた" in again.content.decode()


@pytest.mark.usefixtures("way_out")
def test_the_mail_is_in_the_language_of_its_reader(cast: Cast) -> None:
    visitor().post("/password/forgotten?lang=en", {"email": cast.hana.email})
    assert "パスワード再設定" in mails()[0]["subject"]


def test_changing_the_password_ends_other_sessions(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.hana), signed_in(cast.hana)
    response = here.post("/password", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert response.status_code == 302
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


@pytest.mark.parametrize("password", ["short", "1234567890", "password12", "hana@madoguchi"])
def test_a_weak_password_is_refused(cast: Cast, password: str) -> None:
    response = signed_in(cast.hana).post(
        "/password", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert response.status_code == 200
    assert Client().post("/sign-in", {"login": cast.hana.email, "password": PASSWORD})["Location"] == "/desk"


def test_an_invitation_works_once_and_greets_by_name(cast: Cast) -> None:
    token = invitations.invite(cast.yumi.id, by=acting(cast.admin))
    page = visitor().get(f"/invitation/{token}")
    assert "小川 由美" in page.content.decode()
    done = visitor().post(f"/invitation/{token}", {"password": NEW, "again": NEW})
    assert done["Location"] == "/password/new"
    assert visitor().post("/sign-in", {"login": cast.yumi.email, "password": NEW})["Location"] == "/desk"
    assert visitor().get(f"/invitation/{token}").status_code == 410
    assert visitor().get("/invitation/made-up").status_code == 410


def test_two_different_passwords_are_not_taken(cast: Cast) -> None:
    token = invitations.invite(cast.yumi.id, by=acting(cast.admin))
    response = visitor().post(f"/invitation/{token}", {"password": NEW, "again": NEW + "x"})
    assert response.status_code == 422
    assert "一致しません" in response.content.decode()
