"""``python -m sanding_web serve``: migrate, prepare, then web and worker together until stopped."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from sanding_web.district.models import Programme


class Command(BaseCommand):
    help = "Menjalankan situs dan pekerja latar; pada mode contoh memuat kabupaten rekaan sekali."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--bind", default=os.environ.get("SANDING_BIND", "127.0.0.1:8000"))

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if settings.SANDING_DEMO and Programme.current() is None:
            call_command("load_demo")
        _collect_static()
        bind = options["bind"]
        self.stdout.write(f"Sanding siap di http://{bind}  (Ctrl+C untuk berhenti)")
        self.stdout.flush()
        sys.exit(_run_together(bind))


def _collect_static() -> None:
    """Gather and compress the assets once per content."""
    source = Path(settings.PROJECT) / "sanding_web" / "static_built"
    stamp = Path(settings.STATIC_ROOT) / ".of"
    names = [f"{path.name}:{path.stat().st_mtime_ns}" for path in sorted(source.rglob("*")) if path.is_file()]
    state = hashlib.sha256("|".join(names).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    command = [sys.executable, "-m", "sanding_web", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    subprocess.run(command, check=True, env={**os.environ, "SANDING_COLLECT": "1"})
    stamp.write_text(state)


def _run_together(bind: str) -> int:
    """Web and worker as two processes; when one ends, the other is stopped too."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:sanding_web.web_server", "--bind", bind]
        ),
        subprocess.Popen([sys.executable, "-m", "sanding_web", "worker"]),
    ]  # fmt: skip

    def stop(*_: Any) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
    stop()
    for process in processes:
        process.wait()
    return 0
