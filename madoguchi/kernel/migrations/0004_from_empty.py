from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('kernel', '0001_initial'), ('kernel', '0002_jobs'), ('kernel', '0003_search_entries'), ('kernel', '0004_search_terms')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ScheduleRow',
            fields=[
                ('kind', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('next_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'kernel_schedule',
            },
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
            ],
            options={
                'db_table': 'kernel_setting',
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.BigIntegerField()),
                ('sniffed_type', models.CharField(max_length=100)),
                ('stored_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'kernel_file',
            },
        ),
        migrations.CreateModel(
            name='EventRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=64)),
                ('occurred_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=16)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('ticket_id', models.BigIntegerField(null=True)),
                ('customer_id', models.BigIntegerField(null=True)),
                ('team_id', models.BigIntegerField(null=True)),
                ('assignee_id', models.BigIntegerField(null=True)),
                ('payload', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'kernel_event',
                'indexes': [models.Index(fields=['ticket_id', 'id'], name='event_ticket'), models.Index(fields=['customer_id', 'id'], name='event_customer'), models.Index(fields=['name', 'occurred_at'], name='event_name_at')],
            },
        ),
        migrations.CreateModel(
            name='JobRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=120)),
                ('queue', models.CharField(max_length=16)),
                ('priority', models.SmallIntegerField(default=0)),
                ('arguments', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=250, null=True)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('run_at', models.DateTimeField()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('holder', models.CharField(blank=True, default='', max_length=120)),
                ('lease_until', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True, default='')),
                ('enqueued_at', models.DateTimeField()),
                ('died_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'kernel_job',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['queue', '-priority', 'run_at', 'id'], name='job_waiting'), models.Index(condition=models.Q(('state', 'running')), fields=['lease_until'], name='job_running'), models.Index(condition=models.Q(('state', 'dead')), fields=['-died_at'], name='job_dead')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('key',), name='job_key')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('scope', models.CharField(max_length=16)),
                ('owner_id', models.BigIntegerField()),
                ('part', models.CharField(max_length=16)),
                ('part_id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('terms', models.TextField(db_default='', default='')),
                ('version', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                'db_table': 'kernel_search_entry',
                'indexes': [models.Index(fields=['scope', 'owner_id'], name='search_owner'), models.Index(fields=['version', 'id'], name='search_version')],
                'constraints': [models.UniqueConstraint(fields=('scope', 'part', 'part_id'), name='search_part_once')],
            },
        ),
    ]
