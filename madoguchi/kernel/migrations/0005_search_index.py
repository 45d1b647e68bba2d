from django.db import migrations

from madoguchi.kernel.indexing import create, drop


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("kernel", "0004_search_terms"),
    ]

    operations = [migrations.RunPython(create, drop)]
