import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_unread_index')]

    initial = True

    dependencies = [
        ('people', '0002_from_empty'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('ticket_id', models.BigIntegerField(null=True)),
                ('event_id', models.BigIntegerField()),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'notifications_notification',
                'indexes': [models.Index(fields=['agent', '-id'], name='notification_agent'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['agent'], name='notification_unread')],
                'constraints': [models.UniqueConstraint(fields=('agent', 'event_id'), name='notification_once')],
            },
        ),
    ]
