import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from madoguchi.kernel.text import fold

AT_ONCE = 2000


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What came and went before can be found too."""
    raw = apps.get_model("channels", "RawMessage").objects.order_by("id")
    _trace(editor, "channels_raw", raw.values_list("id", "message_id", "sender", "subject"), _of_raw)
    delivery = apps.get_model("channels", "Delivery").objects.order_by("id")
    parts = ("id", "external_id", "message__subject", "message__to", "message__cc")
    _trace(editor, "channels_delivery", delivery.values_list(*parts), _of_delivery)


def _trace(editor, table, rows, text_of) -> None:
    waiting = []
    for row in rows.iterator(AT_ONCE):
        waiting.append((fold(text_of(row))[:2000], row[0]))
        if len(waiting) == AT_ONCE:
            _write(editor, table, waiting)
            waiting = []
    _write(editor, table, waiting)


def _write(editor, table, waiting) -> None:
    if waiting:
        with editor.connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET trace = %s WHERE id = %s", waiting)


def _of_raw(row) -> str:
    return " ".join(row[1:])


def _of_delivery(row) -> str:
    people = [f"{one.get('name', '')} {one.get('address', '')}" for one in (*row[3], *row[4])]
    return " ".join([row[1], row[2], *people])


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_doors"),
        ("kernel", "0003_search_entries"),
        ("tickets", "0007_external_id_index"),
    ]

    operations = [
        migrations.AddField("inbox", "preset", models.CharField(blank=True, db_default="", default="", max_length=20)),
        migrations.AddField("inbox", "keep_raw_days", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("rawmessage", "trace", models.TextField(db_default="", default="")),
        migrations.AddField("rawmessage", "retried_at", models.DateTimeField(null=True)),
        migrations.AddField("rawmessage", "content_gone_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "rawmessage",
            "file",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="kernel.storedfile"
            ),
        ),
        migrations.AlterField(
            "rawmessage",
            "state",
            models.CharField(
                choices=[
                    ("stored", "Stored"),
                    ("threaded", "On a ticket"),
                    ("filtered", "Filtered"),
                    ("quarantined", "Unreadable"),
                    ("discarded", "Thrown away"),
                ],
                default="stored",
                max_length=12,
            ),
        ),
        migrations.AddField("delivery", "trace", models.TextField(db_default="", default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("rawmessage", models.Index(fields=["received_at", "id"], name="raw_by_time")),
        migrations.AddIndex("rawmessage", models.Index(fields=["file"], name="raw_by_file")),
        migrations.AddIndex(
            "rawmessage",
            models.Index(
                condition=models.Q(("retried_at__isnull", False)), fields=["retried_at"], name="raw_retried"
            ),
        ),
        migrations.AddIndex("delivery", models.Index(fields=["created_at", "id"], name="delivery_by_time")),
        migrations.AddIndex("delivery", models.Index(fields=["external_id"], name="delivery_by_external_id")),
    ]
