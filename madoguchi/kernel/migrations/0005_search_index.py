from django.db import migrations

from madoguchi.kernel.indexing import create, drop


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("kernel", "0004_from_empty"),
    ]

    operations = [migrations.RunPython(create, drop)]
