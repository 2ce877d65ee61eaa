"""Plain files stand in memory only where the folder there is ours alone."""

import os
from pathlib import Path

import pytest

from sanding_web.environment import scratch


@pytest.fixture(autouse=True)
def _no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SANDING_SCRATCH", raising=False)


def test_memory_is_used_and_used_again(tmp_path: Path) -> None:
    own = tmp_path / "shm" / f"sanding-{os.getuid()}"
    own.parent.mkdir()
    assert scratch(tmp_path / "home", own.parent) == own == scratch(tmp_path / "home", own.parent)
    assert own.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o750, 0o707, 0o777])
def test_a_folder_that_others_may_open_is_not_used(tmp_path: Path, mode: int) -> None:
    own = tmp_path / f"sanding-{os.getuid()}"
    own.mkdir()
    own.chmod(mode)
    assert scratch(tmp_path / "home", tmp_path) == tmp_path / "home" / "scratch"


def test_a_folder_of_another_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    me = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: me + 1)
    (tmp_path / f"sanding-{me + 1}").mkdir(mode=0o700)
    assert scratch(tmp_path / "home", tmp_path) == tmp_path / "home" / "scratch"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / f"sanding-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    assert scratch(tmp_path / "home", tmp_path) == tmp_path / "home" / "scratch"
