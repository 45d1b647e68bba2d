import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0007_filtering"), ("tickets", "0015_asking")]

    operations = [
        migrations.AlterField(
            "delivery",
            "message",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="delivery",
                to="tickets.message",
            ),
        ),
        migrations.AddField(
            "delivery",
            "asked",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="delivery",
                to="tickets.consultationmessage",
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=models.Q(("asked__isnull", False), ("message", None))
                | models.Q(("asked", None), ("message__isnull", False)),
                name="delivery_of_one",
            ),
        ),
    ]
