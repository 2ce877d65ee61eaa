"""``sanding audit verify FILE``: the proof of an exported audit log, without the site and its database."""

import re
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from sanding.audit_chain.evidence import read_lines
from sanding.audit_chain.report import Report
from sanding.audit_chain.verify import verify
from sanding.commands.words import print_json
from sanding.documents.wording import number
from sanding.errors import InputFault

HELP = "buktikan jejak audit dari berkas ekspornya; keluar 1 bila ada yang tidak cocok"
NOT_WHOLE = 1
_HASH = re.compile(r"[0-9a-f]{64}")


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("act", choices=["verify"], metavar="TINDAKAN", help="verify: memeriksa satu berkas ekspor")
    part.add_argument("file", type=Path, metavar="BERKAS", help="ekspor bukti dari halaman Jejak audit (.jsonl.gz)")
    part.add_argument(
        "--anchor", action="append", default=[], metavar="SIDIK",
        help="sidik pada lembar jangkar yang dicetak, 64 huruf/angka; boleh berspasi, boleh diulang",
    )  # fmt: skip


def run(arguments: Namespace) -> int:
    report = verify(read_lines(arguments.file), anchors=[_anchor(text) for text in arguments.anchor])
    if arguments.json:
        _print_as_json(report)
    else:
        _say(report, bool(arguments.anchor))
    return 0 if report.whole else NOT_WHOLE


def _anchor(text: str) -> str:
    """A hash as it stands on paper: groups, spaces, dashes and capitals do not matter."""
    found = re.sub(r"[\s-]", "", text).lower()
    if not _HASH.fullmatch(found):
        raise InputFault(
            "sidik jangkar bukan 64 huruf/angka heksadesimal",
            where="--anchor",
            remedy="Salin seluruh sidik dari lembar jangkar, atau pindai kode QR-nya.",
            code="SND-AUD-03",
        )
    return found


def _print_as_json(report: Report) -> None:
    flaws = [{**asdict(one), "words": str(one)} for one in report.flaws]
    met = {one: {"block": block, "at": at} for one, (block, at) in report.met.items()}
    print_json({**asdict(report), "whole": report.whole, "flaws": flaws, "met": met})


def _say(report: Report, with_anchor: bool) -> None:
    counts = f"{number(report.entries)} catatan dalam {number(report.blocks)} blok, {number(report.anchors)} jangkar"
    print(f"{counts}; terkunci sampai {report.until or 'belum ada blok'}.")
    for anchor, (block, at) in report.met.items():
        print(f"Jangkar {anchor[:12]}… ada pada rantai: blok {number(block)}, {at}.")
    for flaw in report.flaws:
        print(f"  {flaw}.")
    if report.flaw_count > len(report.flaws):
        print(f"  … dan {number(report.flaw_count - len(report.flaws))} lainnya.")
    if not report.whole:
        print(f"TIDAK UTUH: {number(report.flaw_count)} ketidakcocokan. Yang pertama: {report.flaws[0]}.")
        return
    print(f"UTUH. Sidik blok terakhir: {report.last}")
    if not with_anchor:
        print("Untuk membuktikan rantai tidak disusun ulang, bandingkan dengan lembar jangkar: --anchor SIDIK.")
