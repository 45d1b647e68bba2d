"""Notes about a customer, and who has read those that pop up."""

from django.db import models


class CustomerNote(models.Model):
    """A note on a customer. A pinned one stays on top of the panel; a `popup` one (取扱注意) is shown on the ticket
    itself until the reader has confirmed it that day."""

    id = models.BigAutoField(primary_key=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    pinned = models.BooleanField(default=False)
    popup = models.BooleanField(default=False, db_default=False)
    author = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "customers_note"
        ordering = ["-pinned", "-id"]


class NoteReading(models.Model):
    """An agent has confirmed a note; the last time counts."""

    id = models.BigAutoField(primary_key=True)
    note = models.ForeignKey(CustomerNote, on_delete=models.CASCADE, related_name="readings")
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        db_table = "customers_note_reading"
        constraints = [models.UniqueConstraint(fields=["note", "agent"], name="note_reading_once")]
