"""``python -m sanding_web create_account``: the first administrator of a real district."""

import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sanding import roles
from sanding_web.accounts import actions
from sanding_web.accounts.forms import AccountForm


class Command(BaseCommand):
    help = "Membuat akun dengan satu peran; kata sandi diminta di layar."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username", help="nama akun")
        parser.add_argument("full_name", help="nama lengkap")
        parser.add_argument("--role", default="administrator", choices=sorted(roles.ROLES), help="peran")

    def handle(self, *args: Any, **options: Any) -> None:
        form = AccountForm(
            {
                "username": options["username"],
                "full_name": options["full_name"],
                "address_as": "Bapak",
                "password": getpass.getpass("Kata sandi: "),
            }
        )
        if not form.is_valid():
            raise CommandError("; ".join(str(text) for errors in form.errors.values() for text in errors))
        user = actions.create_account(None, **form.cleaned_data)
        try:
            actions.give_role(None, user, role=options["role"], valid_from=timezone.localdate())
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        self.stdout.write(f"Akun {user.username} dibuat dengan peran {roles.ROLES[options['role']].label}.")
