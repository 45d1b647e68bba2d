"""Jobs of this room: each takes ids and calls a service."""

from madoguchi.channels.services import delivering, handling, receipts, recovering, system_mail
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job


@job("channels.read", attempts=6, backoff=2, priority=20)
def read_light(raw_id: int) -> None:
    """Reads a stored message of ordinary size."""
    handling.handle(raw_id, by=SYSTEM)


@job("channels.read_big", heavy=True, attempts=6, backoff=2, priority=20)
def read_heavy(raw_id: int) -> None:
    """Reads a big stored message, away from the pages."""
    handling.handle(raw_id, by=SYSTEM)


@job("channels.send", attempts=6, backoff=5, priority=30)
def send(delivery_id: int) -> None:
    """Sends one message of the outbox when it is due."""
    delivering.deliver(delivery_id, by=SYSTEM)


@job("channels.receipt", attempts=4, backoff=20)
def give_receipt(ticket_id: int) -> None:
    """Tells the customer that the ticket has come in."""
    receipts.give(ticket_id, by=SYSTEM)


@job("channels.recover", every=60)
def recover() -> None:
    """Finds messages that a crash left on the way, in and out."""
    recovering.recover(by=SYSTEM)


@job("channels.system_mail", attempts=8, backoff=30)
def send_system_mail(to: str, subject: str, text: str, external_id: str) -> None:
    """Sends a mail of the house itself (invitation, password)."""
    system_mail.deliver(to=to, subject=subject, text=text, external_id=external_id, by=SYSTEM)
