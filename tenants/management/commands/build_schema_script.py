from typing import Any

from django.core.management.base import BaseCommand

from tenants.provisioning import script, template


class Command(BaseCommand):
    help = "Write provisioning/business_schema.sql anew from the migrations."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with template.migrated_schema("template_business") as schema:
            statements = template.statements_in(schema)
        script.save(statements)
        self.stdout.write(f"{len(statements)} statements in {script.SCRIPT.name}")
