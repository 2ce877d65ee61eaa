"""What the installer asks of the machine: programs, users, owners, and files written whole or not at all."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sanding.errors import EngineFault
from sanding.installing.places import USER, Places

OLDEST = (3, 11)
NEEDED_BYTES = 3 * 1024**3


def say(words: str) -> None:
    """One step done, in one line."""
    print(words, flush=True)


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None, where: Path | None = None) -> str:
    """The output of a program; EngineFault with its last lines where it fails."""
    whole = {**os.environ, **environment} if environment is not None else None
    done = subprocess.run(command, env=whole, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        last = " ".join((done.stderr or done.stdout).split()[-60:])
        raise EngineFault(
            f"perintah {Path(command[0]).name} gagal ({done.returncode}): {last}",
            remedy="Perbaiki sebabnya, lalu jalankan lagi; langkah yang sudah selesai tidak diulang.",
            code="SND-INS-03",
        )
    return done.stdout


def run_loosely(command: Sequence[str], *, where: Path | None = None) -> str:
    """The output of a program whose exit code is part of its answer."""
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False).stdout


def as_user(places: Places, command: Sequence[str]) -> list[str]:
    """The command as the site's own user; as oneself inside a ``--root`` tree."""
    return ["runuser", "-u", USER, "--", *command] if places.real else list(command)


def check_machine(places: Places) -> None:
    """EngineFault, before anything is touched, where this machine cannot carry the site."""
    if sys.version_info < OLDEST:
        raise _unfit(f"Python {sys.version.split()[0]} terlalu lama", "Pasang Python 3.11 atau lebih baru (Debian 12).")
    if _no_ensurepip():
        raise _unfit("modul venv Python belum lengkap", "Pasang paket python3-venv dari media Debian.")
    if places.real and os.geteuid() != 0:
        raise _unfit("pemasangan perlu hak root", "Jalankan dengan sudo, atau pilih folder lain dengan --root.")
    if places.real and shutil.which("systemctl") is None:
        raise _unfit("systemd tidak ada", "Sanding dipasang sebagai layanan systemd; pakai Debian 12.")
    free = shutil.disk_usage(places.root).free
    if free < NEEDED_BYTES:
        raise _unfit(f"ruang cakram tinggal {free // 1024**2} MB", "Kosongkan sampai sedikitnya 3 GB.")


def _no_ensurepip() -> bool:
    from importlib.util import find_spec

    return find_spec("ensurepip") is None or find_spec("venv") is None


def _unfit(what: str, remedy: str) -> EngineFault:
    return EngineFault(what, remedy=remedy, code="SND-INS-02")


def make_user(places: Places) -> None:
    """The system user that runs the site; without password, shell and home of its own."""
    if not places.real or _known(USER):
        return
    run(["useradd", "--system", "--home-dir", str(places.data), "--shell", "/usr/sbin/nologin", USER])
    say(f"Pengguna sistem {USER} dibuat.")


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def make_folder(places: Places, path: Path, mode: int, owner: str = USER) -> None:
    """The folder with exactly that mode and owner, made or mended."""
    path.mkdir(parents=True, exist_ok=True)
    own(places, path, mode, owner)


def own(places: Places, path: Path, mode: int, owner: str) -> None:
    """Owner ``user:group``; a tree inside ``--root`` keeps the owner who made it."""
    path.chmod(mode)
    if places.real:
        user, _, group = owner.partition(":")
        shutil.chown(path, user, group or user)


def write_whole(places: Places, path: Path, text: str, mode: int, owner: str = "root") -> bool:
    """Write aside, then rename; whether the content is new."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        own(places, path, mode, owner)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    own(places, aside, mode, owner)
    aside.replace(path)
    return True


def point(link: Path, target: Path) -> None:
    """Turn a link to another folder in one step: it names the old one or the new one, never nothing."""
    aside = link.with_name(f".{link.name}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target.name)
    aside.replace(link)
