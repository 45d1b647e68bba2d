"""Live: names of what changed, carried to every open desk after commit. Never content: each browser fetches with its
own rights.

Within one process a hub (config.serving) hands names to the streams; between processes the wire carries them.
"""

from madoguchi.kernel.live.announcing import (
    Announcement,
    Audience,
    announce,
    begin_at,
    dismiss,
    listen,
    listen_to_dismissals,
    listen_to_gaps,
    position,
)
from madoguchi.kernel.live.memory import Memory
from madoguchi.kernel.live.ticketing import Listener, read_ticket, stream_ticket

__all__ = [
    "Announcement",
    "Audience",
    "Listener",
    "Memory",
    "announce",
    "begin_at",
    "dismiss",
    "listen",
    "listen_to_dismissals",
    "listen_to_gaps",
    "position",
    "read_ticket",
    "stream_ticket",
]
