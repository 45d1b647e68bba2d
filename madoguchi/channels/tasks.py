"""Jobs of this room: each takes ids and calls a service."""

from madoguchi.channels.services import (
    delivering,
    handling,
    learning,
    receipts,
    reconciling,
    recovering,
    retention,
    scanning,
    system_mail,
)
from madoguchi.kernel.actors import SYSTEM
from madoguchi.kernel.jobs import job


@job("channels.read", attempts=6, backoff=2, priority=20)
def read_light(raw_id: int) -> None:
    """Reads a stored message of ordinary size."""
    handling.handle(raw_id, by=SYSTEM)


@job("channels.read_backlog", attempts=6, backoff=2, priority=5)
def read_backlog(raw_id: int) -> None:
    """Reads one of many messages that had waited in a mailbox."""
    handling.handle(raw_id, by=SYSTEM)


@job("channels.read_big", heavy=True, attempts=6, backoff=2, priority=20)
def read_heavy(raw_id: int) -> None:
    """Reads a big stored message, away from the pages."""
    handling.handle(raw_id, by=SYSTEM)


@job("channels.send", attempts=6, backoff=5, priority=30)
def send(delivery_id: int) -> None:
    """Sends one message of the outbox when it is due."""
    delivering.deliver(delivery_id, by=SYSTEM)


@job("channels.empty_outbox", attempts=6, backoff=5, priority=30)
def empty_outbox(inbox_id: int) -> None:
    """Sends all that is due through one inbox, after a pause or a crash."""
    delivering.empty(inbox_id, by=SYSTEM)


@job("channels.receipt", attempts=4, backoff=20)
def give_receipt(ticket_id: int) -> None:
    """Tells the customer that the ticket has come in."""
    receipts.give(ticket_id, by=SYSTEM)


@job("channels.recover", every=60)
def recover() -> None:
    """Finds messages that a crash left on the way, in and out."""
    recovering.recover(by=SYSTEM)


@job("channels.tidy_originals", every=6 * 3600)
def tidy_originals() -> None:
    """Deletes originals that are kept no longer."""
    retention.tidy(by=SYSTEM)


@job("channels.reconcile", every=3600)
def reconcile() -> None:
    """Compares every mailbox with what is here."""
    reconciling.reconcile_all(by=SYSTEM)


@job("channels.reconcile_inbox", attempts=2, backoff=300)
def reconcile_inbox(inbox_id: int) -> None:
    """Compares one mailbox with what is here."""
    reconciling.reconcile(inbox_id, by=SYSTEM)


@job("channels.system_mail", attempts=8, backoff=30)
def send_system_mail(to: str, subject: str, text: str, external_id: str) -> None:
    """Sends a mail of the house itself (invitation, password)."""
    system_mail.deliver(to=to, subject=subject, text=text, external_id=external_id, by=SYSTEM)


@job("channels.house_mail")
def write_house_mail(to: str, subject: str, text: str) -> None:
    """A mail of the house that another room asks for by the name of this job."""
    system_mail.send(to=to, subject=subject, text=text)


@job("channels.scan", attempts=4, backoff=30, priority=15)
def scan(message_id: int) -> None:
    """Lets the virus scanner look at a message's files."""
    scanning.scan(message_id, by=SYSTEM)


@job("channels.scan_files", attempts=4, backoff=30, priority=15)
def scan_files(sha256s: list[str]) -> None:
    """Lets the virus scanner look at files that came in outside a ticket's conversation."""
    scanning.scan_files(sha256s, by=SYSTEM)


@job("channels.scan_missed", every=600)
def scan_missed() -> None:
    """Asks again about files that could not be scanned."""
    scanning.scan_missed(by=SYSTEM)


@job("channels.learn", heavy=True, attempts=2, backoff=600)
def learn() -> None:
    """Learns anew what spam looks like."""
    learning.learn(by=SYSTEM)
