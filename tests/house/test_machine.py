"""What the machine lacks is named in one line with the command that brings it, and nothing stops for it."""

import importlib.util
import sys
from types import ModuleType, SimpleNamespace

import pytest

from tests.house.files import PROJECT


@pytest.fixture
def machine() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scripts_machine", PROJECT / "scripts" / "machine.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _node(version: str) -> object:
    return lambda *_args, **_options: SimpleNamespace(stdout=f"{version}\n")


def _lacking(machine: ModuleType, monkeypatch: pytest.MonkeyPatch, *, pango: bool, chromium: bool) -> None:
    monkeypatch.setattr(machine, "has_pango", lambda: pango)
    monkeypatch.setattr(machine, "has_chromium", lambda: chromium)
    monkeypatch.setattr(machine.subprocess, "run", _node("v20.11.0"))


def test_each_missing_part_is_one_line_with_its_apt_command(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _lacking(machine, monkeypatch, pango=False, chromium=False)
    assert machine.main() == 0, "the site works without them"
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("apt-get install -y" in line for line in lines)
    assert "libpango" in lines[0] and "chromium" in lines[1]


def test_a_complete_machine_is_not_talked_about(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _lacking(machine, monkeypatch, pango=True, chromium=True)
    assert machine.main() == 0
    assert capsys.readouterr().out == ""


def test_an_old_node_stops_the_setup(
    machine: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _lacking(machine, monkeypatch, pango=True, chromium=True)
    monkeypatch.setattr(machine.subprocess, "run", _node("v18.19.0"))
    assert machine.main() == 1
    assert "20" in capsys.readouterr().out
