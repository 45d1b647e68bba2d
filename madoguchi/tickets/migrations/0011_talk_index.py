from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0010_commitments")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_talk"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("conversation__isnull", False)),
                fields=["conversation", "id"],
                name="message_conversation",
            ),
        ),
    ]
