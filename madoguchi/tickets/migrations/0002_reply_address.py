from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message", name="reply_address", field=models.CharField(blank=True, max_length=320)
        ),
    ]
