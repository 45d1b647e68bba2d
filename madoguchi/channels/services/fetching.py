"""Looking into one mailbox: what the ledger does not know is stored, then marked on the server."""

from collections.abc import Callable

from madoguchi.channels import registry
from madoguchi.channels.base.adapter import Can
from madoguchi.channels.base.errors import BadSetting, ChannelError
from madoguchi.channels.models import FolderMark, Inbox
from madoguchi.channels.services.adapting import adapter_of
from madoguchi.channels.services.storing import store_raw
from madoguchi.kernel import clock
from madoguchi.kernel.actors import Actor
from madoguchi.people.permissions import require
from madoguchi.tickets.permissions import TicketPermission


class FolderLedger:
    """What was fetched from an inbox's folders, in the database."""

    def __init__(self, inbox_id: int, stopping: Callable[[], bool]) -> None:
        self.inbox_id = inbox_id
        self._stopping = stopping

    def unknown(self, folder: str, uidvalidity: int, uids: list[int]) -> list[int]:
        """Those of `uids` that were never stored, ascending."""
        if not uids:
            return []
        marks = FolderMark.objects.filter(
            inbox_id=self.inbox_id, folder=folder, uidvalidity=uidvalidity, uid__gte=min(uids), uid__lte=max(uids)
        )
        known = set(marks.values_list("uid", flat=True))
        return [uid for uid in sorted(uids) if uid not in known]

    def stopping(self) -> bool:
        """Whether to end after the current mail."""
        return self._stopping()


def fetched_inbox_ids() -> list[int]:
    """Active inboxes whose adapter fetches and whose settings ask for it."""
    pulled = [kind for kind, adapter in registry.all_adapters().items() if Can.FETCH in adapter.can]
    rows = Inbox.objects.filter(active=True, kind__in=pulled).values_list("id", "settings")
    return [inbox_id for inbox_id, chosen in rows if chosen.get("way_in", "imap") != "door"]


def fetch(inbox_id: int, *, by: Actor, stopping: Callable[[], bool] = lambda: False) -> int:
    """Fetches what is new and notes the inbox's health. Returns how often in a row it has failed (0 = well)."""
    require(by, TicketPermission.OPEN)
    inbox = Inbox.objects.filter(pk=inbox_id, active=True).first()
    if inbox is None:
        return 0
    try:
        for item in adapter_of(inbox).fetch(FolderLedger(inbox.id, stopping)):
            now = clock.now()
            store_raw(
                inbox.id,
                content=item.content,
                door="imap",
                envelope=item.envelope,
                mark=item.mark,
                by=by,
                at=min(item.arrived_at or now, now),
            )
    except (ChannelError, BadSetting) as problem:
        return _note(inbox, problem.reason)
    return _note(inbox, "")


def _note(inbox: Inbox, reason: str) -> int:
    moment = clock.now()
    if not reason:
        Inbox.objects.filter(pk=inbox.id).update(last_checked_at=moment, last_error="", failures=0)
        return 0
    failures = inbox.failures + 1
    Inbox.objects.filter(pk=inbox.id).update(
        last_checked_at=moment, last_error=reason[:500], last_error_at=moment, failures=failures
    )
    return failures
