"""Installation-wide settings that an administrator changes on screen."""

from django.db import models


class Setting(models.Model):
    """One named JSON value, e.g. `company.name`."""

    name = models.CharField(max_length=100, primary_key=True)
    value = models.JSONField()

    class Meta:
        db_table = "kernel_setting"
