from django.db import migrations, models

STYLES = [
    ("inbox", "The inbox’s name"),
    ("agent", "The agent’s name"),
    ("both", "The agent’s name and the inbox’s"),
]


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_mail_room")]

    operations = [
        migrations.CreateModel(
            "OptOut",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("address_key", models.CharField(max_length=320, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={"db_table": "channels_opt_out"},
        ),
        migrations.AddField(
            "inbox",
            "sender_style",
            models.CharField(choices=STYLES, db_default="inbox", default="inbox", max_length=12),
        ),
        migrations.AddField("inbox", "largest_mail_mb", models.PositiveSmallIntegerField(db_default=20, default=20)),
        migrations.AddField("inbox", "link_days", models.PositiveSmallIntegerField(db_default=30, default=30)),
        migrations.AddField("inbox", "most_per_minute", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("inbox", "most_per_hour", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField(
            "inbox", "dkim_selector", models.CharField(blank=True, db_default="", default="", max_length=63)
        ),
        migrations.AddField("inbox", "dkim_key", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField("inbox", "dkim_on_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "inbox", "sending_problem", models.CharField(blank=True, db_default="", default="", max_length=500)
        ),
        migrations.AddField("inbox", "sending_failures", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("inbox", "sending_paused_until", models.DateTimeField(null=True)),
        migrations.AddField("delivery", "only_to", models.JSONField(db_default=[], default=list)),
        migrations.AddField("delivery", "repeats", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddIndex("delivery", models.Index(fields=["inbox", "finished_at"], name="delivery_pace")),
    ]
