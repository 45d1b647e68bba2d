import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('customers', '0001_initial'), ('customers', '0002_company_domains'), ('customers', '0003_reading_key'), ('customers', '0004_reading_index'), ('customers', '0005_bounced_addresses')]

    initial = True

    dependencies = [
        ('people', '0002_from_empty'),
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=160)),
                ('name_key', models.CharField(db_index=True, max_length=160)),
                ('kana', models.CharField(blank=True, max_length=160)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('memo', models.TextField(blank=True)),
                ('attributes', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'customers_company',
            },
        ),
        migrations.CreateModel(
            name='CompanyDomain',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('domain', models.CharField(max_length=253, unique=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domain_rows', to='customers.company')),
            ],
            options={
                'db_table': 'customers_company_domain',
                'ordering': ['domain'],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('name_key', models.CharField(db_index=True, max_length=120)),
                ('kana', models.CharField(blank=True, max_length=120)),
                ('honorific', models.CharField(blank=True, default='様', max_length=12)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('language', models.CharField(default='ja', max_length=8)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('caution', models.CharField(blank=True, max_length=300)),
                ('attributes', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('reading_key', models.CharField(default='', max_length=120)),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='customers', to='customers.company')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_customer',
                'indexes': [models.Index(condition=models.Q(('merged_into', None)), fields=['reading_key', 'id'], name='customer_reading'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='customer_merged')],
            },
        ),
        migrations.CreateModel(
            name='CustomerMerge',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('moved', models.JSONField(default=dict)),
                ('by_kind', models.CharField(max_length=16)),
                ('by_id', models.BigIntegerField(null=True)),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('absorbed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_out', to='customers.customer')),
                ('survivor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_in', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_merge',
            },
        ),
        migrations.CreateModel(
            name='CustomerNote',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('pinned', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_note',
                'ordering': ['-pinned', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('address', models.CharField(max_length=320)),
                ('address_key', models.CharField(max_length=320)),
                ('verified_at', models.DateTimeField(null=True)),
                ('bounced_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('bounced_reason', models.CharField(blank=True, db_default='', default='', max_length=500)),
                ('silenced_at', models.DateTimeField(null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_identity',
                'constraints': [models.UniqueConstraint(fields=('kind', 'address_key'), name='identity_once')],
            },
        ),
    ]
