from django.db import migrations

APPROVE = "ticket:approve"


def let_supervisors_approve(apps, schema_editor):
    """Installations that were founded before this right get it where new ones have it."""
    for role in apps.get_model("people", "Role").objects.filter(code="supervisor"):
        if APPROVE not in role.permissions and "*" not in role.permissions:
            role.permissions = sorted([*role.permissions, APPROVE])
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_approvals")]

    operations = [migrations.RunPython(let_supervisors_approve, migrations.RunPython.noop)]
