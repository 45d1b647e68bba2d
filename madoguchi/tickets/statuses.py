"""The boxes of a Japanese desk: their meaning is fixed, their names are not."""

from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Status(StrEnum):
    """Where a ticket stands. Derived from records (closure, snooze) and kept on the ticket for fast lists."""

    NEW = "new"
    OPEN = "open"
    HELD = "held"
    WAITING = "waiting"
    CLOSED = "closed"
    SPAM = "spam"
    BIN = "bin"


STATUS_LABELS: dict[Status, Promise] = {
    Status.NEW: pgettext_lazy("status", "New"),
    Status.OPEN: pgettext_lazy("status", "In progress"),
    Status.HELD: pgettext_lazy("status", "On hold"),
    Status.WAITING: pgettext_lazy("status", "Awaiting reply"),
    Status.CLOSED: pgettext_lazy("status", "Done"),
    Status.SPAM: pgettext_lazy("status", "Spam"),
    Status.BIN: pgettext_lazy("status", "Bin"),
}
LIVE_STATUSES = (Status.NEW, Status.OPEN, Status.HELD, Status.WAITING)


class Priority(models.IntegerChoices):
    """How much a ticket presses."""

    LOW = 1, pgettext_lazy("priority", "Low")
    NORMAL = 2, pgettext_lazy("priority", "Normal")
    HIGH = 3, pgettext_lazy("priority", "High")
    URGENT = 4, pgettext_lazy("priority", "Urgent")
