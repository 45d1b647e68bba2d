"""Mails that come in at the same moment are committed together, and none takes another with it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from madoguchi.channels.models import Inbox, RawMessage
from madoguchi.channels.services import gathering, storing
from madoguchi.kernel.actors import SYSTEM
from tests.channels.conftest import mail


def together(*works: Callable[[], object]) -> list[object]:
    """Runs each in a thread of its own; what they gave back or raised, in their order."""
    found: list[object] = [None] * len(works)

    def run(number: int) -> None:
        try:
            found[number] = works[number]()
        except Exception as problem:
            found[number] = problem
        finally:
            connection.close()

    with gathering._turn:  # all have arrived before the first begins
        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
        for thread in threads:
            thread.start()
        while len(gathering._queue) < len(works):
            pass
    for thread in threads:
        thread.join(20)
    return found


def test_many_at_once_are_each_kept(transactional_db: None, inbox: Inbox) -> None:
    def store(number: int) -> int:
        return storing.store_raw(inbox.id, content=mail(message_id=f"{number}@x"), door="smtp", by=SYSTEM).id

    found = together(*(lambda number=number: store(number) for number in range(8)))  # type: ignore[misc]
    assert sorted(found) == sorted(RawMessage.objects.values_list("id", flat=True))  # type: ignore[type-var]
    assert len(set(found)) == 8


def test_one_that_cannot_be_kept_does_not_take_the_others_with_it(transactional_db: None, inbox: Inbox) -> None:
    def store(inbox_id: int, number: int) -> int:
        return storing.store_raw(inbox_id, content=mail(message_id=f"{number}@x"), door="smtp", by=SYSTEM).id

    nobody = inbox.id + 99
    found = together(lambda: store(inbox.id, 1), lambda: store(nobody, 2), lambda: store(inbox.id, 3))
    assert isinstance(found[1], Exception)
    assert {found[0], found[2]} == set(RawMessage.objects.values_list("id", flat=True))


@pytest.mark.once
def test_the_same_bytes_at_the_same_moment_are_one(transactional_db: None, inbox: Inbox) -> None:
    def store() -> int:
        return storing.store_raw(inbox.id, content=mail(), door="smtp", by=SYSTEM).id

    assert len(set(together(store, store, store))) == 1
