"""``python -m sanding_web load_demo``: the demo district, once; a second call changes nothing."""

import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sanding_web.district.models import Programme
from sanding_web.home import demo


class Command(BaseCommand):
    help = "Memuat kabupaten rekaan ke basis data yang masih kosong."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--persons", type=int, default=int(os.environ.get("SANDING_DEMO_PERSONS", "60000")))
        parser.add_argument("--until", choices=demo.STAGES, default=os.environ.get("SANDING_DEMO_UNTIL", "all"))

    def handle(self, *args: Any, **options: Any) -> None:
        if Programme.current() is not None:
            self.stdout.write("Kabupaten sudah ada; tidak ada yang diubah.")
            return
        if options["persons"] < 1000:
            raise CommandError("Paling sedikit 1000 orang.")
        begin = time.monotonic()
        self.stdout.write(f"Menyusun kabupaten rekaan dengan {options['persons']} orang; sebentar …")
        self.stdout.flush()
        demo.load(persons=options["persons"], until=options["until"])
        self.stdout.write(f"Kabupaten rekaan siap dalam {time.monotonic() - begin:.0f} detik.")
