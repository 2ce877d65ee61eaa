"""The steps of an installation, each of which may be run again: what is there and right is left alone."""

import shutil
import sys
from pathlib import Path

from sanding.installing import environment_file
from sanding.installing.archive import Release
from sanding.installing.machine import as_user, make_folder, own, run, say, write_whole
from sanding.installing.places import USER, Places
from sanding.installing.units import JOURNAL, STANDING, TIMERS, units

READY = ".ready"


def make_folders(places: Places) -> None:
    make_folder(places, places.releases, 0o755, "root")
    make_folder(places, places.settings, 0o750, f"root:{USER}")
    make_folder(places, places.keys, 0o700)
    make_folder(places, places.tls, 0o750, f"root:{USER}")
    make_folder(places, places.authority, 0o700, "root")
    for path in (places.data, places.backups, *(places.data / name for name in ("vintages", "uploads", "static"))):
        make_folder(places, path, 0o700)


def install_release(places: Places, release: Release) -> Path:
    """A virtual environment of the release's own, from its wheels alone; a half-made one is made anew."""
    target = places.release(release.version)
    if (target / READY).exists():
        say(f"Terbitan {release.version} sudah ada di {target}.")
        return target
    shutil.rmtree(target, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(target)])
    pip = [str(target / "bin" / "python"), "-m", "pip", "--isolated", "install", "--quiet", "--no-index", "--no-deps"]
    wheels = ["--find-links", str(release.wheels)]
    run([*pip, *wheels, "--require-hashes", "-r", str(release.lock)])
    run([*pip, str(release.own_wheel)])
    _keep_installer(release, target)
    (target / READY).touch()
    say(f"Terbitan {release.version} terpasang di {target}.")
    return target


def _keep_installer(release: Release, target: Path) -> None:
    """The lock stays beside what it installed, for ``sanding doctor`` and for a later look."""
    shutil.copy2(release.lock, target / "requirements.txt")
    for name in ("sbom.json",):
        if (release.folder / name).exists():
            shutil.copy2(release.folder / name, target / name)


def manage(places: Places, target: Path, *words: str, **more: str) -> str:
    """One management command of the site, as its user, with the settings of the installation."""
    values = {**environment_file.read(places.environment), **more}
    given = ["env", *(f"{name}={value}" for name, value in values.items())]
    command = [*given, str(target / "bin" / "python"), "-m", "sanding_web", *words]
    return run(as_user(places, command), where=places.data)


def make_keys(places: Places, target: Path) -> None:
    """The keys of a new installation, as the site's user; those that are there stay."""
    code = "import sys, pathlib; from sanding.keys import load_or_create_keys as made; made(pathlib.Path(sys.argv[1]))"
    run(as_user(places, [str(target / "bin" / "python"), "-c", code, str(places.keys)]), where=places.data)


def prepare_site(places: Places, target: Path) -> None:
    """The database at this release's state, and the assets gathered under hashed names."""
    manage(places, target, "migrate", "--noinput", "--verbosity", "0")
    collect(places, target)
    say("Basis data dan gaya halaman siap.")


def collect(places: Places, target: Path) -> None:
    manage(places, target, "collectstatic", "--noinput", "--clear", "--verbosity", "0", SANDING_COLLECT="1")


def make_certificate(places: Places, target: Path, host: str) -> None:
    """The local authority and the server's certificate, made by the release's own command."""
    values = environment_file.read(places.environment)
    given = ["env", *(f"{name}={value}" for name, value in values.items())]
    paths = ["--authority", str(places.authority), "--tls", str(places.tls)]
    say(
        run(
            [*given, str(target / "bin" / "sanding"), "certificate", "renew", "--within", "30", "--host", host, *paths]
        ).strip()
    )
    for name, mode in (("server.key", 0o640), ("server.crt", 0o644), ("ca.crt", 0o644)):
        own(places, places.tls / name, mode, f"root:{USER}")


def write_units(places: Places) -> None:
    values = environment_file.read(places.environment)
    changed = [
        name for name, text in units(places, values).items() if write_whole(places, places.units / name, text, 0o644)
    ]
    write_whole(places, places.journal, JOURNAL, 0o644)
    write_commands(places)
    say(f"Unit systemd: {len(changed)} ditulis." if changed else "Unit systemd sudah sesuai.")


def write_commands(places: Places) -> None:
    """``sanding`` and ``sanding-web`` in everyone's path: with the settings, as the site's user."""
    for name, program in (("sanding", "bin/sanding"), ("sanding-web", "bin/python -m sanding_web")):
        write_whole(places, places.commands / name, _COMMAND.format(places=places, program=program, user=USER), 0o755)


_COMMAND = """\
#!/bin/sh
# The commands of Sanding on this server, with its settings.
set -a
. {places.environment}
set +a
cd {places.data}
case "$1" in
  install|upgrade|certificate) exec {places.current}/{program} "$@" ;;
esac
if [ "$(id -u)" = 0 ]; then
  exec runuser -u {user} -- {places.current}/{program} "$@"
fi
exec {places.current}/{program} "$@"
"""


def start(places: Places) -> None:
    """Turn everything on, and the standing parts off and on so that they are the current release."""
    if not places.real:
        return
    run(["systemctl", "daemon-reload"])
    run(["systemctl", "enable", "--now", "--quiet", *TIMERS])
    run(["systemctl", "enable", "--quiet", *STANDING])
    run(["systemctl", "restart", *STANDING])
    say("Situs dan pekerja latar berjalan.")


def stop(places: Places) -> None:
    if places.real:
        run(["systemctl", "stop", *STANDING])
