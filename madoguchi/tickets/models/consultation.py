"""Consultations (相談): an agent asks another department or an outsider about a ticket, apart from the customer."""

from django.db import models
from django.utils.translation import pgettext_lazy

from madoguchi.tickets.models.message import MessageState


class ConsultationState(models.TextChoices):
    """How a ticket's consultations stand together; empty on a ticket without any."""

    ASKED = "asked", pgettext_lazy("consultation", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("consultation", "Answered")
    DONE = "done", pgettext_lazy("consultation", "Done")


class Consultation(models.Model):
    """A talk with others about a ticket. Its messages are in tables of their own, so that nothing that reads the
    customer's conversation can come across them. `people` are {"name", "address"}; `language` is that of what we add
    to its mails. It is open while `closed_at` is empty, and waits for us while `answered_at` is set.
    """

    id = models.BigAutoField(primary_key=True)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="consultations")
    reference = models.CharField(max_length=24, unique=True)
    subject = models.CharField(max_length=300)
    people = models.JSONField()
    language = models.CharField(max_length=5)
    agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "tickets_consultation"


class ConsultationMessage(models.Model):
    """One message. `inward`: somebody answered, by mail or through the page (`by_link`). `stranger`: the sender is
    nobody we asked. `state`, `failure` and `external_id` mean what they mean on a ticket's message."""

    id = models.BigAutoField(primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="messages")
    inward = models.BooleanField()
    by_link = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.DONE)
    agent = models.ForeignKey("people.Agent", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    author_address = models.CharField(max_length=320, blank=True)
    to = models.JSONField(default=list)
    text = models.TextField()
    reply_text = models.TextField(blank=True)
    auto = models.BooleanField(default=False)
    stranger = models.BooleanField(default=False)
    verdict = models.JSONField(default=dict)
    external_id = models.CharField(max_length=300, blank=True)
    client_key = models.CharField(max_length=64, null=True)
    failure = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "tickets_consultation_message"
        constraints = [models.UniqueConstraint(fields=["consultation", "client_key"], name="consultation_message_once")]


class ConsultationFile(models.Model):
    """A file of such a message."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(ConsultationMessage, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=100)
    size = models.BigIntegerField()

    class Meta:
        db_table = "tickets_consultation_file"


class GuestLink(models.Model):
    """A signed address under which those who were asked read the talk and answer without an account."""

    id = models.BigAutoField(primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "tickets_guest_link"
