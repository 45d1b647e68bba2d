"""Two records of one person become one, with everything they have, and apart again."""

import pytest

from madoguchi.customers import queries
from madoguchi.customers.errors import CannotMerge, CannotUndoMerge
from madoguchi.customers.models import Customer
from madoguchi.customers.services import merging, noting, registering
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.errors import NotAllowed, NotFound
from madoguchi.kernel.models import EventRow
from madoguchi.people import queries as people
from madoguchi.tickets.models import Ticket
from madoguchi.tickets.services import opening
from tests.cast import TANAKA_ADDRESS, Cast, acting


def twin(cast: Cast) -> Customer:
    return registering.create(
        name="田中 一郎",
        kana="たなか いちろう",
        title="部長",
        identities=[("phone", "090-1111-2222")],
        by=acting(cast.hana),
    )


def test_misaki_merges_and_everything_moves_to_the_survivor(cast: Cast) -> None:
    misaki, other = acting(cast.misaki), twin(cast)
    noting.write(other.id, text="電話は午後", by=misaki)
    ticket = opening.open_ticket(subject="返品", customer_id=other.id, text="x", kind="inward", by=SYSTEM)
    before = merging.preview(cast.tanaka.id, absorbed_id=other.id, by=misaki)
    assert (before.identities, before.notes, before.filled["title"]) == (["090-1111-2222"], 1, "部長")

    merging.merge(cast.tanaka.id, absorbed_id=other.id, by=misaki)

    survivor = queries.customer(other.id, by=misaki)
    assert survivor.id == cast.tanaka.id
    assert (survivor.kana, survivor.title) == ("たなか いちろう", "部長")
    assert {row.address for row in survivor.identities.all()} == {TANAKA_ADDRESS, "090-1111-2222"}
    assert [note.text for note in survivor.notes.all()] == ["電話は午後"]
    assert Ticket.objects.get(pk=ticket.id).customer_id == cast.tanaka.id
    assert other.id not in {row.id for row in queries.customers(by=misaki)}
    assert EventRow.objects.filter(name="customer.merged", customer_id=cast.tanaka.id).count() == 1


def test_undo_gives_everything_back(cast: Cast) -> None:
    misaki, other = acting(cast.misaki), twin(cast)
    noting.write(other.id, text="電話は午後", by=misaki)
    theirs = opening.open_ticket(subject="返品", customer_id=other.id, text="x", kind="inward", by=SYSTEM)
    ours = opening.open_ticket(subject="見積", customer_id=cast.tanaka.id, text="x", kind="inward", by=SYSTEM)
    record = merging.merge(cast.tanaka.id, absorbed_id=other.id, by=misaki)
    assert record.moved["tickets"] == [theirs.id]

    merging.undo(record.id, by=misaki)

    back = queries.customer(other.id, by=misaki)
    assert (back.id, back.identities.count(), back.notes.count()) == (other.id, 1, 1)
    cast.tanaka.refresh_from_db()
    assert (cast.tanaka.kana, cast.tanaka.title) == ("", "")
    assert Ticket.objects.get(pk=theirs.id).customer_id == other.id
    assert Ticket.objects.get(pk=ours.id).customer_id == cast.tanaka.id
    with pytest.raises(CannotUndoMerge):
        merging.undo(record.id, by=misaki)


def test_an_earlier_merge_is_undone_only_after_the_later_one(cast: Cast) -> None:
    misaki, other = acting(cast.misaki), twin(cast)
    first = merging.merge(cast.tanaka.id, absorbed_id=other.id, by=misaki)
    second = merging.merge(cast.smith.id, absorbed_id=cast.tanaka.id, by=misaki)
    with pytest.raises(CannotUndoMerge):
        merging.undo(first.id, by=misaki)
    merging.undo(second.id, by=misaki)
    merging.undo(first.id, by=misaki)
    assert Customer.objects.filter(merged_into=None).count() == 3


def test_nobody_is_merged_with_themselves_or_twice(cast: Cast) -> None:
    misaki, other = acting(cast.misaki), twin(cast)
    with pytest.raises(CannotMerge):
        merging.merge(cast.tanaka.id, absorbed_id=cast.tanaka.id, by=misaki)
    merging.merge(cast.tanaka.id, absorbed_id=other.id, by=misaki)
    with pytest.raises(NotFound):
        merging.merge(cast.smith.id, absorbed_id=other.id, by=misaki)


def test_hana_may_not_merge(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        merging.merge(cast.tanaka.id, absorbed_id=cast.smith.id, by=acting(cast.hana))


def test_a_merge_and_its_undo_are_in_the_audit_trail(cast: Cast) -> None:
    record = merging.merge(cast.tanaka.id, absorbed_id=cast.smith.id, by=acting(cast.misaki))
    merging.undo(record.id, by=acting(cast.misaki))
    lines = people.audit_lines(subject_kind="customer", subject_id=cast.tanaka.id, by=acting(cast.admin))
    assert [(line.action, line.actor_name) for line in lines] == [
        ("customer:unmerge", "鈴木 美咲"),
        ("customer:merge", "鈴木 美咲"),
    ]
