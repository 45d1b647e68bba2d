import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_sending"),
        ("people", "0001_initial"),
        ("tickets", "0007_external_id_index"),
    ]

    operations = [
        migrations.AddField("inbox", "receipts_per_hour", models.PositiveIntegerField(db_default=60, default=60)),
        migrations.AddField("receipt", "inbox_id", models.BigIntegerField(null=True)),
        migrations.AddIndex(
            "receipt", models.Index(fields=["inbox_id", "created_at"], name="receipt_inbox")
        ),
        migrations.CreateModel(
            name="DeliveryNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("delivered", "Arrived"),
                            ("read", "Opened"),
                            ("deleted", "Deleted unread"),
                            ("complained", "Reported as spam"),
                        ],
                    ),
                ),
                ("address", models.CharField(max_length=320, blank=True)),
                ("told_at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="channels.delivery",
                    ),
                ),
            ],
            options={"db_table": "channels_delivery_notice"},
        ),
        migrations.AddConstraint(
            "deliverynotice",
            models.UniqueConstraint(fields=["delivery", "kind", "address"], name="delivery_notice_once"),
        ),
        migrations.CreateModel(
            name="FilterRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("allow", models.BooleanField(default=False)),
                (
                    "part",
                    models.CharField(
                        max_length=8,
                        choices=[
                            ("address", "Sender's address"),
                            ("domain", "Sender's domain"),
                            ("subject", "Words in the subject"),
                            ("text", "Words in subject or text"),
                        ],
                    ),
                ),
                ("pattern", models.CharField(max_length=320)),
                ("pattern_key", models.CharField(max_length=320)),
                ("note", models.CharField(max_length=300, blank=True)),
                ("created_at", models.DateTimeField()),
                ("hits", models.PositiveIntegerField(default=0)),
                ("last_hit_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="people.agent",
                    ),
                ),
            ],
            options={"db_table": "channels_filter_rule"},
        ),
        migrations.AddConstraint(
            "filterrule", models.UniqueConstraint(fields=["part", "pattern_key"], name="filter_rule_once")
        ),
        migrations.CreateModel(
            name="SpamMark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("spam", models.BooleanField()),
                ("marked_at", models.DateTimeField()),
                (
                    "marked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="people.agent",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spam_mark", to="tickets.message"
                    ),
                ),
            ],
            options={"db_table": "channels_spam_mark"},
        ),
        migrations.AddIndex(
            "spammark", models.Index(fields=["spam", "marked_at"], name="spam_mark_newest")
        ),
        migrations.CreateModel(
            name="Learned",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("weights", models.BinaryField()),
                ("figures", models.JSONField(default=dict)),
                ("learned_at", models.DateTimeField()),
            ],
            options={"db_table": "channels_learned"},
        ),
        migrations.CreateModel(
            name="FileScan",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        max_length=8,
                        choices=[("clean", "Clean"), ("infected", "Infected"), ("missed", "Not scanned")],
                    ),
                ),
                ("found", models.CharField(max_length=200, blank=True)),
                ("attempts", models.PositiveSmallIntegerField(default=1)),
                ("scanned_at", models.DateTimeField()),
            ],
            options={"db_table": "channels_file_scan"},
        ),
        migrations.AddIndex(
            "filescan", models.Index(fields=["state", "scanned_at"], name="file_scan_state")
        ),
    ]
