import django.db.models.deletion
from django.db import migrations, models

STATES = [("open", "Open"), ("kept", "Kept"), ("broken", "Not kept"), ("dropped", "Dropped")]


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_sending")]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="tickets.message",
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(choices=STATES, default="open", max_length=8)),
                ("remind_at", models.DateTimeField(null=True)),
                ("by_kind", models.CharField(max_length=16)),
                ("by_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_kind", models.CharField(blank=True, max_length=16)),
                ("closed_by_id", models.BigIntegerField(null=True)),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
            ],
            options={
                "db_table": "tickets_commitment",
                "indexes": [
                    models.Index(fields=["ticket", "due_at"], name="commitment_ticket"),
                    models.Index(fields=["due_at"], name="commitment_due"),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="commitment_remind",
                    ),
                ],
            },
        ),
        migrations.AddField("ticket", "promise_due_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("promise_due_at__isnull", False)),
                fields=["promise_due_at"],
                name="ticket_promise",
            ),
        ),
    ]
