"""Mailboxes that want no automatic mail."""

from django.db import models


class OptOut(models.Model):
    """One mailbox, under its folded address (`kernel.text.mailbox_key`)."""

    id = models.BigAutoField(primary_key=True)
    address_key = models.CharField(max_length=320, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "channels_opt_out"
