from django.db import migrations, models

import billing.models.autopay


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0026_reminders_of_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="autopayrules",
            name="retry_days",
            field=models.JSONField(default=billing.models.autopay.first_retries),
        ),
    ]
