"""Keys for programs."""

from django.db import models


class ApiKey(models.Model):
    """A key acts for its agent within `scopes`. Only a hash is kept; `prefix` lets people recognise it."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey("people.Agent", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_api_key"
