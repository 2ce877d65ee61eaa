"""Files at rest: any change, cut or re-ordering is found."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import EngineFault
from sanding.keys import Keys
from sanding.sealed_file import seal_file, unseal_blocks, unseal_file

KEYS = Keys(master=b"m" * 32, identity=b"i" * 64)
MIB = 1 << 20
HEAD, BLOCK = 40, MIB + 16


def sealed(folder: Path, content: bytes) -> Path:
    seal_file(iter([content]), folder / "sealed", KEYS)
    return folder / "sealed"


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
def test_content_comes_back_whatever_its_size(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"z" * (size % 256)
    unseal_file(sealed(tmp_path, content), tmp_path / "plain", KEYS)
    assert (tmp_path / "plain").read_bytes() == content


@given(st.lists(st.binary(max_size=300), max_size=12))
def test_how_the_content_is_handed_over_does_not_matter(tmp_path_factory, pieces: list[bytes]) -> None:
    target = tmp_path_factory.mktemp("pieces") / "sealed"
    seal_file(iter(pieces), target, KEYS)
    assert b"".join(unseal_blocks(target, KEYS)) == b"".join(pieces)


@pytest.mark.parametrize("at", [0, 20, HEAD, HEAD + 5, HEAD + BLOCK + 3, -1])
def test_one_flipped_bit_is_found(tmp_path: Path, at: int) -> None:
    path = sealed(tmp_path, b"a" * (2 * MIB + 9))
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(EngineFault) as caught:
        b"".join(unseal_blocks(path, KEYS))
    assert caught.value.code == "SND-KEY-05"


@pytest.mark.parametrize("keep", [HEAD + BLOCK, HEAD + 2 * BLOCK, HEAD + 2 * BLOCK + 3, HEAD, 10])
def test_a_file_cut_at_or_within_a_block_is_found(tmp_path: Path, keep: int) -> None:
    path = sealed(tmp_path, b"a" * (2 * MIB + 9))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(EngineFault):
        b"".join(unseal_blocks(path, KEYS))


def test_swapped_blocks_are_found(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"a" * MIB + b"b" * MIB + b"c")
    data = path.read_bytes()
    one, two = data[HEAD : HEAD + BLOCK], data[HEAD + BLOCK : HEAD + 2 * BLOCK]
    path.write_bytes(data[:HEAD] + two + one + data[HEAD + 2 * BLOCK :])
    with pytest.raises(EngineFault):
        b"".join(unseal_blocks(path, KEYS))


def test_an_interrupted_write_leaves_no_file_under_the_name(tmp_path: Path) -> None:
    def torn():
        yield b"a" * (2 * MIB)
        raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        seal_file(torn(), tmp_path / "sealed", KEYS)
    assert not (tmp_path / "sealed").exists()
