"""The whole installation, as on a server without internet: build, install, start the units, answer over HTTPS."""

import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sanding.installing.environment_file import read
from sanding.installing.places import Places
from tests.drills.ports import free_port

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_MINUTES = 15
pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="installed once, with SQLite"),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The opened release archive; skips with a word where no registry gives the wheels."""
    to = tmp_path_factory.mktemp("release")
    if not (PROJECT / "sanding_web" / "static_built" / "sanding.css").exists():
        pytest.skip("the assets are not built: make assets")
    command = [sys.executable, "scripts/build_release.py", "--to", str(to), "--trial"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode and "pip" in done.stderr and "download" in done.stderr:
        pytest.skip(f"no package registry in reach: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr[-2000:]
    shutil.unpack_archive(done.stdout.strip().splitlines()[-1], to, filter="data")
    [folder] = [path for path in to.iterdir() if path.is_dir()]
    return folder


def _without_network(command: list[str]) -> list[str]:
    """In a network of its own that reaches nothing, where the machine lets us make one."""
    allowed = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["unshare", "-n", *command] if allowed else command


def install(release: Path, root: Path, port: int) -> "subprocess.CompletedProcess[str]":
    dead = "http://127.0.0.1:9"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    nothing = {"http_proxy": dead, "https_proxy": dead, "PIP_INDEX_URL": f"{dead}/simple"}
    command = [
        "python3", str(release / "install.py"), "--root", str(root), "--host", "localhost",
        "--bind", f"127.0.0.1:{port}",
    ]  # fmt: skip
    return subprocess.run(
        _without_network(command), env={**kept, **nothing}, cwd="/", capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def installed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, float]:
    root, begin = tmp_path_factory.mktemp("server"), time.monotonic()
    done = install(release, root, free_port())
    assert done.returncode == 0, done.stderr[-3000:]
    return Places(root), time.monotonic() - begin


@contextmanager
def _started(places: Places, unit: str) -> "Iterator[subprocess.Popen[bytes]]":
    """The unit's own command with the unit's own settings, as systemd would start it."""
    text = (places.units / unit).read_text()
    [command] = re.findall(r"^ExecStart=(.+)$", text, flags=re.M)
    [settings] = re.findall(r"^EnvironmentFile=(.+)$", text, flags=re.M)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    with (places.root / f"{unit}.log").open("wb") as out:
        process = subprocess.Popen(
            shlex.split(command), env={**kept, **read(Path(settings))}, cwd=places.data, stdout=out, stderr=out
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _get(places: Places, path: str) -> tuple[int, str]:
    trusted = ssl.create_default_context(cafile=str(places.tls / "ca.crt"))
    address = read(places.environment)["SANDING_ADDRESS"]
    with urllib.request.urlopen(f"{address}{path}", context=trusted, timeout=20) as answer:
        return answer.status, answer.read().decode()


def _wait(places: Places) -> None:
    end = time.monotonic() + 90
    while True:
        try:
            if _get(places, "/sehat/")[0] == 200:
                return
        except OSError:
            if time.monotonic() > end:
                raise AssertionError((places.root / "sanding-web.service.log").read_text()[-3000:]) from None
            time.sleep(0.3)


def test_the_installed_site_answers_https_with_its_styles_and_its_worker_runs(installed: tuple[Places, float]) -> None:
    places, seconds = installed
    assert seconds < LONGEST_MINUTES * 60, f"{seconds:.0f} s"
    with _started(places, "sanding-web.service"), _started(places, "sanding-worker.service") as worker:
        _wait(places)
        status, page = _get(places, "/akun/masuk/")
        assert status == 200 and "Nama akun" in page and "akun contoh" not in page.lower()
        [style] = re.findall(r'href="(/static/sanding\.[0-9a-f]+\.css)"', page)
        assert _get(places, style)[0] == 200
        assert worker.poll() is None
    print(f"installed in {seconds:.0f} s")  # noqa: T201
    log = (places.root / "sanding-web.service.log").read_text()
    assert '"page": "accounts:sign_in"' in log and "Traceback" not in log


def test_a_stranger_to_the_authority_does_not_trust_the_site(installed: tuple[Places, float]) -> None:
    places, _ = installed
    with _started(places, "sanding-web.service"):
        _wait(places)
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(read(places.environment)["SANDING_ADDRESS"], timeout=10)


def test_installing_again_changes_nothing_that_people_hold(release: Path, installed: tuple[Places, float]) -> None:
    places, _ = installed
    held = [*places.keys.iterdir(), *places.authority.iterdir(), *places.tls.iterdir(), places.environment]
    before = {path: path.read_bytes() for path in held}
    done = install(release, places.root, 1)
    assert done.returncode == 0 and "sudah ada" in done.stdout, done.stderr
    assert {path: path.read_bytes() for path in held} == before


def test_only_their_owners_read_keys_and_settings(installed: tuple[Places, float]) -> None:
    places, _ = installed
    for folder in (places.keys, places.authority, places.data, places.backups):
        assert folder.stat().st_mode & 0o077 == 0, folder
    assert places.environment.stat().st_mode & 0o777 == 0o640
    assert [path for path in places.keys.iterdir() if path.stat().st_mode & 0o077] == []


def test_a_harmed_archive_installs_nothing(release: Path, tmp_path: Path) -> None:
    harmed = tmp_path / "release"
    shutil.copytree(release, harmed, copy_function=os.link)
    wheel = next(harmed.glob("wheels/sanding-*.whl"))
    content = wheel.read_bytes()
    wheel.unlink()
    wheel.write_bytes(content[:-1] + b"x")
    done = install(harmed, tmp_path / "server", 1)
    assert done.returncode == 3 and "SND-INS-01" in done.stderr
    assert list((tmp_path / "server").iterdir()) == []
