"""What the site's checks look at: settings, database, worker; each asked once, so that tests can plant faults."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from sanding.parameters import value
from sanding_web.jobs.sign_of_life import last_sign


@dataclass(frozen=True)
class Site:
    """The running site: its settings, its clock, and where its backups go."""

    debug: bool = field(default_factory=lambda: bool(settings.DEBUG))
    demo: bool = field(default_factory=lambda: bool(settings.SANDING_DEMO))
    https: bool = field(default_factory=lambda: bool(settings.HTTPS))
    hosts: tuple[str, ...] = field(default_factory=lambda: tuple(settings.ALLOWED_HOSTS))
    time_zone: str = field(default_factory=lambda: str(settings.TIME_ZONE))
    home: Path = field(default_factory=lambda: Path(settings.HOME))
    backups: Path | None = field(default_factory=lambda: _backups())
    worker: datetime | None = field(default_factory=last_sign)
    now: datetime = field(default_factory=timezone.now)

    def limit(self, name: str) -> Any:
        return value(f"machine.{name}", self.now.date())


def _backups() -> Path | None:
    from sanding_web import environment as env

    named = env.text("SANDING_BACKUPS", "")
    return Path(named) if named else None
