"""``python -m sanding_web self_restore``: what the monthly timer runs; the same as ``sanding backup --self-test``."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sanding.__main__ import main


class Command(BaseCommand):
    help = "Memulihkan cadangan terbaru di samping dan memeriksanya."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(main(["backup", "--self-test"]))
