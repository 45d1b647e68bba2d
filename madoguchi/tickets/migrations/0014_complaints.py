import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


RIGHTS = {
    "supervisor": ["abuse:manage", "abuse:report", "complaint:approve", "complaint:write"],
    "agent": ["abuse:report", "complaint:write"],
}


def give_rights(apps, schema_editor):
    """Installations that were founded before these rights get them where new ones have them."""
    for role in apps.get_model("people", "Role").objects.filter(code__in=RIGHTS):
        if "*" not in role.permissions:
            role.permissions = sorted({*role.permissions, *RIGHTS[role.code]})
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_from_empty'),
        ('people', '0002_from_empty'),
        ('tickets', '0013_from_empty'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AbuseStep',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('calmed', 'Talked over and settled'), ('warned', 'Warned'), ('refused', 'Contact refused'), ('police', 'Police or lawyer called in'), ('lifted', 'Warning lifted')], max_length=12)),
                ('note', models.TextField(blank=True)),
                ('taken_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'tickets_abuse_step',
            },
        ),
        migrations.CreateModel(
            name='AbusiveContact',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('verbal', 'Verbal abuse'), ('threat', 'Threat'), ('holding', 'Held up for hours'), ('demand', 'Unreasonable demand'), ('repeated', 'Endless repetition'), ('stalking', 'Stalking'), ('discrimination', 'Discrimination'), ('sexual', 'Sexual harassment'), ('exposure', 'Exposure on social media'), ('other', 'Other')], max_length=16)),
                ('note', models.TextField(blank=True)),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('message_ids', models.JSONField(default=list)),
                ('reported_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'tickets_abuse',
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'Minor'), (2, 'Moderate'), (3, 'Serious'), (4, 'Critical')])),
                ('facts', models.TextField(blank=True)),
                ('feelings', models.TextField(blank=True)),
                ('demand', models.TextField(blank=True)),
                ('action', models.TextField(blank=True)),
                ('action_due_on', models.DateField(null=True)),
                ('action_done_at', models.DateTimeField(null=True)),
                ('by_kind', models.CharField(max_length=16)),
                ('by_id', models.BigIntegerField(null=True)),
                ('raised_at', models.DateTimeField(db_index=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('follow_up_at', models.DateTimeField(null=True)),
                ('remind_at', models.DateTimeField(null=True)),
                ('followed_up_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('fan', 'Became a fan'), ('satisfied', 'Satisfied'), ('neutral', 'Neither'), ('dissatisfied', 'Not satisfied'), ('unreached', 'Could not be reached')], max_length=12)),
                ('outcome_note', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'tickets_complaint',
            },
        ),
        migrations.CreateModel(
            name='ComplaintCause',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('position', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'tickets_complaint_cause',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('closing', 'Closing answer'), ('compensation', 'Compensation')], max_length=12)),
                ('words', models.TextField()),
                ('amount', models.PositiveBigIntegerField(null=True)),
                ('needed', models.PositiveSmallIntegerField()),
                ('decisions', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('approved', 'Approved'), ('returned', 'Sent back'), ('withdrawn', 'Withdrawn')], default='pending', max_length=10)),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'tickets_complaint_consent',
            },
        ),
        migrations.CreateModel(
            name='CoolOff',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'tickets_cool_off',
            },
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('apology', 'Letter of apology'), ('warning', 'Letter of warning'), ('other', 'Other letter')], max_length=8)),
                ('sender', models.TextField(blank=True)),
                ('title', models.CharField(max_length=120)),
                ('opening', models.CharField(blank=True, max_length=20)),
                ('body', models.TextField()),
                ('ending', models.CharField(blank=True, max_length=20)),
                ('items', models.TextField(blank=True)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'tickets_letter_template',
                'ordering': ['kind', 'name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('begun_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'tickets_watch',
            },
        ),
        migrations.AddField(
            model_name='ticket',
            name='complaint_severity',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('complaint_severity__isnull', False)), fields=['complaint_severity'], name='ticket_complaint'),
        ),
        migrations.AddField(
            model_name='abusestep',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='abusivecontact',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='abusivecontact',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='abusivecontact',
            name='handed_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='abusivecontact',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abusive_contacts', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='abusestep',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tickets.abusivecontact'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='action_owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='complaint',
            name='followed_up_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='complaint',
            name='ticket',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='complaint', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='cause',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='tickets.complaintcause'),
        ),
        migrations.AddField(
            model_name='consent',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='consent',
            name='complaint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='tickets.complaint'),
        ),
        migrations.AddField(
            model_name='cooloff',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='cooloff',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cool_offs', to='tickets.abusivecontact'),
        ),
        migrations.AddField(
            model_name='watch',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='watch',
            name='customer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='watch',
            name='ticket',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='complaint_remind'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('complaint', 'kind'), name='consent_one_pending'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('agent', 'ticket'), name='watch_ticket_once'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(fields=('agent', 'customer'), name='watch_customer_once'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('customer__isnull', False), ('ticket', None)), models.Q(('customer', None), ('ticket__isnull', False)), _connector='OR'), name='watch_one_thing'),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
