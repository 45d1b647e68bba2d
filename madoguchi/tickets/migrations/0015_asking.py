import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CASCADE, SET_NULL, PROTECT = (
    django.db.models.deletion.CASCADE,
    django.db.models.deletion.SET_NULL,
    django.db.models.deletion.PROTECT,
)
STATES = [
    ("done", "Done"),
    ("queued", "Queued"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("unconfirmed", "Unconfirmed"),
    ("cancelled", "Cancelled"),
]


def _agent():
    return models.ForeignKey(null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)


def _inside(related, to):
    return models.ForeignKey(on_delete=CASCADE, related_name=related, to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0014_complaints"),
        ("kernel", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tier",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={"db_table": "tickets_tier", "ordering": ["position", "number"]},
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ticket", _inside("consultations", "tickets.ticket")),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("subject", models.CharField(max_length=300)),
                ("people", models.JSONField()),
                ("language", models.CharField(max_length=5)),
                ("agent", _agent()),
                ("opened_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_id", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "tickets_consultation"},
        ),
        migrations.CreateModel(
            name="ConsultationMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("consultation", _inside("messages", "tickets.consultation")),
                ("inward", models.BooleanField()),
                ("by_link", models.BooleanField(default=False)),
                ("state", models.CharField(choices=STATES, default="done", max_length=12)),
                ("agent", _agent()),
                ("author_name", models.CharField(blank=True, max_length=120)),
                ("author_address", models.CharField(blank=True, max_length=320)),
                ("to", models.JSONField(default=list)),
                ("text", models.TextField()),
                ("reply_text", models.TextField(blank=True)),
                ("auto", models.BooleanField(default=False)),
                ("stranger", models.BooleanField(default=False)),
                ("verdict", models.JSONField(default=dict)),
                ("external_id", models.CharField(blank=True, max_length=300)),
                ("client_key", models.CharField(max_length=64, null=True)),
                ("failure", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tickets_consultation_message",
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "client_key"), name="consultation_message_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("message", _inside("files", "tickets.consultationmessage")),
                ("file", models.ForeignKey(on_delete=PROTECT, related_name="+", to="kernel.storedfile")),
                ("name", models.CharField(max_length=255)),
                ("type", models.CharField(max_length=100)),
                ("size", models.BigIntegerField()),
            ],
            options={"db_table": "tickets_consultation_file"},
        ),
        migrations.CreateModel(
            name="GuestLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("consultation", _inside("links", "tickets.consultation")),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by_id", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "tickets_guest_link"},
        ),
        migrations.AddField("escalation", "to_agent", _agent()),
        migrations.AddField("escalation", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField("ticket", "escalated_at", models.DateTimeField(null=True)),
        migrations.AddField("ticket", "escalation_due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "ticket", "consultation_state", models.CharField(blank=True, db_default="", default="", max_length=8)
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("escalated_at__isnull", False)), fields=["escalated_at"], name="ticket_escalated"
            ),
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(("consultation_state__in", ("asked", "answered"))),
                fields=["consultation_state"],
                name="ticket_consulting",
            ),
        ),
    ]
