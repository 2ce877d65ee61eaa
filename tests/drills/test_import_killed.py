"""kill -9 in the middle of an import, then of an acceptance, with a real worker; the next worker finishes alike.

Told as one journey per kill: a site of its own in a folder of its own, a batch uploaded, its worker killed while rows
are on the way, a second worker started, and the register compared with one that nobody disturbed.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.drill
PROJECT = Path(__file__).parents[2]
PERSONS = 12_000
LONGEST = 240.0


class Site:
    """An installation of its own: migrated, with two officers and a batch that waits for its check."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "SANDING_HOME": str(home),
            "SANDING_SCRATCH": str(home / "scratch"),
            "SANDING_DRILL_CHUNK": "500",
            "DJANGO_SETTINGS_MODULE": "tests.drills.site_settings",
            "PYTHONPATH": str(PROJECT),
        }
        self.environment.pop("DATABASE_URL", None)

    def run(self, act: str, *arguments: str) -> dict[str, object]:
        """One act of ``tests.drills.acts`` in a process of its own."""
        command = [sys.executable, "-m", "tests.drills.acts", act, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def worker(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.drills.acts", "worker"]
        return subprocess.Popen(command, env=self.environment, cwd=PROJECT, stderr=subprocess.DEVNULL)

    def chunks(self) -> int:
        """Chunks of the file that are read and written."""
        return len(list(self.home.glob("vintages/.draft-*/chunks-*.parquet")))

    def pieces(self) -> int:
        """Pieces that are in the database."""
        with closing(sqlite3.connect(self.home / "sanding.sqlite3", timeout=30)) as connection:
            return int(connection.execute("SELECT applied_pieces FROM registry_batch").fetchone()[0])

    def finish(self) -> None:
        """A worker until the queue is empty."""
        self.run("finish")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    from sanding.synthetic.bulk import write_persons_csv

    found = write_persons_csv(tmp_path_factory.mktemp("sheets") / "dtsen.csv", PERSONS, 3399)
    return [str(found.families), str(found.persons)]


@pytest.fixture(scope="module")
def undisturbed(sheets: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the register says where nobody is killed."""
    site = Site(tmp_path_factory.mktemp("quiet"))
    site.run("upload", *sheets)
    site.finish()
    site.run("accept")
    site.finish()
    return site.run("content")


@pytest.fixture
def site(sheets: list[str], tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "home")
    made.run("upload", *sheets)
    yield made


def kill_while(site: Site, done: Callable[[], int], *, least: int) -> None:
    """Start a worker and kill it with SIGKILL once at least ``least`` of what ``done`` counts is there."""
    worker, begin = site.worker(), time.monotonic()
    try:
        while time.monotonic() - begin < LONGEST and done() < least:
            time.sleep(0.002)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert done() >= least, "the worker never came so far"


def test_import_killed_midway_ends_with_the_same_content(site: Site, undisturbed: dict[str, object]) -> None:
    kill_while(site, site.chunks, least=2)
    state = site.run("progress")
    assert state["state"] == "checking"
    site.run("silence")
    site.finish()
    site.run("accept")
    site.finish()
    assert site.run("content") == undisturbed


def test_acceptance_killed_midway_shows_nothing_and_ends_alike(site: Site, undisturbed: dict[str, object]) -> None:
    site.finish()
    site.run("accept")
    kill_while(site, site.pieces, least=2)
    state = site.run("progress")
    assert state["state"] == "applying"
    assert site.run("content")["families"] == 0
    site.run("silence")
    site.finish()
    assert site.run("content") == undisturbed


def test_nothing_plain_is_left_after_a_killed_import(site: Site) -> None:
    kill_while(site, site.chunks, least=2)
    site.run("silence")
    site.finish()
    scratch = Path(str(site.environment["SANDING_SCRATCH"]))
    assert [path.name for path in scratch.rglob("*") if path.is_file()] == []
