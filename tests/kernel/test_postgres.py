"""PostgreSQL as a server needs it: connections that last and are checked, statements that end."""

import pytest
from django.db import connection
from django.db.utils import OperationalError

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
