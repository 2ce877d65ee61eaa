"""``python -m sanding_web check_restored``: the restored copy is brought to this release and proven, on one line."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sanding.audit_chain.verify import verify
from sanding.errors import SandingError
from sanding.identity import Sealer
from sanding_web.audit.evidence import evidence_lines, last_number
from sanding_web.registry import storage
from sanding_web.registry.models import Family, Person

_SAMPLE = 200


class Command(BaseCommand):
    help = "Memeriksa salinan yang dipulihkan; dipakai oleh sanding restore."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if wrong := _wrong():
            self.stdout.write(f"RESTORED:{wrong}")
            raise CommandError(wrong)
        self.stdout.write("RESTORED:ok")


def _wrong() -> str:
    """What does not hold, "" where all does."""
    sealer = Sealer(storage.keys())
    try:
        for column, model in (("nik", Person), ("kk", Family)):
            some = model.objects.exclude(**{column: None}).values_list(column, flat=True)[:_SAMPLE]
            for sealed in some:
                sealer.unseal(column, bytes(sealed))
    except SandingError:
        return "nomor tersandi"
    return "" if verify(evidence_lines(last_number())).whole else "rantai jejak audit"
