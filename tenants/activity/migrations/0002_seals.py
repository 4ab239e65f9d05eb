import django.db.models.deletion
from django.db import migrations, models


def seal_what_stands_there(_apps, schema_editor):
    """Rows recorded before there were seals become the beginning of the chain."""
    from tenants.activity.models import Activity

    schema = schema_editor.connection.schema_name
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f'SELECT id FROM "{schema}"."activity_activity" ORDER BY id')
        rows = [row_id for (row_id,) in cursor.fetchall()]
    if rows:
        Activity.chain.seal(schema, rows)


class Migration(migrations.Migration):
    dependencies = [
        ("activity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="activity.activity"
                    ),
                ),
            ],
            options={"db_table": "activity_seal", "abstract": False, "base_manager_name": "objects"},
        ),
        migrations.RunPython(seal_what_stands_there, migrations.RunPython.noop),
    ]
