"""``sanding upgrade``: backup, install beside, migrate, ask the doctor, then switch; back by itself where a step fails.

The release in use stays as it is until the last step, so going back is turning the link and restoring the backup that
was made first (ADR 0060).
"""

import json
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sanding.errors import EngineFault, InputFault, SandingError
from sanding.installing import environment_file, safety_copy, steps
from sanding.installing.archive import open_release
from sanding.installing.machine import as_user, check_machine, point, run_loosely, say
from sanding.installing.places import Places

HELP = "naik ke terbitan baru dari arsipnya; bila satu langkah gagal, kembali sendiri ke keadaan semula (perlu root)"
_ASKED = {"migrations", "database", "keys", "keys_match", "sealed_numbers", "site"}
"""Findings that stop an upgrade; what was wrong before (an old backup, a full disk) is only told."""


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("--from", dest="source", type=Path, metavar="ARSIP", help="arsip terbitan baru")
    part.add_argument("--back", metavar="TERBITAN", help="kembali ke terbitan ini dan salinan yang dibuat sebelum naik")
    part.add_argument(
        "--root", type=Path, default=Path("/"), metavar="FOLDER", help="pemasangan di dalam satu folder (uji)"
    )


def run(arguments: Namespace) -> int:
    places = Places(arguments.root.resolve())
    check_machine(places)
    if not places.current.exists():
        raise InputFault("belum ada pemasangan di sini", remedy="Pakai sanding install.", code="SND-INS-09")
    if arguments.back:
        go_back(places, arguments.back)
        return 0
    if arguments.source is None:
        raise InputFault(
            "arsip terbitan belum disebut", remedy="Pakai --from ARSIP atau --back TERBITAN.", code="SND-INS-10"
        )
    with tempfile.TemporaryDirectory(prefix="sanding-") as aside:
        upgrade(places, arguments.source, Path(aside))
    return 0


def upgrade(places: Places, source: Path, aside: Path) -> None:
    release, before = open_release(source, aside), places.current.resolve()
    if release.version == before.name:
        say(f"Terbitan {release.version} sudah dipakai.")
        return
    target = steps.install_release(places, release)
    steps.stop(places)
    kept = safety_copy.make(places, before.name)
    say(f"Salinan sebelum naik: {kept}")
    try:
        _forward(places, target)
    except SandingError as error:
        say(f"Kenaikan gagal: {error}")
        _backward(places, before, kept)
        raise EngineFault(
            f"kenaikan ke {release.version} dibatalkan; situs kembali ke {before.name} dengan data semula",
            remedy="Sampaikan baris di atas kepada pengembang.",
            code="SND-INS-11",
        ) from error
    say(f"Sanding {release.version} dipakai. Untuk kembali: sanding upgrade --back {before.name}")


def _forward(places: Places, target: Path) -> None:
    steps.prepare_site(places, target)
    ask_doctor(places, target)
    point(places.current, target)
    steps.write_units(places)
    steps.start(places)


def _backward(places: Places, before: Path, kept: Path) -> None:
    safety_copy.put_back(places, kept)
    point(places.current, before)
    steps.collect(places, before)
    steps.write_units(places)
    steps.start(places)


def go_back(places: Places, version: str) -> None:
    """To an earlier release with the data as it was when that release was left; what came later is lost and said so."""
    target = places.release(version)
    if not (target / steps.READY).exists():
        raise InputFault(
            f"terbitan {version} tidak terpasang lagi", remedy="Lihat isi /opt/sanding.", code="SND-INS-12"
        )
    kept = safety_copy.latest(places, version)
    steps.stop(places)
    later = safety_copy.make(places, places.current.resolve().name)
    say(f"Keadaan sekarang disimpan di {later}; isian sesudah kenaikan tidak ikut kembali.")
    _backward(places, target, kept)
    say(f"Sanding {version} dipakai lagi.")


def ask_doctor(places: Places, target: Path) -> None:
    """EngineFault where the new release cannot stand on the data."""
    values = environment_file.read(places.environment)
    given = ["env", *(f"{name}={value}" for name, value in values.items())]
    said = run_loosely(
        as_user(places, [*given, str(target / "bin" / "sanding"), "doctor", "--json"]), where=places.data
    )
    try:
        found = json.loads(said)["findings"]
    except (ValueError, KeyError) as error:
        raise EngineFault("sanding doctor terbitan baru tidak menjawab", code="SND-INS-13") from error
    grave = [one for one in found if one["level"] == "salah" and one["name"] in _ASKED]
    if grave:
        words = "; ".join(f"{one['title']}: {one['words']}" for one in grave)
        raise EngineFault(f"sanding doctor menolak terbitan baru: {words}", code="SND-INS-14")
