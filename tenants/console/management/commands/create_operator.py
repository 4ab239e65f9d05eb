from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.console.errors import OperatorTaken
from tenants.console.services.operators import create_operator
from tenants.links import console_url


class Command(BaseCommand):
    help = "Add an operator of the platform and print a one-time password for the console."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", help="as the record shows it; without it, the username")
        parser.add_argument("--email", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        username = options["username"]
        try:
            operator, password = create_operator(
                username=username, name=options["name"] or username, email=options["email"]
            )
        except OperatorTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{operator.name} can sign in at {console_url()}")
        self.stdout.write(f"  username          {operator.username}")
        self.stdout.write(f"  one-time password  {password}")
        self.stdout.write("It is shown here only and lasts 24 hours. The first sign-in sets up two-factor with an")
        self.stdout.write("authenticator app, shows ten recovery codes and asks for a password of one's own.")
