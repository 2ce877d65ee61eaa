"""``python -m sanding_web worker``: runs background work, takes over what a dead worker left, seals the audit log."""

import logging
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connections

from sanding_web.audit.sealer import keep_sealing
from sanding_web.faults_of_machine import unavailable
from sanding_web.jobs.run import take_over
from sanding_web.jobs.sign_of_life import touch

log = logging.getLogger("sanding.jobs")
PAUSE = 2.0
"""Seconds before a worker asks a database that was away again."""
WATCH_EVERY = 30.0


class Command(BaseCommand):
    help = "Menjalankan pekerjaan latar dan mengambil alih yang terhenti."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--batch", action="store_true", help="berhenti bila antrean kosong")

    def handle(self, *args: Any, **options: Any) -> None:
        ended = threading.Event()
        beside = [threading.Thread(target=one, args=(ended,), daemon=True) for one in (_watch, keep_sealing)]
        for thread in beside:
            thread.start()
        try:
            _keep_working(batch=options["batch"])
        finally:
            ended.set()
            for thread in beside:
                thread.join(timeout=5)


def _keep_working(*, batch: bool) -> None:
    """The queue's own worker, started again where the database went away under it."""
    while True:
        try:
            take_over()
            call_command("db_worker", interval=1, startup_delay=False, batch=batch, verbosity=0)
            return
        except (OperationalError, InterfaceError) as error:
            if unavailable(error) is None:
                raise
            log.error("the database is away or locked: the worker waits", exc_info=error)
        connections.close_all()
        time.sleep(PAUSE)


def _watch(ended: threading.Event) -> None:
    touch()
    while not ended.wait(WATCH_EVERY):
        touch()
        close_old_connections()
        try:
            take_over()
        except DatabaseError as error:  # the next look comes
            log.warning("looking for silent jobs put off", exc_info=error)
    connections.close_all()
