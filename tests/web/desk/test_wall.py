"""The wall of those who lead: load, presence, and evening out with undo."""

from madoguchi.kernel.actors import SYSTEM
from madoguchi.people.services import absences, agents
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import assigning, opening, presence, rebalancing
from tests.cast import Cast, acting, signed_in


def ticket(cast: Cast, team_id: int, agent_id: int | None = None, subject: str = "返品") -> Ticket:
    row = opening.open_ticket(
        subject=subject, customer_id=cast.tanaka.id, text="x", kind="inward", team_id=team_id, by=SYSTEM
    )
    return assigning.assign(row.id, agent_id=agent_id, by=SYSTEM) if agent_id else row


def test_misaki_sees_who_is_on_what_and_what_nobody_has(cast: Cast) -> None:
    mine = ticket(cast, cast.support.id, cast.hana.id)
    ticket(cast, cast.support.id, subject="だれもいない")
    presence.edit(mine.id, by=acting(cast.hana))
    board = signed_in(cast.misaki).get("/wall/board").content.decode()
    assert f'/tickets/{mine.id}"' in board
    assert "返信中" in board
    assert "うち担当なし 1" in board
    assert "だれもいない" in signed_in(cast.misaki).get("/wall").content.decode()


def test_hana_and_yumi_do_not_see_the_wall(cast: Cast) -> None:
    for agent in (cast.hana, cast.yumi):
        client = signed_in(agent)
        for address in ("/wall", "/wall/board", f"/wall/teams/{cast.support.id}/balance"):
            assert client.get(address).status_code == 403
        assert client.post(f"/wall/teams/{cast.support.id}/balance", {"moves": "x"}).status_code == 403
    assert 'href="/wall"' not in signed_in(cast.hana).get("/desk").content.decode()


def test_misaki_evens_out_what_was_shown_and_takes_it_back(cast: Cast) -> None:
    rows = [ticket(cast, cast.support.id, cast.hana.id) for _number in range(4)]
    presence.look(rows[3].id, by=acting(cast.hana))
    misaki, address = signed_in(cast.misaki), f"/wall/teams/{cast.support.id}/balance"
    page = misaki.get(address).content.decode()
    assert "2 件を移す" in page
    signed = page.split('name="moves" value="')[1].split('"')[0]
    answer = misaki.post(address, {"moves": signed})
    moved = Ticket.objects.filter(assignee=cast.misaki)
    assert moved.count() == 2
    assert rows[3].id not in set(moved.values_list("id", flat=True))
    undo = answer["Location"].split("undo=")[1]
    assert undo in misaki.get(answer["Location"]).content.decode()
    misaki.post("/wall/balance-undoing", {"moves": undo})
    assert Ticket.objects.filter(assignee=cast.hana).count() == 4
    assert misaki.post(address, {"moves": f"{signed}x"}).status_code == 404


def test_what_away_people_hold_goes_first_and_only_to_who_is_there(cast: Cast) -> None:
    third = agents.create(
        email="mari@madoguchi.example",
        name="真理",
        role_id=cast.roles["agent"].id,
        team_ids=[cast.support.id],
        by=SYSTEM,
    )
    ticket(cast, cast.support.id, third.id)
    absences.enter(third.id, kind="away", by=acting(third))
    (move,) = rebalancing.plan(cast.support.id, by=acting(cast.misaki))
    assert move.from_id == third.id
    assert move.to_id in (cast.hana.id, cast.misaki.id)


def test_a_ticket_that_changed_hands_meanwhile_stays(cast: Cast) -> None:
    row = ticket(cast, cast.support.id, cast.hana.id)
    move = rebalancing.Move(row.id, cast.misaki.id, cast.hana.id)
    assert rebalancing.carry_out([move], by=acting(cast.misaki)) == []
