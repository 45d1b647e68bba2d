"""次の1件 gives whoever has waited longest; 返信が遅れている lists who has waited for a whole business day."""

import threading
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client

from madoguchi.calendars.services import schedules
from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.people.models import Agent
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import assigning, opening, taking
from tests import cast as people
from tests.web.desk.conftest import Mail

JSON = {"Accept": "application/json", "X-Fragment": "1"}
FRAGMENT = {"X-Fragment": "1"}


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def taken(client: Client) -> Any:
    return client.post("/desk/next", headers=JSON).json()["ticket_id"]


def test_hana_gets_the_oldest_of_her_teams_that_nobody_has(hana: Client, cast: people.Cast, mail: Mail) -> None:
    first, second = mail("一番目").ticket_id, mail("二番目").ticket_id
    mail("ほかのチーム", team_id=cast.technical.id)
    given = mail("担当あり").ticket_id
    assigning.assign(given, agent_id=cast.misaki.id, by=people.acting(cast.misaki))
    assert taken(hana) == first
    assert Ticket.objects.get(pk=first).assignee_id == cast.hana.id and Ticket.objects.get(pk=first).status == "open"
    assert taken(hana) == second
    assert taken(hana) is None


def test_who_may_not_take_tickets_gets_none(cast: people.Cast, mail: Mail) -> None:
    ticket_id = mail().ticket_id
    yumi = people.signed_in(cast.yumi)
    assert yumi.post("/desk/next", headers=JSON).status_code == 403
    assert "data-next" not in yumi.get("/desk").content.decode()
    assert Ticket.objects.get(pk=ticket_id).assignee_id is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_each_gets_another_one() -> None:
    cast = people.assemble()
    for number in range(4):
        opening.open_ticket(
            subject=f"{number}",
            customer_id=cast.tanaka.id,
            text="質問",
            kind="inward",
            team_id=cast.support.id,
            by=SYSTEM,
        )
    got: list[int] = []
    start = threading.Barrier(2)

    def ask(agent: Agent) -> None:
        by = people.acting(agent)
        start.wait()
        for _time in range(2):
            ticket = taking.take_next(by=by)
            got.append(ticket.id if ticket is not None else 0)
        connection.close()

    both = [threading.Thread(target=ask, args=(agent,)) for agent in (cast.hana, cast.misaki)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert 0 not in got and len(set(got)) == 4


def test_late_replies_are_those_of_yesterdays_office_hours_not_of_the_weekend(hana: Client, mail: Mail) -> None:
    weekly = {str(day): [["09:00", "18:00"]] for day in range(5)}
    schedules.create(name="平日", time_zone="Asia/Tokyo", weekly=weekly, holidays="JP", days={}, by=SYSTEM)
    with clock.held_at(tokyo("2026-11-20 16:00")):
        friday = mail("金曜の質問").ticket_id
    with clock.held_at(tokyo("2026-11-20 17:00")):
        answered = mail("答えた質問")
        last = {"last_seen_id": answered.message_id, "text": "お答えします。"}
        hana.post(f"/tickets/{answered.ticket_id}/replies", last, headers=JSON)

    def listed(moment: str) -> list[int]:
        with clock.held_at(tokyo(moment)):
            page = hana.get("/desk?box=late&scope=all", headers=FRAGMENT).content.decode()
        return [number for number in (friday, answered.ticket_id) if f'id="row-{number}"' in page]

    assert listed("2026-11-23 15:00") == []  # Monday is a holiday
    assert listed("2026-11-24 15:59") == []
    assert listed("2026-11-24 16:01") == [friday]
