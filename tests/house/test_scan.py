"""The scan of dependencies fails on a planted vulnerable pin, and never takes silence of the service for an answer."""

import json
from pathlib import Path

import pytest

from scripts import build_release, scan


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


def test_what_npm_finds_fails_and_its_refusal_is_not_an_answer() -> None:
    flaw = {"vulnerabilities": {"postcss": {"severity": "moderate", "range": "<8.4.31"}}}
    assert scan.judge_npm(json.dumps(flaw)) == (True, ["postcss <8.4.31: moderate, lihat npm audit"])
    assert scan.judge_npm(json.dumps({"vulnerabilities": {}})) == (True, [])
    assert scan.judge_npm(json.dumps({"message": "405", "error": {}})) == (False, [])


def test_a_release_does_not_pass_while_the_service_was_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scan, "ask", lambda lock: "")
    monkeypatch.setattr(scan, "ask_npm", lambda: json.dumps({"vulnerabilities": {}}))
    lock = tmp_path / "lock.txt"
    lock.write_text("django==99.0\n")
    assert scan.main(["--online", str(lock)]) == 1
    assert scan.main([str(lock)]) == 0
    assert "TIDAK DITANYAKAN" in capsys.readouterr().out


def test_one_service_that_answers_does_not_stand_for_the_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean = {"dependencies": [{"name": "django", "version": "99.0", "vulns": []}]}
    monkeypatch.setattr(scan, "ask", lambda lock: json.dumps(clean))
    monkeypatch.setattr(scan, "ask_npm", lambda: "")
    lock = tmp_path / "lock.txt"
    lock.write_text("django==99.0\n")
    assert scan.main([str(lock)]) == 0
    assert scan.main(["--online", str(lock)]) == 1


@pytest.mark.parametrize("told", [0, 1])
def test_no_archive_is_built_unless_the_scan_passes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], told: int
) -> None:
    built: list[bool] = []
    monkeypatch.setattr(build_release.scan, "main", lambda arguments: told if arguments == ["--online"] else 2)
    monkeypatch.setattr(build_release, "build", lambda to, *, trial: built.append(trial) or to)
    monkeypatch.setattr("sys.argv", ["build_release.py", "--to", str(tmp_path)])
    assert build_release.main() == told
    assert built == [False] * (1 - told)
    assert ("TIDAK dibuat" in capsys.readouterr().err) == bool(told)
