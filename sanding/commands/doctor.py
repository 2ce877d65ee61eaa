"""``sanding doctor``: every check of the machine, and those of the site asked in a process of its own.

A site that does not even start is one of the findings, so the machine's checks never depend on it.
"""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from sanding.commands.words import print_json
from sanding.doctor.finding import LEVELS, Finding, examine, worst
from sanding.doctor.machine_checks import CHECKS
from sanding.doctor.situation import here

HELP = "periksa peladen dan situs; tiap baris menyebut yang salah dan obatnya. Keluar 0 baik, 1 peringatan, 2 salah"
_SITE = "SITE:"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("--machine-only", action="store_true", help="tanpa bertanya kepada situs dan basis datanya")


def run(arguments: Namespace) -> int:
    found = examine(CHECKS, here())
    if not arguments.machine_only:
        found += _of_the_site()
    level = worst(found)
    if arguments.json:
        print_json({"level": level, "findings": [asdict(one) for one in found]})
    else:
        for one in sorted(found, key=lambda one: -LEVELS.index(one.level)):
            print(one)
    return LEVELS.index(level)


def _of_the_site() -> list[Finding]:
    """The site's own findings, as its command ``doctor`` prints them."""
    command = [sys.executable, "-m", "sanding_web", "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ), timeout=120)
    lines = [line.removeprefix(_SITE) for line in done.stdout.splitlines() if line.startswith(_SITE)]
    if not lines:
        last = (done.stderr.strip().splitlines() or ["tanpa keterangan"])[-1].split(":")[0]
        remedy = "Periksa pengaturan di /etc/sanding/sanding.env dan catatan layanan."
        return [Finding("site", "Situs", "salah", f"situs tidak dapat dimulai ({last})", remedy)]
    return [Finding(**one) for one in json.loads(lines[-1])]
