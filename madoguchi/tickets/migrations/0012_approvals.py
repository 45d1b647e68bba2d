import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [("pending", "Waiting"), ("approved", "Approved"), ("returned", "Sent back"), ("withdrawn", "Withdrawn")]


def _agent(on_delete, **options):
    return models.ForeignKey(on_delete=on_delete, related_name="+", to=settings.AUTH_USER_MODEL, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0011_talk_index"),
        ("people", "0002_role_code_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="tickets.ticket"
                    ),
                ),
                ("letter", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("asked_by", _agent(django.db.models.deletion.CASCADE)),
                ("approver", _agent(django.db.models.deletion.SET_NULL, null=True)),
                ("asked_at", models.DateTimeField()),
                ("state", models.CharField(choices=STATES, default="pending", max_length=10)),
                ("decided_by", _agent(django.db.models.deletion.SET_NULL, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("comment", models.TextField(blank=True)),
                ("edited", models.BooleanField(default=False)),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
            ],
            options={
                "db_table": "tickets_approval",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")), fields=("ticket",), name="approval_one_pending"
                    )
                ],
            },
        ),
        migrations.AddField("ticket", "approval_asked_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("approval_asked_at__isnull", False)),
                fields=["approval_asked_at"],
                name="ticket_approval",
            ),
        ),
    ]
