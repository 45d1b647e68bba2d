from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_reading_index")]

    operations = [
        migrations.AddField(
            "identity",
            "bounced_reason",
            models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField("identity", "silenced_at", models.DateTimeField(null=True)),
    ]
