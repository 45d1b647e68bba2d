"""The first minutes of an installation."""

import threading
from typing import Any

import pytest
from django.db import connection

from madoguchi.calendars import queries as calendars
from madoguchi.kernel import settings
from madoguchi.kernel.errors import Conflict
from madoguchi.people.models import Agent, Role, Team
from madoguchi.people.services import founding
from tests.cast import PASSWORD, Cast, visitor

BEGINNING = {
    "company_name": "みなと家電株式会社",
    "team_name": "お客様相談室",
    "name": "管理 花子",
    "email": "admin@minato.example",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/help", "/sign-in", "/desk", "/setup", "/request/contact"])
def test_on_an_empty_installation_every_page_leads_to_the_first_run(address: str) -> None:
    assert visitor().get(address)["Location"] == "/first-run"


@pytest.mark.django_db
def test_the_first_administrator_begins_and_is_led_to_the_first_mailbox() -> None:
    client = visitor()
    response = client.post("/first-run", BEGINNING)
    assert response["Location"] == "/first-run/inbox"
    page = client.get("/first-run/inbox").content.decode()
    assert "後で設定する" in page
    assert "さくらインターネット" in page
    assert "接続を試す" in client.get("/first-run/inbox?service=sakura").content.decode()
    admin = Agent.objects.get()
    assert admin.check_password(PASSWORD)
    assert (admin.role.permissions, admin.role.ladder) == (["*"], "all")
    assert {role.code for role in Role.objects.all()} == {"administrator", "supervisor", "agent", "viewer"}
    assert list(Team.objects.values_list("name", flat=True)) == ["お客様相談室"]
    assert settings.read("company.name") == "みなと家電株式会社"
    assert calendars.current_version(None) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("password", "short"), ("again", "something-else"), ("email", "not-a-mail"), ("name", " ")]
)
def test_a_wrong_value_is_told_and_nothing_is_made(field: str, value: str) -> None:
    response = visitor().post("/first-run", {**BEGINNING, field: value})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Agent.objects.exists()
    assert settings.read("founded") is None


def test_once_somebody_works_here_nobody_can_begin_again(cast: Cast) -> None:
    assert visitor().get("/first-run")["Location"] == "/"
    assert visitor().post("/first-run", BEGINNING)["Location"] == "/"
    assert not Agent.objects.filter(email=BEGINNING["email"]).exists()
    with pytest.raises(Conflict):
        founding.found(company_name="x", team_name="x", name="x", email="x@x.example", password=PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_once_one_becomes_administrator() -> None:
    outcomes: list[Any] = []

    def begin(number: int) -> None:
        try:
            founding.found(
                company_name="みなと家電",
                team_name="サポート",
                name=f"管理{number}",
                email=f"admin{number}@minato.example",
                password=PASSWORD,
            )
            outcomes.append("founded")
        except Conflict:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["founded", "too late"]
    assert Agent.objects.count() == 1
