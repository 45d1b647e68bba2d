"""Messages that no ticket shows: looking at one, reading it again, making a ticket of it, throwing it away and back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from madoguchi.channels import reasons
from madoguchi.channels.base.mail import preview as previewing
from madoguchi.channels.base.mail.preview import Preview
from madoguchi.channels.errors import ContentGone, NotRetryable
from madoguchi.channels.events import RawDiscarded, RawRestored, RawRetried
from madoguchi.channels.models import RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.queueing import later
from madoguchi.kernel import clock, events, files
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import Invalid, NotFound
from madoguchi.kernel.plain.messages import Address, FilePart, InboundMessage
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing
from madoguchi.tickets.services import opening

AT_ONCE = 200
_LOOSE = (RawState.QUARANTINED, RawState.FILTERED)
_SUBJECT = "raw_message"


@dataclass(frozen=True, slots=True)
class Content:
    """An original for downloading: its place on disk is named by `sha256`."""

    sha256: str
    name: str


@transaction.atomic
def retry(raw_id: int, *, by: Actor, at: datetime | None = None) -> None:
    """Reads an unreadable message once more. Raises NotRetryable when it is not in quarantine."""
    require(by, ChannelPermission.RAW_RETRY)
    waiting = RawMessage.objects.filter(pk=raw_id, state=RawState.QUARANTINED, content_gone_at=None)
    if not waiting.update(state=RawState.STORED, reason="", retried_at=at or clock.now()):
        raise NotRetryable if RawMessage.objects.filter(pk=raw_id).exists() else NotFound
    later("channels.read", key=str(raw_id), raw_id=raw_id)
    auditing.note("raw_message:retry", by=by, subject_kind=_SUBJECT, subject_id=raw_id)
    events.publish(RawRetried(raw_id=raw_id), by=by)


def retry_all(code: str, *, by: Actor, at: datetime | None = None) -> datetime:
    """Reads everything again that waits for the reason `code`; returns the moment by which `progress` knows the round.

    Some hundred to a transaction, so that mail that comes in meanwhile need not wait.
    """
    require(by, ChannelPermission.RAW_RETRY)
    round_at = at or clock.now()
    ids = list(of_reason(code).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            for raw_id in ids[start : start + AT_ONCE]:
                _retry_quietly(raw_id, by=by, at=round_at)
    return round_at


def of_reason(code: str) -> QuerySet[RawMessage]:
    """What waits in quarantine for a reason."""
    waiting = RawMessage.objects.filter(state=RawState.QUARANTINED)
    return waiting.filter(reason=code) | waiting.filter(reason__startswith=f"{code}: ")


def _retry_quietly(raw_id: int, *, by: Actor, at: datetime) -> None:
    try:
        retry(raw_id, by=by, at=at)
    except NotRetryable:  # somebody else was quicker
        return


def open_anyway(raw_id: int, *, sender: str, name: str, subject: str, by: Actor) -> int:
    """Makes a ticket of what can be shown: the text as far as it goes, and the original as a file. Returns its id.

    Raises NotRetryable, ContentGone, Invalid (an address that cannot be one).
    """
    require(by, ChannelPermission.RAW_RETRY)
    raw, content = _loose(raw_id)
    if "@" not in sender[1:-1] or any(char.isspace() for char in sender):
        raise Invalid(field="sender", reason=_("Enter a mail address."))
    seen = previewing.preview(content)
    inbound = InboundMessage(
        external_id=raw.message_id or f"{raw.content_id[:32]}@no-message-id.invalid",
        sender=Address(sender, name),
        subject=subject.strip()[:300],
        text=seen.text.strip() or _("(The text could not be read. The message as it came is attached.)"),
        files=(FilePart("original.eml", "message/rfc822", content),),
        auto_submitted=True,
        warnings=("opened_by_hand",),
    )
    with transaction.atomic():
        if not RawMessage.objects.select_for_update().filter(pk=raw_id, state__in=_LOOSE).exists():
            raise NotRetryable
        received = opening.receive(
            inbound,
            channel=raw.inbox.kind,
            inbox_id=raw.inbox_id,
            team_id=raw.inbox.team_id,
            raw_id=raw.id,
            by=by,
            at=raw.received_at,
        )
        RawMessage.objects.filter(pk=raw_id).update(
            state=RawState.THREADED, reason="opened_by_hand", ticket_id=received.ticket_id, handled_at=clock.now()
        )
        auditing.note("raw_message:open", by=by, subject_kind=_SUBJECT, subject_id=raw_id)
    return received.ticket_id


@transaction.atomic
def discard(raw_id: int, *, by: Actor) -> None:
    """Throws away what no ticket shows; the original stays until its time is over. Raises NotRetryable."""
    require(by, ChannelPermission.RAW_RETRY)
    loose = RawMessage.objects.filter(pk=raw_id, state__in=_LOOSE, ticket_id=None)
    before = loose.values_list("state", flat=True).first()
    if not loose.update(state=RawState.DISCARDED, handled_at=clock.now()):
        raise NotRetryable if RawMessage.objects.filter(pk=raw_id).exists() else NotFound
    auditing.note("raw_message:discard", by=by, subject_kind=_SUBJECT, subject_id=raw_id, before={"state": before})
    events.publish(RawDiscarded(raw_id=raw_id), by=by)


@transaction.atomic
def restore(raw_id: int, *, by: Actor) -> None:
    """Takes back what was thrown away: it waits in quarantine again. Raises NotRetryable."""
    require(by, ChannelPermission.RAW_RETRY)
    gone = RawMessage.objects.filter(pk=raw_id, state=RawState.DISCARDED, content_gone_at=None)
    if not gone.update(state=RawState.QUARANTINED, handled_at=clock.now()):
        raise NotRetryable if RawMessage.objects.filter(pk=raw_id).exists() else NotFound
    auditing.note("raw_message:restore", by=by, subject_kind=_SUBJECT, subject_id=raw_id)
    events.publish(RawRestored(raw_id=raw_id), by=by)


@transaction.atomic
def preview(raw_id: int, *, by: Actor) -> Preview:
    """What can be shown of a message that no ticket shows; each look is audited. Raises NotFound, ContentGone."""
    require(by, ChannelPermission.RAW_READ)
    _raw, content = _loose(raw_id, also=(RawState.DISCARDED, RawState.STORED))
    auditing.note("raw_message:view", by=by, subject_kind=_SUBJECT, subject_id=raw_id)
    return previewing.preview(content)


@transaction.atomic
def original(raw_id: int, *, by: Actor) -> Content:
    """The message as it came, for saving: audited, with a permission of its own. Raises NotFound, ContentGone."""
    require(by, ChannelPermission.RAW_DOWNLOAD)
    raw = RawMessage.objects.select_related("file").filter(pk=raw_id).first()
    if raw is None:
        raise NotFound
    if raw.file is None or not files.path_of(raw.file.sha256).exists():
        raise ContentGone
    auditing.note("raw_message:download", by=by, subject_kind=_SUBJECT, subject_id=raw_id)
    return Content(raw.file.sha256, f"message-{raw.id}.eml")


def suggested_subject(raw: RawMessage) -> str:
    """A subject for a ticket made by hand."""
    return raw.subject or _("Unreadable message (%(reason)s)") % {"reason": reasons.explain(raw.reason)[:120]}


def _loose(raw_id: int, *, also: tuple[RawState, ...] = ()) -> tuple[RawMessage, bytes]:
    raw = RawMessage.objects.select_related("inbox", "file").filter(pk=raw_id).first()
    if raw is None:
        raise NotFound
    if raw.state not in (*_LOOSE, *also):
        raise NotRetryable
    if raw.file is None:
        raise ContentGone
    try:
        return raw, files.read(raw.file)
    except FileNotFoundError:
        raise ContentGone from None
