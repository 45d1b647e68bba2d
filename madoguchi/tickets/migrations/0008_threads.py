import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("tickets", "0007_external_id_index")]

    operations = [
        migrations.AddField(
            model_name='message',
            name='standing',
            field=models.CharField(max_length=12, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='evidence',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='conversation',
            field=models.CharField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='placed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('conversation__isnull', False)), fields=['conversation'], name='message_talk'),
        ),
        migrations.CreateModel(
            name='MessageMove',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('message_ids', models.JSONField(default=list)),
                ('marked_ids', models.JSONField(default=list)),
                ('customer_id', models.BigIntegerField(null=True)),
                ('opened', models.BooleanField(default=False)),
                ('apart', models.BooleanField(default=False)),
                ('by_kind', models.CharField(max_length=16)),
                ('by_id', models.BigIntegerField(null=True)),
                ('moved_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves_in', to='tickets.ticket')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves_out', to='tickets.ticket')),
            ],
            options={
                'db_table': 'tickets_message_move',
            },
        ),
    ]
