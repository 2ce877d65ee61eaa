"""``sanding backup``: make an encrypted backup, verify one, or prove that the newest one restores."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sanding.backup.container import drain, read_backup
from sanding.backup.facts import tell
from sanding.backup.make import make_backup
from sanding.backup.self_test import self_test
from sanding.commands.words import print_json
from sanding.documents.wording import number
from sanding.errors import InputFault
from sanding.installation import Installation, existing_installation, read_installation
from sanding.keys import load_backup_key

HELP = "buat cadangan tersandi, periksa satu cadangan, atau uji bahwa yang terbaru dapat dipulihkan"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("--to", type=Path, metavar="FOLDER", help="folder cadangan (bawaan: SANDING_BACKUPS)")
    one = part.add_mutually_exclusive_group()
    one.add_argument("--verify", type=Path, metavar="BERKAS", help="periksa seluruh isi satu cadangan")
    one.add_argument("--self-test", action="store_true", help="pulihkan yang terbaru di samping, periksa, lalu hapus")


def run(arguments: Namespace) -> int:
    if arguments.verify:
        manifest = read_backup(arguments.verify, load_backup_key(read_installation().keys), drain)
        facts = {name: manifest[name] for name in ("made", "release", "database")}
        return _say(
            arguments, {**facts, "members": len(manifest["members"]), "rows": sum(manifest["rows"].values())},
            f"UTUH. Cadangan {manifest['made']}, terbitan {manifest['release']}, "
            f"{number(len(manifest['members']))} bagian, {number(sum(manifest['rows'].values()))} baris.",
        )  # fmt: skip
    at = existing_installation()
    folder = _folder(arguments, at)
    if arguments.self_test:
        name = self_test(at, folder)
        return _say(
            arguments, {"file": name, "good": True}, f"DAPAT DIPULIHKAN. {name} dipulihkan di samping dan cocok."
        )
    made = make_backup(at, folder)
    tell(at, "backup", file=made.file.name, size=made.size)
    return _say(
        arguments, {"file": str(made.file), "size": made.size, "removed": made.removed},
        f"Cadangan {made.file} ({number(made.size)} byte) selesai. Salin keluar peladen; kuncinya tidak di dalamnya.",
    )  # fmt: skip


def _folder(arguments: Namespace, at: Installation) -> Path:
    folder: Path | None = arguments.to.resolve() if arguments.to else at.backups
    if folder is None:
        raise InputFault("folder cadangan belum disebut", remedy="Pakai --to atau SANDING_BACKUPS.", code="SND-BAK-17")
    return folder


def _say(arguments: Namespace, facts: dict[str, object], words: str) -> int:
    if arguments.json:
        print_json(facts)
    else:
        print(words)
    return 0
