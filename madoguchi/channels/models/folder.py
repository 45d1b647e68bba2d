"""Folders of pulled inboxes: what was fetched from each, how it stands, and how server and desk differ."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Folder(models.Model):
    """One watched folder as it was last seen; a POP3 mailbox is one without a name.

    `way` is how news is heard: idle, polling, or empty before the first look. `waiting` mails are not fetched yet.
    `delay_seconds` is how long the last mail lay on the server before it was stored.
    """

    id = models.BigAutoField(primary_key=True)
    inbox = models.ForeignKey("channels.Inbox", on_delete=models.CASCADE, related_name="folders")
    name = models.CharField(max_length=200, blank=True)
    uidvalidity = models.BigIntegerField(null=True)
    way = models.CharField(max_length=8, blank=True)
    on_server = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    delay_seconds = models.PositiveIntegerField(null=True)
    last_stored_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    last_error_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_folder"
        ordering = ["inbox_id", "name"]
        constraints = [models.UniqueConstraint(fields=["inbox", "name"], name="folder_once")]


class FolderMark(models.Model):
    """The ledger of a pulled folder: what was fetched is known by UID (POP3: by UIDL), never by the unread flag."""

    id = models.BigAutoField(primary_key=True)
    inbox = models.ForeignKey("channels.Inbox", on_delete=models.CASCADE, related_name="marks")
    folder = models.CharField(max_length=200)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    uidl = models.CharField(max_length=80, default="", blank=True)
    raw = models.ForeignKey("channels.RawMessage", on_delete=models.CASCADE, null=True)
    stored_at = models.DateTimeField()

    class Meta:
        db_table = "channels_folder_mark"
        constraints = [
            models.UniqueConstraint(fields=["inbox", "folder", "uidvalidity", "uid", "uidl"], name="uid_once")
        ]


class DifferenceKind(models.TextChoices):
    """How a mail on the server differs from what is here."""

    MISSING = "missing", pgettext_lazy("difference", "Not here yet; it is fetched again")
    REFUSED = "refused", pgettext_lazy("difference", "The server does not hand it over")
    TOO_BIG = "too_big", pgettext_lazy("difference", "Too big to take in")
    UNREAD = "unread", pgettext_lazy("difference", "Here, but still unread on the server")


class Difference(models.Model):
    """One mail about which server and desk disagree, until it is solved.

    `missing`: there but not here, being fetched again. `refused`: the server does not hand it over. `too_big`: over
    the limit. `unread`: here, but still unread there. `since` is when that was first seen, `seen_at` when last.
    """

    id = models.BigAutoField(primary_key=True)
    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="differences")
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    uidl = models.CharField(max_length=80, default="", blank=True)
    kind = models.CharField(max_length=8, choices=DifferenceKind)
    detail = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)
    solved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_difference"
        constraints = [
            models.UniqueConstraint(fields=["folder", "uidvalidity", "uid", "uidl", "kind"], name="difference_once")
        ]
        indexes = [models.Index(fields=["solved_at", "folder"], name="difference_open")]
