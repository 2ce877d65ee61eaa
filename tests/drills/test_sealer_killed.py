"""kill -9 in the middle of sealing, again and again: the chain is whole each time, and in the end nothing waits."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.drill
PROJECT = Path(__file__).parents[2]
SERVER = os.environ.get("SANDING_TEST_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")
ENTRIES, KILLS = 6_000, (1, 7, 30)


def _postgres(name: str) -> str:
    """A database of the drill's own; skips with a word where no server answers."""
    import psycopg

    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            server.execute(f'CREATE DATABASE "{name}"'.encode())
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server: set SANDING_TEST_POSTGRES")
    return f"{SERVER.rsplit('/', 1)[0]}/{name}"


def _drop(name: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a site with many unsealed entries."""
    environment = {
        **os.environ,
        "SANDING_HOME": str(tmp_path / "home"),
        "SANDING_SCRATCH": str(tmp_path / "scratch"),
        "DJANGO_SETTINGS_MODULE": "sanding_web.settings",
        "PYTHONPATH": str(PROJECT),
    }
    environment.pop("DATABASE_URL", None)
    name = f"sanding_drill_{os.getpid()}"
    if request.param == "postgresql":
        environment["DATABASE_URL"] = _postgres(name)
    yield environment
    if request.param == "postgresql":
        _drop(name)


def _act(site: dict[str, str], *words: str) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.drills.sealing", *words]
    done = subprocess.run(command, env=site, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _kill_while_sealing(site: dict[str, str], after: int) -> None:
    """Start a sealer and kill it once it told of so many blocks."""
    command = [sys.executable, "-m", "tests.drills.sealing", "seal"]
    with subprocess.Popen(command, env=site, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(after):
            assert process.stdout.readline() == "blok\n", "the sealer ended before it could be killed"
        process.send_signal(signal.SIGKILL)


def test_a_killed_sealer_leaves_a_whole_chain_and_the_next_one_goes_on(site: dict[str, str]) -> None:
    _act(site, "prepare", str(ENTRIES))
    blocks = 0
    for after in KILLS:
        _kill_while_sealing(site, after)
        found = _act(site, "state")
        assert found["whole"] and found["waiting"], found
        assert int(str(found["sealed"])) + int(str(found["waiting"])) == ENTRIES
        assert int(str(found["blocks"])) >= blocks + after
        blocks = int(str(found["blocks"]))
    _act(site, "seal")
    found = _act(site, "state")
    assert (found["whole"], found["sealed"], found["waiting"]) == (True, ENTRIES, 0)
