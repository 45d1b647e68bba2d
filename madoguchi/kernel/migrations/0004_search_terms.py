from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_search_entries'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL("ALTER TABLE kernel_search_entry ADD COLUMN terms text DEFAULT '' NOT NULL", "ALTER TABLE kernel_search_entry DROP COLUMN terms"),
                migrations.RunSQL("ALTER TABLE kernel_search_entry ADD COLUMN version smallint DEFAULT 0 NOT NULL CHECK (version >= 0)", "ALTER TABLE kernel_search_entry DROP COLUMN version"),
            ],
            state_operations=[
                migrations.AddField('searchentry', 'terms', models.TextField(db_default='', default='')),
                migrations.AddField('searchentry', 'version', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.AddIndex('searchentry', models.Index(fields=['version', 'id'], name='search_version')),
    ]
