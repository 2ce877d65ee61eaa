"""``python -m sanding_web doctor``: the site's findings as one line for ``sanding doctor``."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from sanding.doctor.finding import examine
from sanding_web.doctor.site import Site
from sanding_web.doctor.site_checks import CHECKS


class Command(BaseCommand):
    help = "Memeriksa situs dan basis datanya; dipakai oleh sanding doctor."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("SITE:" + json.dumps([asdict(one) for one in examine(CHECKS, Site())], ensure_ascii=False))
