"""Saved views by screen, the order of a list, late replies."""

from datetime import timedelta

from django.test import Client

from madoguchi.kernel import clock
from madoguchi.tickets.models import Ticket, View
from tests import cast as people
from tests.web.desk.conftest import Mail

FRAGMENT = {"X-Fragment": "1"}


def order_of(page: str, *numbers: int) -> list[int]:
    return sorted(numbers, key=lambda number: page.index(f'id="row-{number}"'))


def save(agent: Client, owner: str, **more: object) -> View:
    row = {"condition-field": "status", "condition-operator": "any_of", "condition-value": "new"}
    answer = agent.post("/views", {"name": f"{owner}の一覧", "owner": owner, **row, **more})
    assert answer.status_code == 204, answer.content
    return View.objects.latest("id")


def test_misaki_shares_a_view_with_everyone_in_its_own_order(
    misaki: Client, hana: Client, mail: Mail, cast: people.Cast
) -> None:
    older, newer = mail("一").ticket_id, mail("二").ticket_id
    assert older and newer
    view = save(misaki, "everyone", order="last_message_at")
    assert (view.agent_id, view.team_id, view.order) == (None, None, "last_message_at")
    assert "everyoneの一覧" in hana.get("/desk/boxes").content.decode()
    page = hana.get(f"/desk?view={view.id}", headers=FRAGMENT).content.decode()
    assert order_of(page, newer, older) == [older, newer]
    turned = hana.get(f"/desk?view={view.id}&sort=-last_message_at", headers=FRAGMENT).content.decode()
    assert order_of(turned, older, newer) == [newer, older]
    assert f"view={view.id}&amp;sort=-last_message_at" in turned  # a row leads back to the same order
    assert save(misaki, "team", team_id=cast.support.id).team_id == cast.support.id
    assert "everyone" in misaki.get(f"/views/{view.id}", headers=FRAGMENT).content.decode()


def test_hana_who_may_not_share_keeps_views_to_herself(hana: Client, mail: Mail) -> None:
    mail("一")
    assert save(hana, "me").agent_id is not None
    assert hana.post("/views", {"name": "皆", "owner": "everyone"}).status_code == 403


def test_an_unknown_order_is_the_usual_one(hana: Client, mail: Mail) -> None:
    number = mail("一").ticket_id
    assert f'id="row-{number}"' in hana.get("/desk?sort=password", headers=FRAGMENT).content.decode()


def test_late_replies_are_counted_for_whose_they_are(hana: Client, ken: Client, mail: Mail) -> None:
    number = mail("待っています").ticket_id
    assert hana.get("/desk/late-replies").json() == {"late": 0}
    Ticket.objects.filter(pk=number).update(last_message_at=clock.now() - timedelta(days=14))
    assert hana.get("/desk/late-replies").json() == {"late": 1}
    assert hana.get("/desk/late-replies?scope=mine").json() == {"late": 0}
    assert ken.get("/desk/late-replies").json() == {"late": 0}
