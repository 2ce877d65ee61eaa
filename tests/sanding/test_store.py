"""Vintages: whole or absent, encrypted, immutable, and ended by destroying their key."""

from pathlib import Path

import polars as pl
import pytest

from sanding.errors import EngineFault
from sanding.keys import Keys
from sanding.store import Store, engine

KEYS = Keys(master=b"m" * 32, identity=b"i" * 64)
MARK = "3399010101010001"
FRAME = pl.DataFrame({"nik": [MARK, None], "desil": [1, 2]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "vintages", KEYS)


def finished(store: Store, name: str = "dtsen") -> None:
    draft = store.draft(name)
    draft.write("persons", FRAME)
    draft.write("persons", FRAME.reverse(), part=1)
    store.finish(name, {"rows": 4})


def test_what_is_written_is_read_in_the_order_of_the_parts(store: Store) -> None:
    finished(store)
    vintage = store.open("dtsen")
    assert vintage.frame("persons").equals(pl.concat([FRAME, FRAME.reverse()]))
    assert (vintage.rows("persons"), vintage.manifest, store.names()) == (4, {"rows": 4}, ["dtsen"])
    assert vintage.frame("persons", ["desil"]).columns == ["desil"]
    assert [part.height for part in vintage.each("persons")] == [2, 2]
    assert vintage.tables() == ["persons"] and vintage.has("persons", 1) and not vintage.has("persons", 2)


def test_no_byte_on_disk_shows_a_value_or_a_column(store: Store) -> None:
    finished(store)
    content = b"".join(path.read_bytes() for path in store.root.rglob("*") if path.is_file())
    assert MARK.encode() not in content and b"desil" not in content


def test_a_draft_is_not_seen_and_is_taken_up_again_after_an_interruption(store: Store) -> None:
    draft = store.draft("dtsen")
    draft.write("persons", FRAME)
    (draft.path / ".persons-00001.parquet.torn").write_bytes(b"half")
    assert store.names() == []
    with pytest.raises(EngineFault, match="tidak ada"):
        store.open("dtsen")
    again = store.draft("dtsen")
    assert again.frame("persons").equals(FRAME) and not list(again.path.glob(".persons*"))
    store.discard("dtsen")
    assert not draft.path.exists()


def test_a_finished_name_is_not_written_again(store: Store) -> None:
    finished(store)
    with pytest.raises(EngineFault, match="sudah ada"):
        store.draft("dtsen")


def test_another_master_key_opens_nothing(store: Store) -> None:
    finished(store)
    with pytest.raises(EngineFault) as caught:
        Store(store.root, Keys(master=b"x" * 32, identity=b"i" * 64)).open("dtsen")
    assert caught.value.code == "SND-STO-07"


def test_a_part_under_another_name_does_not_open(store: Store) -> None:
    finished(store)
    vintage = store.open("dtsen")
    vintage.parts("persons")[1].replace(vintage.path / "persons-00000.parquet")
    with pytest.raises(EngineFault) as caught:
        vintage.frame("persons")
    assert caught.value.code == "SND-STO-02"


def test_destroying_the_key_ends_the_vintage_and_keeps_the_tombstone(store: Store) -> None:
    finished(store)
    store.destroy("dtsen")
    assert (store.root / "dtsen" / "manifest.json").exists()
    with pytest.raises(EngineFault, match="dimusnahkan"):
        store.open("dtsen")


def test_an_absent_table_is_named(store: Store) -> None:
    finished(store)
    with pytest.raises(EngineFault, match="families"):
        store.open("dtsen").frame("families")


def test_the_engine_reaches_neither_network_nor_spill_unless_told(tmp_path: Path) -> None:
    connection = engine()
    assert connection.execute("SELECT current_setting('temp_directory')").fetchall() == [("",)]
    assert connection.execute("SELECT current_setting('autoinstall_known_extensions')").fetchall() == [(False,)]
    told = engine(spill=tmp_path)
    assert told.execute("SELECT current_setting('temp_directory')").fetchall() == [(str(tmp_path),)]
