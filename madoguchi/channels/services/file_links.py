"""Files too big for a mail: signed links that work for some days, instead of the files.

What a link leads to is a page of `web/public`; who has the link needs no sign-in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from madoguchi.channels.models import Inbox
from madoguchi.kernel import clock
from madoguchi.kernel.ids import signature, signature_matches
from madoguchi.tickets.outgoing import OutgoingFile, shared_files

_PURPOSE = "sent-files"
_IN_BASE64 = 1.38
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link leads to."""

    message_id: int
    until: datetime
    files: list[OutgoingFile]


def parted(files: Sequence[OutgoingFile], *, largest_mb: int) -> tuple[list[OutgoingFile], list[OutgoingFile]]:
    """(what goes along, what goes as a link): pictures inside the text first, then the smallest, while there is room.

    0 MB: no limit.
    """
    room = largest_mb * MEGABYTE / _IN_BASE64 if largest_mb else float("inf")
    along: set[int] = set()
    for one in sorted(files, key=lambda file: (not file.content_id, file.file.size, file.attachment_id)):
        room -= one.file.size
        if room >= 0 or one.content_id:
            along.add(one.attachment_id)
    return (
        [one for one in files if one.attachment_id in along],
        [one for one in files if one.attachment_id not in along],
    )


def told(files: Sequence[OutgoingFile], *, message_id: int, at: datetime, inbox: Inbox) -> str:
    """The lines that stand in the mail for the files, in the active language."""
    until = at + timedelta(days=inbox.link_days)
    day = formats.date_format(timezone.localtime(until), "DATE_FORMAT")
    head = _("Please download the attached files here (until %(day)s):") % {"day": day}
    lines = [f"- {one.name} ({size(one.file.size)})" for one in files]
    return "\n".join([head, address(message_id, until=until), *lines])


def size(amount: int) -> str:
    """1.5 MB, 20 KB."""
    return f"{amount / MEGABYTE:.1f} MB" if amount >= MEGABYTE else f"{max(1, amount // 1024)} KB"


def address(message_id: int, *, until: datetime) -> str:
    """The page of a message's files. Nobody can make one up, or make one last longer."""
    named = f"{message_id}-{int(until.timestamp())}"
    return f"{settings.PUBLIC_URL}/sent-files/{named}-{signature(_PURPOSE, named, length=40)}"


def opened(token: str) -> Shared | None:
    """What a link leads to; None when it is made up, has run out, or its ticket was thrown away."""
    named, _dash, signed = token.rpartition("-")
    if len(signed) != 40 or not signature_matches(_PURPOSE, named, signed):
        return None
    number, _dash, ends = named.partition("-")
    if int(ends) < clock.now().timestamp():
        return None
    files = shared_files(int(number))
    return Shared(int(number), datetime.fromtimestamp(int(ends), tz=UTC), files) if files else None
