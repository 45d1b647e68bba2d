"""Grants: a mailbox that is entered with OAuth2 instead of a password."""

from django.db import models


class Grant(models.Model):
    """What a mail provider gave us after a person signed in there. Both tokens are sealed.

    `refreshing_by` and `refreshing_until` claim the renewal for one process. `revoked_at` means that a person has to
    sign in again.
    """

    id = models.BigAutoField(primary_key=True)
    inbox = models.OneToOneField("channels.Inbox", on_delete=models.CASCADE, related_name="grant")
    provider = models.CharField(max_length=16)
    account = models.CharField(max_length=320, blank=True)
    access_token = models.TextField()
    refresh_token = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField()
    connected_by_id = models.BigIntegerField(null=True)
    refreshing_by = models.CharField(max_length=32, blank=True)
    refreshing_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "channels_grant"
