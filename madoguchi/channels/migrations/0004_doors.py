import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0003_message_id_index")]

    operations = [
        migrations.AddField("inbox", "look_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("inbox", "next_look_at", models.DateTimeField(null=True)),
        migrations.AddField("inbox", "failing_since", models.DateTimeField(null=True)),
        migrations.AddField(
            "foldermark", "uidl", models.CharField(max_length=80, default="", blank=True), preserve_default=True
        ),
        migrations.RemoveConstraint("foldermark", "uid_once"),
        migrations.AddConstraint(
            "foldermark",
            models.UniqueConstraint(fields=["inbox", "folder", "uidvalidity", "uid", "uidl"], name="uid_once"),
        ),
        migrations.CreateModel(
            name="Folder",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200, blank=True)),
                ("uidvalidity", models.BigIntegerField(null=True)),
                ("way", models.CharField(max_length=8, blank=True)),
                ("on_server", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("delay_seconds", models.PositiveIntegerField(null=True)),
                ("last_stored_at", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("next_look_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(max_length=500, blank=True)),
                ("last_error_at", models.DateTimeField(null=True)),
                ("reconciled_at", models.DateTimeField(null=True)),
                (
                    "inbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="folders", to="channels.inbox"
                    ),
                ),
            ],
            options={"db_table": "channels_folder", "ordering": ["inbox_id", "name"]},
        ),
        migrations.AddConstraint(
            "folder", models.UniqueConstraint(fields=["inbox", "name"], name="folder_once")
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uidvalidity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("uidl", models.CharField(max_length=80, default="", blank=True)),
                (
                    "kind",
                    models.CharField(
                        max_length=8,
                        choices=[
                            ("missing", "Not here yet; it is fetched again"),
                            ("refused", "The server does not hand it over"),
                            ("too_big", "Too big to take in"),
                            ("unread", "Here, but still unread on the server"),
                        ],
                    ),
                ),
                ("detail", models.CharField(max_length=300, blank=True)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=1)),
                ("solved_at", models.DateTimeField(null=True)),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="differences", to="channels.folder"
                    ),
                ),
            ],
            options={"db_table": "channels_difference"},
        ),
        migrations.AddConstraint(
            "difference",
            models.UniqueConstraint(fields=["folder", "uidvalidity", "uid", "uidl", "kind"], name="difference_once"),
        ),
        migrations.AddIndex(
            "difference", models.Index(fields=["solved_at", "folder"], name="difference_open")
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=16)),
                ("account", models.CharField(max_length=320, blank=True)),
                ("access_token", models.TextField()),
                ("refresh_token", models.TextField(blank=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("connected_at", models.DateTimeField()),
                ("connected_by_id", models.BigIntegerField(null=True)),
                ("refreshing_by", models.CharField(max_length=32, blank=True)),
                ("refreshing_until", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(max_length=500, blank=True)),
                (
                    "inbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grant", to="channels.inbox"
                    ),
                ),
            ],
            options={"db_table": "channels_grant"},
        ),
    ]
