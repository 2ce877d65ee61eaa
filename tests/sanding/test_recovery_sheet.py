"""The recovery sheet: both halves together bring the keys back, a typing slip is named by its line."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import EngineFault, InputFault
from sanding.keys import BackupKey, Keys, load_backup_key, load_keys
from sanding.recovery_sheet import HALVES, LINES, bring_back, join, split

KEYS, BACKUP = Keys(random.Random(1).randbytes(32), random.Random(2).randbytes(64)), BackupKey(bytes(range(32)))
SHEETS = split(KEYS, BACKUP)


def _typed(**changed: str) -> dict[str, str]:
    return {half: changed.get(half, "\n".join(SHEETS[half])) for half in HALVES}


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64), st.binary(min_size=32, max_size=32))
def test_any_keys_come_back(master: bytes, identity: bytes, backup: bytes) -> None:
    sheets = split(Keys(master, identity), BackupKey(backup))
    assert join({half: "\n".join(lines) for half, lines in sheets.items()}) == (
        Keys(master, identity),
        BackupKey(backup),
    )


def test_small_letters_missing_spaces_order_and_look_alikes_do_not_matter() -> None:
    lines = [line.lower().replace("0", "o").replace("1", "l") for line in reversed(SHEETS["A"])]
    sloppy = [line[:3].replace("o", "0").replace("l", "1") + line[3:].replace(" ", "") for line in lines]
    assert join(_typed(A="Lembar A\n" + "\n".join(sloppy))) == (KEYS, BACKUP)


@given(st.sampled_from(HALVES), st.integers(1, LINES), st.integers(0, 19), st.integers(1, 31))
def test_one_wrong_letter_names_its_line(half: str, number: int, place: int, shift: int) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    lines = list(SHEETS[half])
    letters = lines[number - 1][4:].replace(" ", "")
    other = alphabet[(alphabet.index(letters[place]) + shift) % 32]
    lines[number - 1] = f"{half}{number:02d} {letters[:place]}{other}{letters[place + 1 :]}"
    with pytest.raises(InputFault) as caught:
        join(_typed(**{half: "\n".join(lines)}))
    assert [(fault.file, fault.row) for fault in caught.value.faults] == [(f"Lembar {half}", number)]


def test_a_missing_line_and_two_swapped_lines_are_named() -> None:
    lines = SHEETS["B"]
    swapped = [f"B03{lines[3][3:]}", f"B04{lines[2][3:]}"]
    with pytest.raises(InputFault) as caught:
        join(_typed(B="\n".join([*lines[:2], *swapped, *lines[4:-1]])))
    assert [fault.row for fault in caught.value.faults] == [3, 4, LINES]


def test_halves_of_different_sheets_are_told_apart() -> None:
    again = split(KEYS, BACKUP)
    with pytest.raises(InputFault, match="bukan pasangan"):
        join(_typed(B="\n".join(again["B"])))


def test_one_half_holds_no_part_of_a_key() -> None:
    """Over many sheets of the same keys each line of either half is always another one (but the fingerprint)."""
    many = [split(KEYS, BACKUP) for _ in range(20)]
    for half in HALVES:
        for number in range(LINES - 2):
            assert len({sheet[half][number] for sheet in many}) == len(many)


def test_keys_come_back_into_an_empty_folder_and_never_over_others(tmp_path: Path) -> None:
    bring_back(tmp_path / "keys", _typed())
    assert (load_keys(tmp_path / "keys"), load_backup_key(tmp_path / "keys")) == (KEYS, BACKUP)
    bring_back(tmp_path / "keys", _typed())
    (tmp_path / "keys" / "identity.key").write_bytes(bytes(64))
    with pytest.raises(EngineFault, match="kunci lain"):
        bring_back(tmp_path / "keys", _typed())
