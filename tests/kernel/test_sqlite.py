"""SQLite as a server needs it: no write is lost, writers take turns, no error leaves the turn taken."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, OperationalError

from madoguchi.kernel import settings as installation
from madoguchi.kernel.models import Setting
from madoguchi.kernel.sqlite import base
from madoguchi.kernel.sqlite.turns import Turns

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite"),
]


def test_the_connection_is_set_up_as_the_house_wants_it() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_of_400_concurrent_read_then_write_transactions_none_is_lost() -> None:
    installation.write("count", 0)

    def add_one(_n: int) -> None:
        try:
            with transaction.atomic():
                installation.write("count", installation.read("count") + 1)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(400)))
    assert installation.read("count") == 400


def test_single_writes_take_turns_with_transactions() -> None:
    def write(n: int) -> None:
        try:
            if n % 2:
                Setting.objects.create(pk=f"single.{n}", value=n)
            else:
                with transaction.atomic():
                    Setting.objects.create(pk=f"atomic.{n}", value=n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    assert Setting.objects.count() == 200


def _another_thread_can_write(seconds: float = 3) -> bool:
    done = threading.Event()

    def write() -> None:
        Setting.objects.update_or_create(pk="other", defaults={"value": time.time()})
        connections.close_all()
        done.set()

    threading.Thread(target=write, daemon=True).start()
    return done.wait(seconds)


def test_nested_transactions_take_one_turn_and_give_it_back() -> None:
    with transaction.atomic():
        installation.write("a", 1)
        with transaction.atomic():
            installation.write("b", 1)
        with pytest.raises(RuntimeError), transaction.atomic():
            installation.write("c", 1)
            raise RuntimeError
        assert not _another_thread_can_write(0.2)
    assert _another_thread_can_write()
    assert set(Setting.objects.values_list("pk", flat=True)) >= {"a", "b", "other"}


def test_no_error_keeps_the_turn() -> None:
    installation.write("a", 1)
    with pytest.raises(IntegrityError):
        Setting.objects.create(pk="a", value=2)
    assert _another_thread_can_write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.create(pk="a", value=2)
    assert _another_thread_can_write()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0  # noqa: B018
    assert _another_thread_can_write()


def test_closing_the_connection_amid_a_transaction_gives_the_turn_back() -> None:
    def leave() -> None:
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        connection.close()

    thread = threading.Thread(target=leave)
    thread.start()
    thread.join()
    assert _another_thread_can_write()


def test_a_commit_hook_may_write() -> None:
    with transaction.atomic():
        transaction.on_commit(lambda: installation.write("hook", 1))
    assert installation.read("hook") == 1
    assert _another_thread_can_write()


def test_who_waits_too_long_gets_an_error_not_a_hang(monkeypatch: Any) -> None:
    monkeypatch.setattr(base, "_PATIENCE", 0.1)
    heard: list[str] = []

    def write() -> None:
        try:
            Setting.objects.create(pk="late", value=1)
        except OperationalError as error:
            heard.append(str(error))
        finally:
            connections.close_all()

    with transaction.atomic():
        installation.write("a", 1)
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert "locked" in heard[0]
    assert _another_thread_can_write()


def test_readers_never_wait_for_a_writer() -> None:
    installation.write("a", 1)
    seen: list[Any] = []

    def read() -> None:
        seen.append(installation.read("a"))
        connections.close_all()

    with transaction.atomic():
        installation.write("a", 2)
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(2)
        assert seen == [1]


def test_turns_come_in_the_order_of_asking() -> None:
    turns, order = Turns(), list[int]()
    assert turns.take(1)

    def ask(n: int) -> None:
        turns.take(5)
        order.append(n)
        turns.give()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
        time.sleep(0.01)
    turns.give()
    for thread in threads:
        thread.join()
    assert order == list(range(10))
