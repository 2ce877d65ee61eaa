"""The scan of dependencies fails on a planted vulnerable pin, and never takes silence of the service for an answer."""

import json
from pathlib import Path

import pytest

from scripts import scan


@pytest.mark.parametrize("pin", ["jinja2==2.4.1", "django==2.2.0", "PyYAML==5.3 \\\n    --hash=sha256:00"])
def test_a_planted_vulnerable_pin_fails_without_a_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pin: str
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"# lock\n{pin}\n")
    assert scan.main(["--floor-only", str(lock)]) == 1
    assert "RENTAN" in capsys.readouterr().out


def test_our_own_locks_are_above_the_floor() -> None:
    assert [scan.below_floor(lock) for lock in scan.LOCKS] == [[]] * len(scan.LOCKS)


def test_what_the_service_finds_fails_and_what_it_skips_is_not_judged() -> None:
    flaw = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    assert scan.judge(json.dumps({"dependencies": [flaw]})) == (True, ["a 1: PYSEC-1, naikkan ke 2"])
    assert scan.judge(json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}]})) == (False, [])
    assert scan.judge("") == (False, [])


def test_a_release_does_not_pass_while_the_service_was_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scan, "ask", lambda lock: "")
    lock = tmp_path / "lock.txt"
    lock.write_text("django==99.0\n")
    assert scan.main(["--online", str(lock)]) == 1
    assert scan.main([str(lock)]) == 0
    assert "TIDAK DITANYAKAN" in capsys.readouterr().out
