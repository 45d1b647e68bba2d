"""What the audit trail tells afterwards, and that two people at once cannot leave a house without administrator."""

import threading

import pytest
from django.db import close_old_connections, connection

from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import MadoguchiError
from madoguchi.people import queries
from madoguchi.people.models import Agent
from madoguchi.people.services import agents
from madoguchi.tickets.services import opening
from tests.cast import Cast, acting, assemble, program, signed_in


@pytest.fixture(autouse=True)
def nothing_looked_at() -> None:
    from madoguchi.customers.services import viewing

    viewing._recent.clear()


def looks(cast: Cast) -> list[tuple[str, str]]:
    lines = queries.audit_lines(action="customer:view", subject_id=cast.tanaka.id, by=acting(cast.admin))
    return [(line.actor_kind, line.actor_name) for line in lines]


def test_a_look_at_a_customers_page_is_on_record(cast: Cast) -> None:
    assert signed_in(cast.hana).get(f"/customers/{cast.tanaka.id}").status_code == 200
    assert looks(cast) == [("agent", "山田 花")]


def test_a_look_at_the_customer_beside_a_ticket_is_on_record(cast: Cast) -> None:
    ticket = opening.open_ticket(
        subject="x", customer_id=cast.tanaka.id, text="x", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    assert signed_in(cast.hana).post(f"/tickets/{ticket.id}/presence").status_code == 200
    assert looks(cast) == [("agent", "山田 花")]


def test_a_look_through_the_api_is_on_record_under_the_name_of_the_key(cast: Cast) -> None:
    assert program(cast.hana).get(f"/api/v1/customers/{cast.tanaka.id}").status_code == 200
    assert looks(cast) == [("api_key", "test")]


def test_taking_customers_away_as_a_file_is_on_record(cast: Cast) -> None:
    assert signed_in(cast.hana).get("/customers.csv").status_code == 403
    assert signed_in(cast.misaki).get("/customers.csv").status_code == 200
    lines = queries.audit_lines(action="customer:export", by=acting(cast.admin))
    assert [line.actor_name for line in lines] == [cast.misaki.name]


def test_a_change_of_role_on_screen_is_on_record_with_before_and_after(cast: Cast) -> None:
    answer = signed_in(cast.admin).post(
        f"/setup/agents/{cast.hana.id}",
        {
            "email": "hana@madoguchi.example",
            "name": "山田 花",
            "kana": "やまだ はな",
            "role_id": cast.roles["supervisor"].id,
            "role": cast.roles["supervisor"].id,
            "team_ids": [cast.support.id],
            "teams": [cast.support.id],
        },
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    line = queries.audit_lines(subject_kind="agent", subject_id=cast.hana.id, by=acting(cast.admin))[0]
    assert (line.before["role"], line.after["role"]) == (cast.roles["agent"].id, cast.roles["supervisor"].id)
    assert line.actor_name == "管理者"
    shown = signed_in(cast.admin).get("/setup/audit").content.decode()
    assert "agent:update" in shown


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one() -> None:
    cast = assemble()
    second = agents.create(
        email="admin2@madoguchi.example",
        name="第二",
        role_id=cast.roles["administrator"].id,
        password="himitsu-no-kotoba-2026",
        by=SYSTEM,
    )
    gate = threading.Barrier(2)
    refused: list[str] = []

    def remove(victim: Agent, by: Agent) -> None:
        actor = acting(by)
        try:
            gate.wait()
            agents.deactivate(victim.id, by=actor)
        except MadoguchiError as error:
            refused.append(error.code)
        finally:
            close_old_connections()
            connection.close()

    threads = [
        threading.Thread(target=remove, args=(cast.admin, second)),
        threading.Thread(target=remove, args=(second, cast.admin)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["last_administrator"]
    assert Agent.objects.filter(is_active=True, role__code="administrator").count() == 1
