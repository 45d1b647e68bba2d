"""All tickets of a list, chosen on the server."""

import pytest

from madoguchi.kernel.errors import Invalid, NotAllowed, NotFound
from madoguchi.tickets.models import BulkChange, Ticket
from madoguchi.tickets.services import bulk, selecting, shelving
from tests.cast import Cast, acting
from tests.tickets.conftest import MailIn

NEW = [{"field": "status", "operator": "any_of", "value": ["new"]}]


def test_misaki_changes_what_she_chose_but_for_what_she_took_out_and_what_came_later(
    cast: Cast, mail_in: MailIn
) -> None:
    first, second = mail_in("一"), mail_in("二")
    misaki = acting(cast.misaki)
    chosen = selecting.select(conditions=NEW, by=misaki)
    assert chosen.total == 2
    later = mail_in("三")
    row = selecting.change(chosen.id, changes={"priority": 4}, without=[second.id], by=misaki)
    assert row.ticket_ids == [first.id]
    assert [Ticket.objects.get(pk=one.id).priority for one in (first, second, later)] == [4, 2, 2]
    bulk.undo(row.id, by=misaki)
    assert Ticket.objects.get(pk=first.id).priority == 2
    with pytest.raises(NotFound):  # a selection serves once
        selecting.change(chosen.id, changes={"priority": 4}, by=misaki)


def test_a_selection_is_ones_own_and_the_next_takes_its_place(cast: Cast, mail_in: MailIn) -> None:
    mail_in("一")
    misaki, admin = acting(cast.misaki), acting(cast.admin)
    chosen = selecting.select(conditions=NEW, by=misaki)
    with pytest.raises(NotFound):
        selecting.change(chosen.id, changes={"priority": 4}, by=admin)
    selecting.select(conditions=NEW, by=misaki)
    assert BulkChange.objects.count() == 1
    with pytest.raises(NotAllowed):
        selecting.select(conditions=NEW, by=acting(cast.hana))


def test_nothing_to_choose_is_said(cast: Cast, mail_in: MailIn) -> None:
    shelving.shelve(mail_in("一").id, status="bin", by=acting(cast.misaki))
    with pytest.raises(Invalid):
        selecting.select(conditions=NEW, by=acting(cast.misaki))
