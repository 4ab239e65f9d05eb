from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0027_first_retries"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="fee_currency",
            field=models.CharField(blank=True, db_default="", max_length=3),
        ),
        migrations.AddField(
            model_name="dispute",
            name="fee_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="fee_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=Q(("fee_minor", None))
                | Q(("fee_minor", 0))
                | (~Q(("fee_currency", "")) & Q(("fee_on__isnull", False))),
                name="billing_dispute_fee",
            ),
        ),
    ]
