"""What receivers told about messages of ours."""

from django.db import models
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    """Arrived, opened, thrown away unread, or reported as spam."""

    DELIVERED = "delivered", pgettext_lazy("delivery", "Arrived")
    READ = "read", pgettext_lazy("delivery", "Opened")
    DELETED = "deleted", pgettext_lazy("delivery", "Deleted unread")
    COMPLAINED = "complained", pgettext_lazy("delivery", "Reported as spam")


class DeliveryNotice(models.Model):
    """One receipt or complaint. `address` is the recipient it names, empty when none is named."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey("channels.Delivery", on_delete=models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=10, choices=NoticeKind)
    address = models.CharField(max_length=320, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "channels_delivery_notice"
        constraints = [models.UniqueConstraint(fields=["delivery", "kind", "address"], name="delivery_notice_once")]
