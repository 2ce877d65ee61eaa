"""Keys: made once, readable by the owner only, never replaced."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sanding.errors import EngineFault
from sanding.keys import load_keys, load_or_create_keys


def test_first_use_makes_keys_that_only_the_owner_reads(tmp_path: Path) -> None:
    keys = load_or_create_keys(tmp_path / "keys")
    assert (len(keys.master), len(keys.identity)) == (32, 64)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


def test_later_uses_give_the_same_keys(tmp_path: Path) -> None:
    assert load_or_create_keys(tmp_path) == load_or_create_keys(tmp_path) == load_keys(tmp_path)


def test_two_first_starts_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: load_or_create_keys(tmp_path), range(16)))
    assert all(keys == made[0] for keys in made)


def test_keys_do_not_show_in_a_traceback(tmp_path: Path) -> None:
    keys = load_or_create_keys(tmp_path)
    assert keys.master.hex() not in repr(keys) and repr(keys) == "Keys()"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda path: path.unlink(), "SND-KEY-01"),
        (lambda path: path.write_bytes(b"short"), "SND-KEY-02"),
        (lambda path: path.chmod(0o644), "SND-KEY-03"),
    ],
    ids=["missing", "cut short", "readable by others"],
)
def test_a_harmed_key_is_refused_by_name(tmp_path: Path, harm, code: str) -> None:
    load_or_create_keys(tmp_path)
    harm(tmp_path / "master.key")
    with pytest.raises(EngineFault) as caught:
        load_keys(tmp_path)
    assert caught.value.code == code and "master.key" in str(caught.value)


def test_derived_keys_differ_by_purpose(tmp_path: Path) -> None:
    keys = load_or_create_keys(tmp_path)
    assert keys.derive("a") != keys.derive("b")
    assert keys.derive("a") == keys.derive("a")
    assert len(keys.derive("a", size=64)) == 64
