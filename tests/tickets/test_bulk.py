"""Many tickets at once, and back."""

import pytest

from madoguchi.kernel import jobs
from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.tickets.errors import NotUndoable
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import bulk, cataloguing, changing, closing, tagging
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn


def states(*tickets: Ticket) -> list[str]:
    return [Ticket.objects.get(pk=ticket.id).status for ticket in tickets]


def test_misaki_closes_and_tags_three_tickets_and_takes_it_back(cast: Cast, mail_in: MailIn) -> None:
    tickets = [mail_in(f"質問{number}") for number in range(3)]
    misaki = acting(cast.misaki)
    tagging.add(tickets[0].id, names=["既存"], by=misaki)
    closing.close(tickets[2].id, by=misaki)
    change = {"status": "closed", "priority": 4, "add_tags": ["既存", "一括"], "assignee_id": "me"}
    row = bulk.change(changes=change, ticket_ids=[ticket.id for ticket in tickets], by=misaki)
    assert (row.done, row.total, row.failed) == (3, 3, {})
    assert states(*tickets) == ["closed"] * 3
    assert {Ticket.objects.get(pk=one.id).assignee_id for one in tickets} == {cast.misaki.id}
    bulk.undo(row.id, by=misaki)
    assert states(*tickets) == ["new", "new", "closed"]
    first = Ticket.objects.get(pk=tickets[0].id)
    assert (first.priority, first.assignee_id) == (2, None)
    assert [tied.tag.name for tied in first.ticket_tags.all()] == ["既存"]
    with pytest.raises(NotUndoable):
        bulk.undo(row.id, by=misaki)


def test_undo_leaves_alone_what_somebody_changed_since(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in("一"), mail_in("二")
    misaki = acting(cast.misaki)
    row = bulk.change(changes={"priority": 4}, ticket_ids=[first.id, second.id], by=misaki)
    changing.change(first.id, priority=1, by=acting(cast.hana))
    bulk.undo(row.id, by=misaki)
    assert [Ticket.objects.get(pk=one.id).priority for one in (first, second)] == [1, 2]


def test_a_ticket_that_refuses_stays_as_it_was_and_is_named(cast: Cast, mail_in: MailIn) -> None:
    first, second = mail_in("一"), mail_in("二")
    cataloguing.save_field(key="serial", label="製造番号", kind="text", required_to_close=True, by=acting(cast.admin))
    changing.change(first.id, fields={"serial": "A"}, by=acting(cast.hana))
    row = bulk.change(
        changes={"status": "closed", "priority": 3}, ticket_ids=[first.id, second.id], by=acting(cast.misaki)
    )
    assert row.failed == {str(second.id): "fields_missing"}
    assert states(first, second) == ["closed", "new"]
    assert Ticket.objects.get(pk=second.id).priority == 2


def test_more_than_a_hundred_go_by_a_job_with_its_progress(cast: Cast, mail_in: MailIn) -> None:
    for number in range(105):
        mail_in(f"大量{number}")
    misaki = acting(cast.misaki)
    conditions = [{"field": "subject", "operator": "contains", "value": "大量"}]
    row = bulk.change(changes={"priority": 1}, conditions=conditions, by=misaki)
    assert (row.total, row.done, row.finished_at) == (105, 0, None)
    jobs.run_due()
    after = bulk.progress(row.id, by=misaki)
    assert (after.done, after.failed) == (105, {})
    assert Ticket.objects.filter(priority=1).count() == 105
    assert bulk.undo(row.id, by=misaki).undone == 0
    with pytest.raises(NotUndoable):
        bulk.undo(row.id, by=misaki)
    jobs.run_due()
    assert bulk.progress(row.id, by=misaki).undone == 105
    assert Ticket.objects.filter(priority=1).count() == 0


def test_a_job_broken_off_goes_on_where_it_stopped(
    cast: Cast, mail_in: MailIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [mail_in(f"途中{number}") for number in range(45)]
    misaki = acting(cast.misaki)
    monkeypatch.setattr(bulk, "AT_ONCE", 10)
    row = bulk.change(changes={"add_tags": ["途中"]}, ticket_ids=[one.id for one in tickets], by=misaki)
    count = 0

    def dies(*arguments: object) -> None:
        nonlocal count
        count += 1
        if count > 30:
            raise RuntimeError("the machine stops")
        real(*arguments)

    real = bulk._one
    monkeypatch.setattr(bulk, "_one", dies)
    with pytest.raises(RuntimeError):
        bulk.run(row.id, by=misaki)
    monkeypatch.setattr(bulk, "_one", real)
    assert bulk.progress(row.id, by=misaki).done == 20
    assert bulk.run(row.id, by=misaki).done == 45
    assert Ticket.objects.filter(ticket_tags__tag__name="途中").count() == 45


def test_hana_has_no_right_to_bulk_and_nobody_reaches_unseen_tickets(cast: Cast, mail_in: MailIn) -> None:
    ticket = mail_in()
    with pytest.raises(NotAllowed):
        bulk.change(changes={"priority": 4}, ticket_ids=[ticket.id], by=acting(cast.hana))
    misaki = acting(cast.misaki)
    with pytest.raises(NotFound):
        bulk.change(changes={"priority": 4}, ticket_ids=[ticket.id, 10**9], by=misaki)
    row = bulk.change(changes={"priority": 4}, ticket_ids=[ticket.id], by=misaki)
    with pytest.raises(NotFound):
        bulk.undo(row.id, by=acting(cast.admin))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"customer_id": 1},
        {"merged_into_id": 1},
        {"status": "held"},
        {"priority": 9},
        {"fields": {"unknown": 1}},
        {"add_tags": [{}]},
        {"assignee_id": "you"},
        [],
        "status",
    ],
)
def test_only_listed_changes_with_possible_values_are_taken(cast: Cast, mail_in: MailIn, changes: object) -> None:
    with pytest.raises(Invalid):
        bulk.change(changes=changes, ticket_ids=[mail_in().id], by=acting(cast.misaki))
