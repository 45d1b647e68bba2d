"""The wire over PostgreSQL's LISTEN and NOTIFY, on a connection of its own."""

from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

_TAKEN_OVER = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "service")


def own_connection(purpose: str) -> psycopg.Connection[Any]:
    """A connection to Django's database that no page uses, each statement its own transaction."""
    wanted: dict[str, Any] = connection.get_connection_params()
    given = {name: wanted[name] for name in _TAKEN_OVER if wanted.get(name)}
    return psycopg.connect(**given, autocommit=True, connect_timeout=5, application_name=purpose)


def channel(topic: str) -> str:
    """What PostgreSQL calls a topic."""
    return f"madoguchi.{topic}"


class NotifyCarrier:
    """Listens and sends on one connection that no page uses. A payload must stay under 8,000 bytes."""

    largest = 7900

    def __init__(self, hears: tuple[str, ...]) -> None:
        self._connection = own_connection("madoguchi wire")
        for topic in hears:
            self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel(topic))))

    def fileno(self) -> int:
        """The connection's socket."""
        return self._connection.fileno()

    def send(self, topic: str, text: str) -> None:
        """Notifies everybody who hears it, ourselves included."""
        self._connection.execute("SELECT pg_notify(%s, %s)", [channel(topic), text])

    def heard(self, topic: str) -> bool:
        """Not known."""
        return True

    def received(self) -> list[str]:
        """The payloads that have come in."""
        return [notice.payload for notice in self._connection.notifies(timeout=0)]

    def check(self) -> None:
        """Asks the server whether it is still there."""
        self._connection.execute("SELECT 1")

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()


class PassingCarrier:
    """Sends over Django's own connection, for a command that does not listen."""

    largest = 7900

    def fileno(self) -> int:
        """Never readable."""
        raise NotImplementedError

    def send(self, topic: str, text: str) -> None:
        """Notifies everybody who hears it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel(topic), text])

    def heard(self, topic: str) -> bool:
        """Not known."""
        return True

    def received(self) -> list[str]:
        """Nothing."""
        return []

    def check(self) -> None:
        """Always well."""

    def close(self) -> None:
        """Leaves Django's connection open."""
