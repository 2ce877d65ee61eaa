"""Upgrading: the old release and its data come back whenever a step fails, and on request."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sanding.errors import EngineFault, InputFault
from sanding.installing import environment_file, machine, safety_copy, steps, upgrade
from sanding.installing.archive import write_sums
from sanding.installing.places import Places


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Release 0.2.0 in use with one row of data; installing a release and its assets is left out."""
    at = Places(tmp_path / "server")
    for folder in (at.release("0.2.0"), at.release("0.3.0"), at.data, at.backups, at.settings):
        folder.mkdir(parents=True)
    for version in ("0.2.0", "0.3.0"):
        (at.release(version) / steps.READY).touch()
    machine.point(at.current, at.release("0.2.0"))
    environment_file.write(at, {"SANDING_HOME": str(at.data)})
    _run(at, "CREATE TABLE desa (nama)", "INSERT INTO desa VALUES ('Sidomulyo')")
    monkeypatch.setattr(steps, "collect", lambda *_: None)
    monkeypatch.setattr(upgrade, "ask_doctor", lambda *_: None)
    return at


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    made = tmp_path / "sanding-0.3.0"
    (made / "wheels").mkdir(parents=True)
    (made / "VERSION").write_text("0.3.0\n")
    write_sums(made)
    return made


def _run(at: Places, *statements: str) -> None:
    with closing(sqlite3.connect(at.data / "sanding.sqlite3")) as database, database:
        database.execute("PRAGMA journal_mode = WAL")
        for one in statements:
            database.execute(one)


def _villages(at: Places) -> list[str]:
    with closing(sqlite3.connect(at.data / "sanding.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT nama FROM desa ORDER BY nama")]


def _migrates(at: Places, *_: object) -> None:
    _run(at, "ALTER TABLE desa ADD COLUMN baru", "INSERT INTO desa (nama) VALUES ('dari naik')")


def test_an_upgrade_turns_the_link_and_keeps_a_copy(places, archive, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(steps, "prepare_site", _migrates)
    upgrade.upgrade(places, archive, tmp_path)
    assert places.current.resolve().name == "0.3.0" and "dari naik" in _villages(places)
    assert safety_copy.latest(places, "0.2.0").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("where", ["migrate", "doctor", "start"])
def test_a_step_that_fails_brings_release_and_data_back(places, archive, tmp_path, monkeypatch, where: str) -> None:
    def fails(*_: object) -> None:
        raise EngineFault("rusak", code="SND-X")

    def migrates_and_fails(*words: object) -> None:
        _migrates(places)
        fails()

    monkeypatch.setattr(steps, "prepare_site", migrates_and_fails if where == "migrate" else _migrates)
    if where == "doctor":
        monkeypatch.setattr(upgrade, "ask_doctor", fails)
    if where == "start":
        tries = iter([fails, lambda *_: None])
        monkeypatch.setattr(steps, "start", lambda at: next(tries)())
    with pytest.raises(EngineFault, match="kembali ke 0.2.0") as told:
        upgrade.upgrade(places, archive, tmp_path)
    assert told.value.code == "SND-INS-11"
    assert places.current.resolve().name == "0.2.0" and _villages(places) == ["Sidomulyo"]


def test_going_back_later_brings_the_data_of_then_and_keeps_what_came_after(
    places, archive, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(steps, "prepare_site", _migrates)
    upgrade.upgrade(places, archive, tmp_path)
    _run(places, "INSERT INTO desa (nama) VALUES ('sesudah naik')")
    upgrade.go_back(places, "0.2.0")
    assert places.current.resolve().name == "0.2.0" and _villages(places) == ["Sidomulyo"]
    with closing(sqlite3.connect(safety_copy.latest(places, "0.3.0"))) as kept:
        assert ("sesudah naik",) in kept.execute("SELECT nama FROM desa").fetchall()


def test_there_is_no_way_back_to_what_was_never_here(places) -> None:
    for version in ("0.1.0", "0.3.0"):
        with pytest.raises(InputFault):
            upgrade.go_back(places, version)
    assert places.current.resolve().name == "0.2.0"


def test_a_copy_holds_what_still_stands_in_the_journal(places) -> None:
    reader = sqlite3.connect(places.data / "sanding.sqlite3")
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM desa").fetchall()
    _run(places, "INSERT INTO desa VALUES ('dalam jurnal')")
    kept = safety_copy.make(places, "0.2.0")
    reader.close()
    with closing(sqlite3.connect(kept)) as copy:
        assert ("dalam jurnal",) in copy.execute("SELECT nama FROM desa").fetchall()
