"""What carries the wire: local sockets beside SQLite, PostgreSQL's notify otherwise."""

from typing import Protocol

from django.db import connection


class Carrier(Protocol):
    """One connection to the other processes."""

    largest: int

    def fileno(self) -> int:
        """What becomes readable when something arrives."""

    def send(self, text: str) -> None:
        """Sends to everybody else (oneself included is allowed)."""

    def received(self) -> list[str]:
        """What has arrived, without waiting."""

    def check(self) -> None:
        """Raises when the connection is gone."""

    def close(self) -> None:
        """Ends it."""


def carrier_for(role: str | None) -> Carrier:
    """The carrier that suits the database; `role` None only sends."""
    if connection.vendor == "postgresql":
        from madoguchi.kernel.wire.notify import NotifyCarrier, PassingCarrier

        return PassingCarrier() if role is None else NotifyCarrier()
    from madoguchi.kernel.wire.sockets import SocketCarrier

    return SocketCarrier(role)
