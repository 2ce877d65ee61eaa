"""Values from the environment, with defaults that are safe; secrets made on first start into an ignored folder."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """``1``, ``true``, ``ya`` and ``on`` are yes; anything else is no."""
    return os.environ.get(name, "ya" if default else "").lower() in {"1", "true", "ya", "yes", "on"}


def folder(name: str, default: Path) -> Path:
    path = Path(os.environ.get(name) or default).resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def scratch(home: Path, memory: Path = Path("/dev/shm")) -> Path:
    """Where plain files may stand for a moment: memory (tmpfs) where there is one and the folder there is ours."""
    if chosen := os.environ.get("SANDING_SCRATCH"):
        return folder("SANDING_SCRATCH", Path(chosen))
    own = memory / f"sanding-{os.getuid()}"
    default = own if os.access(memory, os.W_OK) and _made_for_us_alone(own) else home / "scratch"
    return folder("SANDING_SCRATCH", default)


def _made_for_us_alone(path: Path) -> bool:
    """Make the folder, or find it as a real folder of ours that nobody else may open."""
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def secret(name: str, file: Path) -> str:
    """The secret from the environment, else from ``file``, made there on first start (readable by the owner only)."""
    if value := os.environ.get(name):
        return value
    if not file.exists():
        aside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50) + "\n")
        with suppress(FileExistsError):
            os.link(aside, file)
        aside.unlink()
    return file.read_text().strip()
