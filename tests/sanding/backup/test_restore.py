"""Backups: made while others write, restored whole or not at all, and nothing of the running place is touched."""

import errno
import io
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sanding.backup import make, restore
from sanding.backup.container import Packing, drain, read_backup
from sanding.backup.facts import read_facts
from sanding.backup.flip import flip, turn_back
from sanding.backup.make import backups_in, make_backup
from sanding.backup.restore import restore_aside
from sanding.backup.self_test import self_test
from sanding.errors import EngineFault, InputFault, RuleBroken, SandingError
from sanding.installation import Installation
from sanding.keys import BackupKey, load_backup_key
from sanding.sealed_file import seal_file, unseal_file
from tests.sanding.backup.place import small_place, to_the_byte


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A small place; the site's own questions are asked by the drills, on a real database."""
    monkeypatch.setattr(restore, "_ask_site", lambda at: None)
    return small_place(tmp_path / "home")


@pytest.fixture
def file(at: Installation, tmp_path: Path) -> Path:
    return make_backup(at, tmp_path / "backups").file


def _members(at: Installation, file: Path) -> dict[str, bytes]:
    found = dict[str, bytes]()
    read_backup(file, load_backup_key(at.keys), lambda name, content: found.update({name: content.read()}))
    return found


def _rows(path: Path | None) -> int:
    assert path
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM desa").fetchone()[0])


def test_the_right_key_restores_everything(at: Installation, file: Path, tmp_path: Path) -> None:
    restored = restore_aside(file, at, tmp_path / "new")
    assert _rows(restored.at.sqlite) == 200
    for name in ("vintages", "uploads"):
        assert to_the_byte(tmp_path / "new" / name) == to_the_byte(at.home / name)
    assert restored.manifest["rows"] == {"desa": 200}


def test_keys_are_never_inside(at: Installation, file: Path, tmp_path: Path) -> None:
    unseal_file(file, tmp_path / "plain", load_backup_key(at.keys))
    plain = (tmp_path / "plain").read_bytes()
    assert b"3399000007" in plain and b"3399000007" not in file.read_bytes()
    for key in at.keys.iterdir():
        assert key.read_bytes() not in plain


def _other_key(at: Installation, file: Path) -> None:
    (at.keys / "backup.key").write_bytes(bytes(32))


def _no_key(at: Installation, file: Path) -> None:
    (at.keys / "backup.key").unlink()


