"""Invitations: one-time links with which an agent chooses a password."""

from django.db import models


class Invitation(models.Model):
    """Only a hash of the token is kept. Used once, and not after `expires_at`."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_invitation"
