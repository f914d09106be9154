"""Puts the agenda back before the first entry: older rows know neither states nor days."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def compute_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("ledger", "Cursor").objects.filter(name="agenda").update(position=0)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_findings_and_states"), ("ledger", "0001_initial")]
    operations = [migrations.RunPython(compute_again, migrations.RunPython.noop)]
