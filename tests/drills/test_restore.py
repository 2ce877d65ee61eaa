"""Backup and restore on both databases with real processes: six cases, each leaving the running site as it was."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sanding.backup import postgres
from tests.drills.test_sealer_killed import SERVER, _drop, _postgres
from tests.sanding.backup.place import to_the_byte

pytestmark = pytest.mark.drill
PROJECT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A site with data and one backup of it, made by the command."""
    folder = tmp_path_factory.mktemp("restore")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SANDING_")},
        "SANDING_HOME": str(folder / "home"),
        "SANDING_SCRATCH": str(folder / "scratch"),
        "SANDING_BACKUPS": str(folder / "backups"),
        "DJANGO_SETTINGS_MODULE": "sanding_web.settings",
        "PYTHONPATH": str(PROJECT),
    }
    environment.pop("DATABASE_URL", None)
    name = f"sanding_restore_{os.getpid()}"
    if request.param == "postgresql":
        environment["DATABASE_URL"] = _postgres(name)
    assert _act(environment, "prepare") == {"entries": 300, "blocks": 15, "numbers": 2}
    assert _sanding(environment, "backup")[0] == 0
    assert _act(environment, "change")["entries"] == 301
    yield environment
    if request.param == "postgresql":
        _drop(name)
        for left in _databases(name):
            _drop(left)


def _databases(start: str) -> list[str]:
    import psycopg

    with psycopg.connect(SERVER) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{start}\\_%"]).fetchall()
    return [name for (name,) in rows]


def _act(site: dict[str, str], *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.drills.restoring", *words]
    done = subprocess.run(command, env=site, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _sanding(site: dict[str, str], *words: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "sanding", *words]
    done = subprocess.run(command, env=site, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _backup(site: dict[str, str]) -> Path:
    return sorted(Path(site["SANDING_BACKUPS"]).glob("*.sanding"))[0]


def _rows(site: dict[str, str]) -> dict[str, int]:
    import psycopg

    with psycopg.connect(postgres.conninfo(site["DATABASE_URL"])) as connection:
        return postgres.counts(connection)


def _untouched(site: dict[str, str]) -> dict[str, Any]:
    """Every byte of the home, and on PostgreSQL every table's rows and which databases there are."""
    home = to_the_byte(Path(site["SANDING_HOME"]))
    kept = {
        name: value for name, value in home.items() if not name.startswith(".") and not name.endswith(("-shm", "-wal"))
    }
    if "DATABASE_URL" in site:
        return {**kept, "rows": _rows(site)}
    return kept


def test_the_right_key_restores_into_a_new_place_and_proves_it(site: dict[str, str], tmp_path: Path) -> None:
    before = _untouched(site)
    code, said = _sanding(site, "restore", str(_backup(site)), "--into", str(tmp_path / "new"), "--json")
    assert code == 0, said
    assert _untouched(site) == before
    new = {**site, "SANDING_HOME": str(tmp_path / "new"), "SANDING_KEYS": f"{site['SANDING_HOME']}/keys"}
    if "DATABASE_URL" in site:
        name = json.loads(said)["database"]
        new["DATABASE_URL"] = postgres.url_for(site["DATABASE_URL"], name)
    assert _act(new, "state") == {"entries": 300, "blocks": 15, "numbers": 2}
    if "DATABASE_URL" in site:
        _drop(name)


@pytest.mark.parametrize("case", ["wrong key", "no key", "truncated", "sabotaged", "other data keys"])
def test_a_failed_restore_leaves_the_running_site_untouched(site: dict[str, str], tmp_path: Path, case: str) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    for path in (Path(site["SANDING_HOME"]) / "keys").iterdir():
        (keys / path.name).write_bytes(path.read_bytes())
        (keys / path.name).chmod(0o600)
    content = bytearray(_backup(site).read_bytes())
    if case == "wrong key":
        (keys / "backup.key").write_bytes(os.urandom(32))
    elif case == "no key":
        (keys / "backup.key").unlink()
    elif case == "truncated":
        del content[-1000:]
    elif case == "sabotaged":
        content[len(content) // 3] ^= 1
    else:
        (keys / "identity.key").write_bytes(os.urandom(64))
    harmed = tmp_path / "harmed.sanding"
    harmed.write_bytes(content)
    before, databases = _untouched(site), _databases("sanding_restore") if "DATABASE_URL" in site else []
    code, said = _sanding({**site, "SANDING_KEYS": str(keys)}, "restore", str(harmed), "--replace")
    assert code in (3, 6) and "SND-" in said, said
    assert "nomor tersandi" in said or case != "other data keys", said
    assert _untouched(site) == before
    assert not list(Path(site["SANDING_HOME"]).glob(".restor*")) and not list(
        Path(site["SANDING_HOME"]).glob("..restor*")
    )
    assert "DATABASE_URL" not in site or _databases("sanding_restore") == databases


def test_a_restore_killed_in_the_middle_leaves_the_site_and_the_next_one_takes_its_place(site: dict[str, str]) -> None:
    home, before = Path(site["SANDING_HOME"]), _untouched(site)
    command = [sys.executable, "-m", "sanding", "restore", str(_backup(site)), "--replace"]
    with subprocess.Popen(command, env=site, cwd=PROJECT, stdout=subprocess.DEVNULL, start_new_session=True) as process:
        until = time.monotonic() + 60
        while not list(home.glob(".*.restoring-*/uploads/*")):
            assert process.poll() is None and time.monotonic() < until, "it ended before it could be killed"
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
    assert _untouched(site) == before
    assert _act(site, "state")["entries"] == 301
    code, said = _sanding(site, "restore", str(_backup(site)), "--replace")
    assert code == 0, said
    assert _act(site, "state")["entries"] == 300


def test_the_newest_backup_restores_by_itself_every_month(site: dict[str, str]) -> None:
    command = [sys.executable, "-m", "sanding_web", "self_restore"]
    done = subprocess.run(command, env=site, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    facts = json.loads((Path(site["SANDING_HOME"]) / "backup-facts.json").read_bytes())
    assert facts["self_restore"]["good"] is True and facts["self_restore"]["file"] == _backup(site).name
