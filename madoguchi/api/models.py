"""Answers kept for a day, so that a request repeated under the same Idempotency-Key is done once."""

from django.db import models


class KeptAnswer(models.Model):
    """One request of an API key. `status` is 0 while it is being worked on; `fingerprint` is of method, path, body."""

    id = models.BigAutoField(primary_key=True)
    api_key_id = models.BigIntegerField()
    idempotency_key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    location = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "api_kept_answer"
        constraints = [models.UniqueConstraint(fields=["api_key_id", "idempotency_key"], name="answer_once")]

    def __str__(self) -> str:
        return self.idempotency_key
