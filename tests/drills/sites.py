"""A site of a drill's own: its folders, its database on the server the run is for, and processes on it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SERVER = os.environ.get("SANDING_TEST_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")
ON_POSTGRES = "postgres" in os.environ.get("DATABASE_URL", "")
MIDDLE = "di tengah\n"


class Site:
    """An installation in a folder; ``more`` are settings of its own."""

    def __init__(self, home: Path, database_url: str = "", **more: str) -> None:
        self.home = home
        self.environment = {
            **os.environ, "SANDING_HOME": str(home), "SANDING_SCRATCH": str(home / "scratch"),
            "DJANGO_SETTINGS_MODULE": "sanding_web.settings", "PYTHONPATH": str(PROJECT), **more,
        }  # fmt: skip
        self.environment.pop("DATABASE_URL", None)
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    def act(self, *words: str, **more: str) -> dict[str, object]:
        """One act of ``tests.drills.faults`` in a process of its own."""
        done = subprocess.run(
            self._command(*words),
            env={**self.environment, **more},
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def begin(self, *words: str, **more: str) -> "subprocess.Popen[str]":
        environment = {**self.environment, **more}
        return subprocess.Popen(
            self._command(*words),
            env=environment,
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def kill_in_the_middle(self, *words: str) -> None:
        """Begin an act that pauses in its middle, and kill it there."""
        process = self.begin(*words)
        self.wait_for_the_middle(process)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def wait_for_the_middle(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line == MIDDLE:
                return
        raise AssertionError("the process ended before its middle")

    def race(self, *racers: tuple[str, ...]) -> list[dict[str, object]]:
        """All acts at once, each told to go by the same sign; their answers."""
        go = self.home / f"go-{time.monotonic_ns()}"
        running = [self.begin(*words, str(go)) for words in racers]
        for process in running:
            self.wait_for_the_middle(process)
        go.touch()
        told = [process.communicate(timeout=180)[0] for process in running]
        return [json.loads(one.splitlines()[-1]) for one in told]

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.drills.faults", *words]


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of a database for one drill: "" for SQLite, a fresh one on PostgreSQL."""
    if not ON_POSTGRES:
        yield ""
        return
    import psycopg

    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            server.execute(f'CREATE DATABASE "{name}"'.encode())
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server: set SANDING_TEST_POSTGRES")
    yield f"{SERVER.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
