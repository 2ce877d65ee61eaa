"""``python -m sanding_web worker``: runs background work, takes over what a dead worker left, seals the audit log."""

import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections

from sanding_web.audit.sealer import keep_sealing
from sanding_web.jobs.run import take_over


class Command(BaseCommand):
    help = "Menjalankan pekerjaan latar dan mengambil alih yang terhenti."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--batch", action="store_true", help="berhenti bila antrean kosong")

    def handle(self, *args: Any, **options: Any) -> None:
        take_over()
        ended = threading.Event()
        beside = [threading.Thread(target=one, args=(ended,), daemon=True) for one in (_watch, keep_sealing)]
        for thread in beside:
            thread.start()
        try:
            call_command("db_worker", interval=1, startup_delay=False, batch=options["batch"], verbosity=0)
        finally:
            ended.set()
            for thread in beside:
                thread.join(timeout=5)


def _watch(ended: threading.Event) -> None:
    while not ended.wait(30):
        close_old_connections()
        take_over()
    connections.close_all()
