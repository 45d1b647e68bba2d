import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('knowledge', '0001_initial'), ('knowledge', '0002_search_text'), ('knowledge', '0003_retrieval')]

    initial = True

    dependencies = [
        ('people', '0002_from_empty'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('locale', models.CharField(default='ja', max_length=8)),
                ('question', models.CharField(max_length=500)),
                ('answer', models.TextField()),
                ('audience', models.CharField(choices=[('public', 'Everyone'), ('staff', 'Staff only')], default='public', max_length=8)),
                ('published', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('helpful_count', models.PositiveIntegerField(default=0)),
                ('unhelpful_count', models.PositiveIntegerField(default=0)),
                ('search_text', models.TextField(default='')),
                ('external_id', models.CharField(max_length=200, null=True, unique=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'knowledge_article',
                'ordering': ['category__position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ArticleCategory',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'db_table': 'knowledge_category',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ArticleTerms',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='terms', serialize=False, to='knowledge.article')),
                ('stamp', models.BigIntegerField()),
                ('version', models.PositiveSmallIntegerField()),
                ('question', models.TextField()),
                ('answer', models.TextField()),
            ],
            options={
                'db_table': 'knowledge_article_terms',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='category',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='knowledge.articlecategory'),
        ),
        migrations.CreateModel(
            name='PastQuestion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=80, unique=True)),
                ('text', models.TextField()),
                ('terms', models.TextField()),
                ('version', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_questions', to='knowledge.article')),
            ],
            options={
                'db_table': 'knowledge_past_question',
            },
        ),
    ]
