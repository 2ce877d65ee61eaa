"""Where an installation stands, read from the environment; what the machine says is asked through it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from ctypes.util import find_library
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sanding.parameters import value

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "glusterfs", "fuse.glusterfs", "ceph"}
_MEMORY = {"tmpfs", "ramfs"}


def _clock_state() -> str:
    """``yes`` or ``no`` as systemd says whether the clock is kept by the network, "" where it cannot say."""
    if shutil.which("timedatectl") is None:
        return ""
    asked = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10)
    return done.stdout.strip()


@dataclass(frozen=True)
class Situation:
    """The paths and settings of an installation, and the machine's own words."""

    environment: Mapping[str, str]
    home: Path
    python: tuple[int, ...] = tuple(sys.version_info[:3])
    library: Callable[[str], str | None] = find_library
    program: Callable[[str], str | None] = shutil.which
    space: Callable[[Path], Any] = os.statvfs
    mounts: Path = Path("/proc/self/mountinfo")
    clock_state: Callable[[], str] = _clock_state
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def path(self, name: str, inside: str) -> Path:
        return Path(self.environment.get(name) or self.home / inside)

    @property
    def keys(self) -> Path:
        return self.path("SANDING_KEYS", "keys")

    @property
    def store(self) -> Path:
        return self.path("SANDING_STORE", "vintages")

    @property
    def uploads(self) -> Path:
        return self.path("SANDING_UPLOADS", "uploads")

    @property
    def scratch(self) -> Path:
        """As the site chooses it (``sanding_web/environment.py``)."""
        memory = Path("/dev/shm")
        default = memory / f"sanding-{os.getuid()}" if os.access(memory, os.W_OK) else self.home / "scratch"
        return Path(self.environment.get("SANDING_SCRATCH") or default)

    @property
    def real(self) -> bool:
        """Real data, real people: neither demo nor debugging."""
        return not any(self.environment.get(name) for name in ("SANDING_DEMO", "SANDING_DEBUG"))

    @property
    def sqlite(self) -> bool:
        return not self.environment.get("DATABASE_URL", "").startswith(("postgres", "pgsql"))

    def limit(self, name: str) -> Any:
        on: date = self.now.date()
        return value(f"machine.{name}", on)

    def mount(self, path: Path) -> tuple[str, str]:
        """(kind, device) of the file system that holds a path."""
        whole, best, found = path.resolve(), -1, ("", "")
        for line in self.mounts.read_text(encoding="utf-8").splitlines():
            left, _, right = line.partition(" - ")
            point = Path(left.split()[4].replace("\\040", " "))
            if (whole == point or point in whole.parents) and len(point.parts) >= best:
                kind, device = right.split()[:2]
                best, found = len(point.parts), (kind, device)
        return found

    def in_memory(self, path: Path) -> bool:
        return self.mount(path)[0] in _MEMORY

    def on_network(self, path: Path) -> bool:
        return self.mount(path)[0] in _NETWORK

    def encrypted(self, path: Path) -> bool:
        """A device of the mapper's that is a LUKS or dm-crypt one."""
        device = self.mount(path)[1]
        if not device.startswith("/dev/mapper/"):
            return False
        uuid = Path("/sys/class/block") / Path(device).resolve().name / "dm" / "uuid"
        return uuid.exists() and uuid.read_text(encoding="utf-8").startswith("CRYPT-")


def here() -> Situation:
    """This installation, as the environment names it."""
    return Situation(os.environ, Path(os.environ.get("SANDING_HOME") or "var").resolve())
