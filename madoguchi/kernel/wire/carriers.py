"""What carries the wire: local sockets beside SQLite, PostgreSQL's notify otherwise."""

from typing import Protocol

from django.db import connection


class Carrier(Protocol):
    """One connection to the other processes."""

    largest: int

    def fileno(self) -> int:
        """What becomes readable when something arrives."""

    def send(self, topic: str, text: str) -> None:
        """Sends to everybody else who hears this topic (oneself included is allowed)."""

    def heard(self, topic: str) -> bool:
        """Whether anybody else may hear it; True where that cannot be known. Asked by any thread."""

    def received(self) -> list[str]:
        """What has arrived, without waiting."""

    def check(self) -> None:
        """Raises when the connection is gone."""

    def close(self) -> None:
        """Ends it."""


def carrier_for(role: str | None, hears: tuple[str, ...]) -> Carrier:
    """The carrier that suits the database, listening to these topics; `role` None only sends."""
    if connection.vendor == "postgresql":
        from madoguchi.kernel.wire.notify import NotifyCarrier, PassingCarrier

        return PassingCarrier() if role is None else NotifyCarrier(hears)
    from madoguchi.kernel.wire.sockets import SocketCarrier

    return SocketCarrier(role, hears)
