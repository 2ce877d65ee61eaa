"""``sanding restore``: a backup into a new place, or in the stead of the running installation once it is proven."""

import secrets
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from sanding.backup import postgres
from sanding.backup.flip import flip, turn_back
from sanding.backup.restore import Restored, restore_aside
from sanding.commands.words import print_json
from sanding.installation import Installation, read_installation

HELP = "pulihkan cadangan ke tempat baru, atau (--replace) gantikan situs sesudah hasilnya terbukti"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("file", type=Path, metavar="BERKAS", help="berkas cadangan")
    one = part.add_mutually_exclusive_group(required=True)
    one.add_argument("--into", type=Path, metavar="FOLDER", help="folder baru; situs yang berjalan tidak disentuh")
    one.add_argument("--replace", action="store_true", help="gantikan situs; yang lama tetap disimpan di sampingnya")
    part.add_argument("--database", default="", metavar="NAMA", help="nama basis data PostgreSQL baru")


def run(arguments: Namespace) -> int:
    at = read_installation()
    if turn_back(at) and not arguments.json:
        print("Pertukaran terdahulu yang terputus sudah dikembalikan.")
    mark = secrets.token_hex(4)
    database = arguments.database or ("" if at.sqlite else f"{postgres.database_of(at.database_url)}_restored_{mark}")
    folder = arguments.into.resolve() if arguments.into else at.home / f".restored-{mark}"
    restored = restore_aside(arguments.file, at, folder, database=database)
    ending = _replace(at, restored, folder, database) if arguments.replace else ""
    if arguments.json:
        print_json({"made": restored.manifest["made"], "folder": str(folder), "database": database, "before": ending})
    elif ending:
        print(f"Situs dipulihkan ke {restored.manifest['made']}. Yang lama disimpan dengan akhiran {ending}.")
    else:
        print(f"Cadangan {restored.manifest['made']} dipulihkan ke {folder} {database}. Semua pemeriksaan cocok.")
    return 0


def _replace(at: Installation, restored: Restored, folder: Path, database: str) -> str:
    try:
        return flip(at, restored)
    except BaseException:
        if database:
            postgres.drop(at.database_url, database)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
