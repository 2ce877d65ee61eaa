"""``sanding keys``: print the recovery sheet for two holders, and bring the keys back from it."""

import html
import io
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

import segno

from sanding.commands.words import print_json
from sanding.errors import InputFault
from sanding.installation import read_installation
from sanding.keys import load_keys, load_or_create_backup_key
from sanding.recovery_sheet import HALVES, bring_back, sheets_of

HELP = "cetak lembar pemulihan kunci untuk dua pemegang (sheet), atau kembalikan kunci darinya (recover)"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("act", choices=["sheet", "recover"], metavar="TINDAKAN", help="sheet atau recover")
    part.add_argument("files", type=Path, nargs="*", metavar="BERKAS", help="recover: lembar A lalu lembar B, diketik")
    part.add_argument("--to", type=Path, metavar="FOLDER", help="sheet: folder di memori atau media yang dimusnahkan")


def run(arguments: Namespace) -> int:
    at = read_installation()
    if arguments.act == "recover":
        bring_back(at.keys, _typed(arguments.files))
        words = f"Kunci dikembalikan ke {at.keys}. Hapus kedua berkas ketikan."
        facts = {"folder": str(at.keys)}
    else:
        load_keys(at.keys)
        load_or_create_backup_key(at.keys)
        folder = (arguments.to or at.scratch / "recovery-sheet").resolve()
        _write(folder, sheets_of(at.keys))
        words = (
            f"Lembar A dan B ada di {folder} (.html untuk dicetak, .txt). Cetak, serahkan kepada dua orang, "
            "lalu hapus folder itu."
        )
        facts = {"folder": str(folder)}
    if arguments.json:
        print_json(facts)
    else:
        print(words)
    return 0


def _typed(files: list[Path]) -> dict[str, str]:
    if len(files) != len(HALVES) or not all(one.is_file() for one in files):
        raise InputFault(
            "lembar A dan B harus disebut keduanya", remedy="sanding keys recover A.txt B.txt", code="SND-KEY-09"
        )
    return {half: path.read_text(encoding="utf-8") for half, path in zip(HALVES, files, strict=True)}


def _write(folder: Path, sheets: dict[str, list[str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for half, lines in sheets.items():
        _private(folder / f"lembar-{half}.txt", "\n".join(lines) + "\n")
        _private(folder / f"lembar-{half}.html", _page(half, lines))


def _private(path: Path, content: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(content)


def _page(half: str, lines: list[str]) -> str:
    """A page to print: the lines to type and a QR code with the same lines."""
    picture = io.BytesIO()
    segno.make("\n".join(lines), error="m").save(picture, kind="svg", scale=4, xmldecl=False)
    rows = "\n".join(html.escape(line) for line in lines)
    return (
        '<!doctype html><html lang="id"><meta charset="utf-8">'
        f"<title>Lembar pemulihan {half}</title><h1>Lembar pemulihan kunci Sanding: bagian {half} dari A dan B</h1>"
        "<p>Simpan di tempat terkunci, terpisah dari bagian lainnya dan dari cadangan. Satu bagian saja tidak membuka "
        "apa pun; kedua bagian bersama membuka semua data.</p>"
        f'<pre style="font-size:16pt">{rows}</pre>{picture.getvalue().decode()}'
        "<p>Mengembalikan: ketik setiap baris ke berkas, lalu <code>sanding keys recover A.txt B.txt</code>. Huruf O "
        "dibaca 0; I dan L dibaca 1. Empat huruf terakhir tiap baris memeriksa baris itu.</p>"
        "<p>Nama pemegang: ____________________ Tanggal: ____________ Tanda tangan: ____________</p></html>"
    )
