"""Unreadable messages: looking at one, and trying again."""

from django.db import transaction

from madoguchi.channels.errors import NotRetryable
from madoguchi.channels.events import RawRetried
from madoguchi.channels.models import RawMessage, RawState
from madoguchi.channels.permissions import ChannelPermission
from madoguchi.channels.queueing import later
from madoguchi.kernel import events, files
from madoguchi.kernel.actors import Actor
from madoguchi.kernel.errors import NotFound
from madoguchi.people.permissions import require
from madoguchi.people.services import auditing

PREVIEW_BYTES = 20_000


@transaction.atomic
def retry(raw_id: int, *, by: Actor) -> None:
    """Reads an unreadable message once more. Raises NotRetryable when it is not in quarantine."""
    require(by, ChannelPermission.RAW_RETRY)
    changed = RawMessage.objects.filter(pk=raw_id, state=RawState.QUARANTINED).update(state=RawState.STORED, reason="")
    if not changed:
        raise NotRetryable if RawMessage.objects.filter(pk=raw_id).exists() else NotFound
    later("channels.read", key=str(raw_id), raw_id=raw_id)
    events.publish(RawRetried(raw_id=raw_id), by=by)


@transaction.atomic
def preview(raw_id: int, *, by: Actor) -> str:
    """The beginning of the message as it came, as text; each look is audited."""
    require(by, ChannelPermission.RAW_READ)
    raw = RawMessage.objects.select_related("file").filter(pk=raw_id).first()
    if raw is None:
        raise NotFound
    auditing.note("raw_message:view", by=by, subject_kind="raw_message", subject_id=raw_id)
    try:
        content = files.read(raw.file)[:PREVIEW_BYTES]
    except FileNotFoundError:
        return ""
    return content.decode("utf-8", "replace").replace("\x00", "")
