"""PostgreSQL as a server needs it: connections that last and are checked, statements that end."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.types.json import Jsonb

from madoguchi.kernel import connecting, statements
from madoguchi.kernel.jobs import claiming, enqueue
from madoguchi.kernel.jobs.kinds import LIGHT
from madoguchi.kernel.models import Setting
from madoguchi.kernel.postgresql import line
from madoguchi.kernel.postgresql.line import Answer
from madoguchi.kernel.wire.notify import own_connection
from tests.kernel import kinds

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL"),
]


def show(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])


def test_the_connection_is_set_up_as_the_house_wants_it() -> None:
    assert show("statement_timeout") == "1min"
    assert show("idle_in_transaction_session_timeout") == "1min"
    assert show("timezone") == "UTC"
    assert connection.settings_dict["CONN_MAX_AGE"] is None
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True


def test_a_statement_that_takes_too_long_is_ended() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(5)")
        cursor.execute("RESET statement_timeout")


def test_a_statement_by_the_short_way_answers_as_a_cursor_does() -> None:
    at = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
    query = (
        "SELECT CAST(%s AS integer), CAST(%s AS bigint), CAST(%s AS varchar), CAST(%s AS boolean),"
        " CAST(%s AS timestamptz), CAST(%s AS jsonb), '50 %%', CAST(%s AS integer[])"
    )
    for number in (1, 40_000, None, 7):
        values = [number, 3_000_000_000, "田中 'O''Neil' %s", True, at, Jsonb({"名": [1]}), [1, 2]]
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            assert statements.run(query, values).fetchall() == cursor.fetchall()
    short = statements.run("SELECT 1 UNION ALL SELECT 2 ORDER BY 1")
    assert (short.rowcount, short.fetchone(), short.fetchall(), short.fetchone()) == (2, (1,), [(2,)], None)
    assert isinstance(short, Answer)


def test_statements_are_part_of_the_transaction_and_rolled_back_with_it() -> None:
    write = "INSERT INTO kernel_setting (name, value) VALUES (%s, %s)"
    for name in "abcd":
        with suppress(ZeroDivisionError), transaction.atomic():
            assert statements.run(write, [name, "1"]).rowcount == 1
            assert name == "d" or 1 / 0
    with transaction.atomic():
        statements.run(write, ["e", "1"])
        with pytest.raises(IntegrityError), transaction.atomic():
            statements.run(write, ["e", "1"])
        statements.run(write, ["f", "1"])
    assert list(Setting.objects.order_by("name").values_list("name", flat=True)) == ["d", "e", "f"]
    with pytest.raises(ProgrammingError, match="nowhere"):
        statements.run("SELECT 1 FROM nowhere WHERE 1 = %s", [1])


def test_a_statement_goes_on_when_its_table_has_changed() -> None:
    query = "SELECT * FROM passing WHERE 1 = %s"
    statements.run("CREATE TEMPORARY TABLE passing (first integer)")
    for _time in range(4):
        assert statements.run(query, [1]).fetchall() == []
    statements.run("ALTER TABLE passing ADD COLUMN second integer")
    with pytest.raises(DatabaseError, match="cached plan"):
        statements.run(query, [1])
    assert statements.run(query, [1]).fetchall() == []
    statements.run("DROP TABLE passing")


def test_more_statements_than_are_remembered_all_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "MOST_PREPARED", 3)
    monkeypatch.setattr(line, "MOST_ASKED", 20)
    for _round in range(4):
        for number in range(9):
            assert statements.run(f"SELECT {number} + %s", [1]).fetchone() == (number + 1,)
    assert (
        statements.run("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'madoguchi%%'").fetchone()[0] <= 3
    )


def test_a_line_the_server_cut_is_opened_anew() -> None:
    own = statements.run("SELECT pg_backend_pid()").fetchone()[0]
    with own_connection("test") as other:
        other.execute("SELECT pg_terminate_backend(%s)", [own])
    with pytest.raises(OperationalError):
        for _time in range(50):
            statements.run("SELECT pg_sleep(0.05)")
    connecting.refresh()
    assert statements.run("SELECT pg_backend_pid()").fetchone()[0] != own


def test_statements_are_counted_where_somebody_counts() -> None:
    with CaptureQueriesContext(connection) as seen:
        statements.run("SELECT 1")
    assert len(seen) == 1


def test_only_the_claim_of_a_job_does_not_wait_for_the_disk() -> None:
    enqueue(kinds.write, text="a")
    claimed = claiming.claim(LIGHT, holder="here")
    assert claimed is not None and claimed.arguments["kwargs"] == {"text": "a"}
    assert claiming.claim(LIGHT, holder="here", done=claimed) is None
    assert show("synchronous_commit") == "on"