def _cut_short(at: Installation, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def _bit_flipped(at: Installation, file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def _older_block(at: Installation, file: Path) -> None:
    """The first block of another backup of the same key."""
    other = make_backup(at, file.parent / "older").file.read_bytes()
    content = file.read_bytes()
    size = min(len(content), 40 + (1 << 20) + 16)
    file.write_bytes(content[:40] + other[40:size] + content[size:])


def _packed_anew(change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Callable[[Installation, Path], None]:
    """Sabotage by somebody who holds the backup key: other content under the old manifest's words."""

    def harm(at: Installation, file: Path) -> None:
        key, members = load_backup_key(at.keys), dict[str, bytes]()
        manifest = read_backup(file, key, lambda name, content: members.update({name: content.read()}))
        change(members, manifest)
        packing, blocks = Packing(), list[bytes]()
        for name, content in members.items():
            blocks += packing.add(name, len(content), io.BytesIO(content))
        told = {name: value for name, value in manifest.items() if name not in ("format", "members")}
        packing.members = manifest["members"]
        seal_file(iter([*blocks, *packing.end(told)]), file, key)

    return harm


def _swap(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    first, second, *_ = (name for name in members if name.startswith("vintages/kurun-1/"))
    members[first], members[second] = members[second], members[first]


def _lose(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del members["uploads/berkas.sealed"]


def _lie(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["rows"]["desa"] += 1


def _lead_out(members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    members["vintages/../../out"] = b"x"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_other_key, "SND-BAK-04"),
        (_no_key, "SND-KEY-01"),
        (_cut_short, "SND-BAK-04"),
        (_bit_flipped, "SND-BAK-04"),
        (_older_block, "SND-BAK-04"),
        (_packed_anew(_swap), "SND-BAK-04"),
        (_packed_anew(_lose), "SND-BAK-04"),
        (_packed_anew(_lie), "SND-BAK-15"),
        (_packed_anew(_lead_out), "SND-BAK-04"),
    ],
    ids=["wrong key", "no key", "truncated", "bit flip", "older block", "swapped", "lost", "manifest", "path"],
)
def test_a_restore_that_cannot_be_trusted_fails_and_touches_nothing(
    at: Installation, file: Path, tmp_path: Path, harm: Callable[[Installation, Path], None], code: str
) -> None:
    harm(at, file)
    before = to_the_byte(at.home)
    with pytest.raises(SandingError) as caught:
        restore_aside(file, at, tmp_path / "new")
    assert caught.value.code == code
    assert to_the_byte(at.home) == before
    assert not [path for path in tmp_path.iterdir() if "new" in path.name]


def test_data_keys_that_do_not_fit_are_found(at: Installation, file: Path, tmp_path: Path) -> None:
    (at.keys / "master.key").write_bytes(bytes(32))
    with pytest.raises(EngineFault, match="tidak cocok"):
        restore_aside(file, at, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_full_disk_in_the_middle_of_a_restore_leaves_nothing(
    at: Installation, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(content: Any, write: Callable[[bytes], Any]) -> None:
        write(content.read(10))
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(restore, "_copy", full)
    before = to_the_byte(at.home)
    with pytest.raises(EngineFault, match="cakram penuh"):
        restore_aside(file, at, tmp_path / "new")
    assert to_the_byte(at.home) == before and not list(tmp_path.glob("*new*"))


def test_a_full_disk_in_the_middle_of_a_backup_leaves_the_older_ones_alone(
    at: Installation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("sanding.sealed_file.os.fsync", full)
    with pytest.raises(EngineFault, match="cakram penuh"):
        make_backup(at, file.parent)
    assert {path.name for path in file.parent.iterdir()} == {".lock", file.name}
    assert sorted(path.name for path in at.home.iterdir() if "snapshot" in path.name) == []


def test_a_disk_without_room_is_refused_before_anything_is_written(
    at: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make.shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(EngineFault, match="cakram penuh"):
        make_backup(at, tmp_path / "backups")
    assert backups_in(tmp_path / "backups") == []


def test_a_backup_inside_the_data_is_refused(at: Installation) -> None:
    with pytest.raises(RuleBroken):
        make_backup(at, at.store / "backups")


def test_backups_made_while_rows_and_files_are_added_hold_every_file_their_rows_name(
    at: Installation, tmp_path: Path
) -> None:
    """A writer adds a file, then the row that names it; each backup's rows must find their files."""
    assert at.sqlite
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(at.sqlite or "", timeout=30)) as connection:
            while not stop.is_set():
                name = f"{len(written):05d}.sealed"
                seal_file(iter([name.encode()]), at.uploads / name, BackupKey(bytes(32)))
                connection.execute("INSERT INTO desa VALUES (?)", (name,))
                connection.commit()
                written.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [make_backup(at, tmp_path / f"b{number}").file for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert written
    for number, file in enumerate(files):
        members = _members(at, file)
        copy = tmp_path / f"copy{number}"
        copy.write_bytes(b"".join(members[name] for name in sorted(members) if name.startswith("database/")))
        with closing(sqlite3.connect(copy)) as connection:
            named = {name for (name,) in connection.execute("SELECT kode FROM desa WHERE kode LIKE '%.sealed'")}
        assert named <= {name.removeprefix("uploads/") for name in members}


def test_only_the_newest_backups_are_kept(at: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"sanding-202601{day:02d}T000000Z.sanding").write_bytes(b"x")
    (folder / "catatan.txt").write_text("bukan cadangan")
    made = make_backup(at, folder)
    assert len(backups_in(folder)) == 14 and backups_in(folder)[-1] == made.file
    assert len(made.removed) == 7 and (folder / "catatan.txt").exists()


def test_a_proven_copy_stands_in_and_the_former_one_is_kept(at: Installation, file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(at.sqlite or "")) as connection:
        connection.execute("DELETE FROM desa")
        connection.commit()
    ending = flip(at, restore_aside(file, at, tmp_path / "new"))
    assert _rows(at.sqlite) == 200
    assert _rows(at.home / f"sanding.sqlite3.{ending}") == 0
    assert (at.home / f"vintages.{ending}" / "kurun-1").is_dir() and (at.store / "kurun-1").is_dir()


def test_a_swap_is_refused_while_the_site_has_the_database_open(at: Installation, file: Path, tmp_path: Path) -> None:
    restored = restore_aside(file, at, tmp_path / "new")
    with closing(sqlite3.connect(at.sqlite or "")) as connection:
        connection.execute("SELECT * FROM desa").fetchone()
        with pytest.raises(EngineFault, match="masih dipakai"):
            flip(at, restored)
    assert _rows(at.sqlite) == 200 and (tmp_path / "new" / "vintages").is_dir()


@pytest.mark.parametrize("step", range(6))
def test_a_swap_cut_short_at_any_step_is_turned_back(
    at: Installation, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """As after a kill: the plan is there, some renames were done, and nobody tidied up."""
    restored = restore_aside(file, at, tmp_path / "new")
    kept = (to_the_byte(at.store), to_the_byte(at.uploads), _rows(at.sqlite))
    done, real = list[int](), Path.rename

    def killed(path: Path, other: Path) -> Path:
        if len(done) == step:
            raise KeyboardInterrupt
        done.append(1)
        return real(path, other)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        patched.setattr("sanding.backup.flip.turn_back", lambda at: False)
        with pytest.raises(KeyboardInterrupt):
            flip(at, restored)
    assert turn_back(at)
    assert (to_the_byte(at.store), to_the_byte(at.uploads), _rows(at.sqlite)) == kept
    assert not turn_back(at)


def test_the_self_test_tells_its_result_and_leaves_nothing(at: Installation, file: Path) -> None:
    before = set(at.home.iterdir())
    assert self_test(at, file.parent) == file.name
    assert read_facts(at)["self_restore"]["good"] is True
    _bit_flipped(at, file)
    with pytest.raises(InputFault):
        self_test(at, file.parent)
    assert read_facts(at)["self_restore"]["good"] is False
    assert set(at.home.iterdir()) - before == {at.facts}


def test_a_backup_of_the_other_kind_of_database_is_named(at: Installation, file: Path, tmp_path: Path) -> None:
    key = load_backup_key(at.keys)
    _packed_anew(lambda members, manifest: manifest.update(database="postgresql"))(at, file)
    assert read_backup(file, key, drain)["database"] == "postgresql"
    with pytest.raises(InputFault, match="sqlite"):
        restore_aside(file, replace(at), tmp_path / "new")
