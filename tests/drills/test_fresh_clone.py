"""A fresh clone and the README's first command: the site stands; a second start builds nothing anew."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="a fresh clone starts on SQLite"),
]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git holds, and nothing that this machine has beside it."""
    target = tmp_path_factory.mktemp("clone") / "sanding"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(target)], check=True)
    return target


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def made_to_run(clone: Path) -> Iterator[tuple[str, float, str]]:
    """``make run`` until the site answers: its address, the seconds it took, and what it said so far."""
    address = f"127.0.0.1:{_port()}"
    kept = ("PATH", "HOME", "LANG", "PIP_", "npm_config", "NPM_", "SSL_", "REQUESTS_")
    clean = {name: value for name, value in os.environ.items() if name.startswith(kept)}
    said = clone.parent / "said.txt"
    begin = time.monotonic()
    with said.open("w") as out:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env={**clean, "SANDING_BIND": address, "SANDING_SCRATCH": str(clone.parent / "scratch")},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while not _alive(address):
            assert process.poll() is None, said.read_text()[-3000:]
            assert time.monotonic() - begin < 900, said.read_text()[-3000:]
            time.sleep(0.3)
        yield address, time.monotonic() - begin, said.read_text()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _alive(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/sehat/", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_make_run_serves_the_demo_district_and_a_second_start_builds_nothing(clone: Path) -> None:
    with made_to_run(clone) as (address, first, said):
        assert "Kabupaten rekaan siap" in said
        with urllib.request.urlopen(f"http://{address}/akun/masuk/", timeout=30) as answer:
            page = answer.read().decode()
        assert "Data rekaan" in page and 'value="endah"' in page and "Kabupaten Sumbersari" in page
        assert "/static/sanding" in page
    installed = (clone / ".venv" / "ready").stat().st_mtime_ns
    with made_to_run(clone) as (_address, second, said):
        assert "Menyusun" not in said
        assert (clone / ".venv" / "ready").stat().st_mtime_ns == installed
        assert second < first / 3, f"first start {first:.0f} s, second {second:.0f} s"
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert status.stdout == "", "make run leaves files that git does not ignore"
