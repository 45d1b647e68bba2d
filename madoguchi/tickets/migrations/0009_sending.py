from django.db import migrations, models

PURPOSES = [
    ("forward", "Forwarded"),
    ("redirect", "Redirected"),
    ("aside", "Answer to a forwarded message"),
]


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_threads")]

    operations = [
        migrations.AddField(
            "message",
            "purpose",
            models.CharField(blank=True, choices=PURPOSES, db_default="", default="", max_length=8),
        ),
        migrations.AddField("message", "source_id", models.BigIntegerField(null=True)),
        migrations.AddField("message", "charset", models.CharField(blank=True, db_default="", default="", max_length=12)),
        migrations.AddField("message", "scheduled", models.BooleanField(db_default=False, default=False)),
        migrations.AddIndex("attachment", models.Index(fields=["file"], name="attachment_file")),
    ]
