"""Away and back: who gets the work meanwhile, and who may say so."""

from datetime import timedelta

import pytest

from madoguchi.kernel import clock
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import Invalid, NotAllowed
from madoguchi.kernel.jobs import run_due
from madoguchi.kernel.models import EventRow
from madoguchi.people import hours
from madoguchi.people.models import Absence
from madoguchi.people.services import absences
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import assigning, closing, opening
from tests.cast import Cast, acting, signed_in


def owned(cast: Cast) -> Ticket:
    ticket = opening.open_ticket(
        subject="返品", customer_id=cast.tanaka.id, text="x", kind="inward", team_id=cast.support.id, by=SYSTEM
    )
    return assigning.assign(ticket.id, agent_id=cast.hana.id, by=acting(cast.hana))


def owner(ticket: Ticket) -> tuple[int | None, int | None]:
    return Ticket.objects.values_list("assignee_id", "team_id").get(pk=ticket.id)  # type: ignore[return-value]


def test_hana_goes_away_and_her_open_tickets_go_back_to_the_team(cast: Cast) -> None:
    mine, done = owned(cast), owned(cast)
    closing.close(done.id, by=acting(cast.hana))
    hana = signed_in(cast.hana)
    answer = hana.post("/account/absences", {"what": "absence", "kind": "away", "gives_back": "on", "memo": "健診"})
    assert answer.status_code == 302
    run_due()
    assert owner(mine) == (None, cast.support.id)
    assert owner(done)[0] == cast.hana.id
    assert hours.away_ids() == {cast.hana.id}
    assert "健診" in hana.get("/account/absences").content.decode()
    names = {one["id"]: one["name"] for one in hana.get("/desk/choices").json()["agents"]}
    assert names[cast.hana.id] == "山田 花(不在)"
    hana.post(f"/account/absences/{Absence.objects.get().id}/end")
    assert hours.away_ids() == set()
    assert EventRow.objects.filter(name="absence.ended").count() == 1


def test_a_colleague_takes_over_on_the_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, tomorrow = owned(cast), clock.now() + timedelta(days=1)
    later = tomorrow + timedelta(days=2)
    absences.enter(
        cast.hana.id,
        kind="away",
        starts_at=tomorrow,
        ends_at=later,
        gives_back=True,
        successor_id=cast.misaki.id,
        by=acting(cast.hana),
    )
    assert absences.act_on_time(by=SYSTEM) == 0
    run_due()
    assert owner(mine)[0] == cast.hana.id
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert absences.act_on_time(by=SYSTEM) == 1
    run_due()
    assert owner(mine)[0] == cast.misaki.id
    monkeypatch.setattr(clock, "now", lambda: later)
    assert absences.act_on_time(by=SYSTEM) == 1
    assert Absence.objects.get().ended_at == later


def test_without_giving_back_the_work_stays(cast: Cast) -> None:
    mine = owned(cast)
    absences.enter(cast.hana.id, kind="break", by=acting(cast.hana))
    run_due()
    assert owner(mine)[0] == cast.hana.id


def test_only_one_self_or_who_manages_agents_says_so(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        absences.enter(cast.hana.id, kind="away", by=acting(cast.ken))
    row = absences.enter(cast.hana.id, kind="away", by=acting(cast.admin))
    assert signed_in(cast.ken).post(f"/account/absences/{row.id}/end").status_code in (403, 404)
    with pytest.raises(Invalid):
        absences.enter(cast.ken.id, kind="away", ends_at=clock.now() - timedelta(hours=1), by=acting(cast.ken))
    with pytest.raises(Invalid):
        absences.enter(cast.ken.id, kind="away", gives_back=True, successor_id=cast.ken.id, by=acting(cast.ken))
