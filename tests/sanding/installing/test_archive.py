"""A release archive is opened only when every file is the one that was made."""

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sanding.errors import InputFault
from sanding.installing.archive import open_release, write_sums


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sanding-9.9.9"
    (made / "wheels").mkdir(parents=True)
    (made / "VERSION").write_text("9.9.9\n")
    (made / "wheels" / "sanding-9.9.9-py3-none-any.whl").write_bytes(b"roda")
    write_sums(made)
    return made


def test_a_whole_archive_opens_as_folder_and_as_file(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "arsip.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, arcname=folder.name)
    (aside := tmp_path / "aside").mkdir()
    for source in (folder, packed):
        release = open_release(source, aside)
        assert release.version == "9.9.9" and release.own_wheel.name.startswith("sanding-9.9.9")


def _change(folder: Path) -> None:
    next(folder.glob("wheels/*")).write_bytes(b"Roda")


def _remove(folder: Path) -> None:
    next(folder.glob("wheels/*")).unlink()


def _add(folder: Path) -> None:
    (folder / "wheels" / "titipan.whl").write_bytes(b"x")


def _no_sums(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


def _odd_version(folder: Path) -> None:
    (folder / "VERSION").write_text("../../etc\n")
    write_sums(folder)


@pytest.mark.parametrize("harm", [_change, _remove, _add, _no_sums, _odd_version])
def test_a_harmed_archive_is_refused(folder: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    harm(folder)
    with pytest.raises(InputFault) as refused:
        open_release(folder, tmp_path)
    assert refused.value.code == "SND-INS-01"


def test_a_cut_file_is_refused(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "arsip.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(folder, arcname=folder.name)
    packed.write_bytes(packed.read_bytes()[:-60])
    (aside := tmp_path / "aside").mkdir()
    with pytest.raises(InputFault):
        open_release(packed, aside)
