"""``sanding install``: from a release archive to a running site, without internet. May be run again at any time."""

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sanding.errors import InputFault
from sanding.installing import database, environment_file, steps
from sanding.installing.archive import open_release
from sanding.installing.machine import check_machine, make_user, point, say
from sanding.installing.places import Places

HELP = "pasang Sanding di peladen ini dari arsip terbitan, tanpa internet (perlu root)"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument(
        "--from", dest="source", type=Path, metavar="ARSIP", help="arsip terbitan, .tar.gz atau foldernya"
    )
    part.add_argument("--host", default="sanding.lan", metavar="NAMA", help="nama situs di jaringan kantor")
    part.add_argument("--bind", default="0.0.0.0:443", metavar="ALAMAT", help="alamat dan port HTTPS")
    part.add_argument(
        "--database", default="sqlite", metavar="JENIS",
        help="sqlite, postgresql (peran dan basis data dibuat di peladen ini), atau alamat postgres://…",
    )  # fmt: skip
    part.add_argument("--admin", nargs=2, metavar=("AKUN", "NAMA"), help="buat administrator pertama; sandi ditanyakan")
    part.add_argument(
        "--root", type=Path, default=Path("/"), metavar="FOLDER", help="pasang ke dalam satu folder (uji)"
    )


def run(arguments: Namespace) -> int:
    if arguments.source is None:
        raise InputFault("arsip terbitan belum disebut", remedy="Pakai --from sanding-X.Y.Z.tar.gz.", code="SND-INS-07")
    places = Places(arguments.root.resolve())
    places.root.mkdir(parents=True, exist_ok=True)
    check_machine(places)
    with tempfile.TemporaryDirectory(prefix="sanding-") as aside:
        install(places, arguments, Path(aside))
    return 0


def install(places: Places, arguments: Namespace, aside: Path) -> None:
    release = open_release(arguments.source, aside)
    say(f"Arsip Sanding {release.version} utuh.")
    make_user(places)
    steps.make_folders(places)
    url = database.prepare(places, arguments.database)
    values = environment_file.first_values(places, host=arguments.host, bind=arguments.bind, database_url=url)
    environment_file.write(places, values)
    target = steps.install_release(places, release)
    steps.make_keys(places, target)
    steps.make_certificate(places, target, arguments.host)
    steps.prepare_site(places, target)
    point(places.current, target)
    steps.write_units(places)
    _first_administrator(places, target, arguments.admin)
    steps.start(places)
    _say_what_next(places)


def _first_administrator(places: Places, target: Path, named: list[str] | None) -> None:
    """On the terminal itself: the password is asked there and never stands in a command."""
    if not named:
        return
    for name, value in environment_file.read(places.environment).items():
        os.environ[name] = value
    from sanding.installing.machine import as_user

    command = as_user(places, [str(target / "bin" / "python"), "-m", "sanding_web", "create_account", *named])
    if os.spawnvp(os.P_WAIT, command[0], command):
        say(
            'Administrator belum dibuat; ulangi: sanding-web create_account AKUN "NAMA"',
        )
    sys.stdout.flush()


def _say_what_next(places: Places) -> None:
    values = environment_file.read(places.environment)
    say(f"Sanding siap di {values['SANDING_ADDRESS']}")
    say(f"Pasang {places.tls / 'ca.crt'} sebagai otoritas tepercaya pada tiap komputer kantor.")
    say("Berikutnya: sanding doctor; lalu cetak lembar pemulihan kunci (docs/administrator.md, bagian Kunci).")
