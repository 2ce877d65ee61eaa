"""Runs the suites: core once; web and access on SQLite and PostgreSQL; browser. The last lines say what ran.

In CI (CI=true) a missing database or browser is a failure; elsewhere it is named and left out.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import machine  # noqa: E402

IN_CI = os.environ.get("CI") == "true"
CORE = [
    "tests/house",
    "tests/sanding",
    "tests/rulebook",
    "tests/agreement",
    "tests/truth",
    "tests/reference",
    "tests/upgrade",
]
WEB = ["tests/web", "tests/access"]
BOTH_BY_THEMSELVES = ["test_restore", "test_install"]
"""Drills that take both databases in one run, or none."""


@dataclass
class Tally:
    """Sums over all runs."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, output: str) -> None:
        closing = output.strip().splitlines()[-1] if output.strip() else ""
        for name, words in (("passed", "passed"), ("failed", "failed|errors?"), ("skipped", "skipped")):
            for count in re.findall(rf"(\d+) (?:{words})\b", closing):
                setattr(self, name, getattr(self, name) + int(count))


def pytest(tally: Tally, title: str, paths: list[str], *options: str, **environment: str) -> None:
    """One run of pytest, its output shown as it comes."""
    paths = [path for path in paths if Path(path).exists()]
    if not paths:
        return
    print(f"== {title}", flush=True)
    begin = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *paths, *options],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    code = process.wait()
    before = tally.failed
    tally.add("".join(lines))
    if code not in (0, 5) and tally.failed == before:
        tally.failed += 1
    tally.notes.append(f"{title} ({time.monotonic() - begin:.0f} detik)")


def missing(tally: Tally, what: str) -> None:
    tally.notes.append(f"TIDAK ADA: {what}")
    if IN_CI:
        tally.failed += 1


def run_everything(tally: Tally) -> None:
    spread = ["-n", "2", "-m", "not drill"]
    chromium, postgres = machine.has_chromium(), machine.has_postgres()
    pytest(tally, "inti", CORE, *spread)
    pytest(tally, "web dan akses, SQLite", WEB, *spread)
    if postgres:
        pytest(tally, "web dan akses, PostgreSQL", WEB, *spread, DATABASE_URL=machine.postgres_url("sanding_suite"))
    else:
        missing(tally, "PostgreSQL")
    if chromium:
        files = ["-n", "2", "--dist", "loadfile", "-m", "not drill", "-p", "no:randomly"]
        pytest(tally, "peramban, SQLite", ["tests/browser"], *files)
        if postgres:
            pytest(
                tally, "peramban, PostgreSQL", ["tests/browser"], "-m", "on_postgres", "-p", "no:randomly",
                DATABASE_URL=machine.postgres_url("sanding_suite"),
            )  # fmt: skip
    else:
        missing(tally, "chromium (apt-get install -y chromium)")


def run_drills(tally: Tally) -> None:
    pytest(tally, "latihan, SQLite", ["tests/drills"], "-m", "drill", "-p", "no:randomly")
    if machine.has_postgres():
        own = [f"--ignore=tests/drills/{name}.py" for name in BOTH_BY_THEMSELVES]
        pytest(
            tally, "latihan, PostgreSQL", ["tests/drills"], "-m", "drill", "-p", "no:randomly", *own,
            DATABASE_URL=machine.postgres_url("sanding_drills"),
        )  # fmt: skip
    else:
        missing(tally, "PostgreSQL")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drills", action="store_true")
    tally = Tally()
    (run_drills if parser.parse_args().drills else run_everything)(tally)
    print("== dijalankan: " + "; ".join(tally.notes))
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
