"""Announces this room's doors to `serve`."""

from madoguchi.channels.doors import lmtp, polling, smtp
from madoguchi.kernel.doors import register_door

register_door("smtp", smtp.open_door, smtp.close_door)
register_door("lmtp", lmtp.open_door, lmtp.close_door)
register_door("mailboxes", polling.open_door, polling.close_door)
