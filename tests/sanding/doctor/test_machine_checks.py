"""Every check of the machine: healthy is ok, and a planted fault is named with its remedy."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from sanding.certificates import renew
from sanding.doctor.finding import Finding, examine, worst
from sanding.doctor.machine_checks import CHECKS
from sanding.doctor.situation import Situation
from sanding.keys import load_or_create_keys
from sanding.sealed_file import seal_file
from sanding.store import Store

GB = 1024**3
Plant = Callable[[Situation], Situation]


def _space(free: int, share: float = 0.9) -> Callable[[Path], SimpleNamespace]:
    return lambda path: SimpleNamespace(f_bavail=free, f_frsize=1, f_files=1_000, f_favail=int(1_000 * share))


def _mounts(at: Situation, *lines: str) -> Situation:
    path = at.home.parent / "mountinfo"
    path.write_text("\n".join(("1 1 0:1 / / rw - ext4 /dev/sda1 rw", *lines)) + "\n")
    return replace(at, mounts=path)


@pytest.fixture
def healthy(tmp_path: Path) -> Situation:
    """An installation as ``sanding install`` leaves it, with a vintage and a sealed file."""
    names = ("data", "data/vintages", "data/uploads", "keys", "ca", "tls", "shm")
    for name in names:
        (tmp_path / name).mkdir(mode=0o700)
    keys = load_or_create_keys(tmp_path / "keys")
    store = Store(tmp_path / "data" / "vintages", keys)
    store.draft("dtsen-1")
    store.finish("dtsen-1", {})
    seal_file(iter([b"isi"]), tmp_path / "data" / "uploads" / "a.sealed", keys)
    renew("sanding.lan", authority=tmp_path / "ca", tls=tmp_path / "tls", within=timedelta(0))
    environment = {
        "SANDING_KEYS": str(tmp_path / "keys"), "SANDING_TLS": str(tmp_path / "tls"),
        "SANDING_SCRATCH": str(tmp_path / "shm"),
    }  # fmt: skip
    at = Situation(
        environment, tmp_path / "data", library=lambda name: name, program=lambda name: name,
        space=_space(100 * GB), clock_state=lambda: "yes",
    )  # fmt: skip
    return _mounts(at, f"2 1 0:2 / {tmp_path / 'shm'} rw - tmpfs tmpfs rw")


def _set(at: Situation, **more: str) -> Situation:
    return replace(at, environment={**at.environment, **more})


def _age(path: Path, days: int) -> None:
    old = datetime.now(UTC).timestamp() - days * 86_400
    os.utime(path, (old, old))


def _other_keys(at: Situation) -> Situation:
    shutil.rmtree(at.keys)
    load_or_create_keys(at.keys)
    return at


def _open_folder(at: Situation) -> Situation:
    at.uploads.chmod(0o755)
    return at


def _no_folder(at: Situation) -> Situation:
    shutil.rmtree(at.store)
    return at


def _no_key(at: Situation) -> Situation:
    (at.keys / "identity.key").unlink()
    return at


def _open_key(at: Situation) -> Situation:
    (at.keys / "master.key").chmod(0o644)
    return at


def _keys_in_data(at: Situation) -> Situation:
    shutil.copytree(at.keys, at.home / "keys")
    return _set(at, SANDING_KEYS=str(at.home / "keys"))


def _old_draft(at: Situation) -> Situation:
    (at.store / ".draft-lama").mkdir()
    _age(at.store / ".draft-lama", 30)
    return at


def _plain_file(at: Situation) -> Situation:
    (at.scratch / "keluarga.csv").write_text("x")
    _age(at.scratch / "keluarga.csv", 30)
    return at


def _no_certificate(at: Situation) -> Situation:
    (Path(at.environment["SANDING_TLS"]) / "server.crt").unlink()
    return at


def _network_home(at: Situation) -> Situation:
    return _mounts(at, f"3 1 0:3 / {at.home} rw - nfs4 10.0.0.9:/x rw", f"2 1 0:2 / {at.scratch} rw - tmpfs t rw")


FAULTS: list[tuple[str, str, str, Plant]] = [
    ("python", "salah", "terlalu lama", lambda at: replace(at, python=(3, 9, 2))),
    ("pango", "peringatan", "apt-get", lambda at: replace(at, library=lambda name: None)),
    ("office", "peringatan", "apt-get", lambda at: replace(at, program=lambda name: None)),
    ("disk_space", "peringatan", "5,0 GB", lambda at: replace(at, space=_space(5 * GB))),
    ("disk_space", "salah", "1,0 GB", lambda at: replace(at, space=_space(1 * GB))),
    ("inodes", "salah", "1 persen", lambda at: replace(at, space=_space(100 * GB, share=0.01))),
    ("folders", "salah", "chmod 700", _open_folder),
    ("folders", "salah", "vintages", _no_folder),
    ("keys", "salah", "identity.key", _no_key),
    ("keys", "salah", "chmod 600", _open_key),
    ("keys", "peringatan", "SANDING_KEYS", _keys_in_data),
    ("keys_match", "salah", "tidak cocok", _other_keys),
    ("scratch", "salah", "cakram biasa", lambda at: _mounts(at)),
    ("scratch", "peringatan", "cakram biasa", lambda at: _set(_mounts(at), SANDING_DEMO="1")),
    ("leftovers", "peringatan", "1 rancangan", _old_draft),
    ("leftovers", "salah", "1 berkas sementara", _plain_file),
    ("sqlite_place", "salah", "cakram jaringan", _network_home),
    ("certificate", "peringatan", "habis dalam", lambda at: replace(at, now=at.now + timedelta(days=390))),
    ("certificate", "salah", "sudah habis", lambda at: replace(at, now=at.now + timedelta(days=400))),
    ("certificate", "salah", "tidak ada", _no_certificate),
    ("clock", "peringatan", "timedatectl", lambda at: replace(at, clock_state=lambda: "no")),
]


def _of(found: list[Finding], name: str) -> Finding:
    return next(one for one in found if one.name == name)


def test_a_healthy_installation_is_all_ok(healthy: Situation) -> None:
    found = examine(CHECKS, healthy)
    assert {one.name: one.words for one in found if one.level != "ok"} == {}
    assert worst(found) == "ok"


@pytest.mark.parametrize(("name", "level", "word", "plant"), FAULTS)
def test_a_planted_fault_is_named_with_its_remedy(
    healthy: Situation, name: str, level: str, word: str, plant: Plant
) -> None:
    found = _of(examine(CHECKS, plant(healthy)), name)
    assert found.level == level and found.remedy
    assert word in str(found)


def test_every_check_has_a_planted_fault() -> None:
    assert {check.name for check in CHECKS} == {name for name, *_ in FAULTS}


def test_a_check_that_breaks_by_itself_is_a_finding_and_hides_no_other(healthy: Situation) -> None:
    def breaks(_path: Path) -> None:
        raise ValueError("3399010101010001")

    found = examine(CHECKS, replace(healthy, space=breaks))
    assert _of(found, "disk_space").level == "salah" and "3399" not in str(_of(found, "disk_space"))
    assert _of(found, "keys").level == "ok"


def test_a_luks_disk_is_as_good_as_memory(healthy: Situation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Situation, "encrypted", lambda self, path: True)
    assert _of(examine(CHECKS, _mounts(healthy)), "scratch").level == "ok"
