"""Rows written by the shortest way are those that the models would have written."""

from datetime import UTC, datetime

import pytest

from madoguchi.kernel import rows
from madoguchi.kernel.models import EventRow

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def _add(**columns: object) -> EventRow:
    return rows.add(EventRow, name="a.b", occurred_at=AT, recorded_at=AT, actor_kind="agent", **columns)


def test_a_row_has_the_given_columns_and_the_defaults_of_all_others() -> None:
    made = _add(ticket_id=7, payload={"name": "田中", "ids": [1, 2]})
    kept = EventRow.objects.get(pk=made.pk)
    assert (kept.ticket_id, kept.customer_id, kept.occurred_at) == (7, None, AT)
    assert kept.payload == made.payload == {"name": "田中", "ids": [1, 2]}
    made.ticket_id = 8
    rows.update(made)
    assert EventRow.objects.get(pk=made.pk).ticket_id == 8


def test_no_two_rows_share_a_default() -> None:
    first, second = _add(), _add()
    first.payload["seen"] = True
    assert second.payload == _add().payload == {}


def test_a_column_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        _add(colour="red")
