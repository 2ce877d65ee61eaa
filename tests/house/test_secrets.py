"""A planted secret is found, wherever it stands and whatever its form; ours are looked at one by one."""

import json
import subprocess
from pathlib import Path

import pytest

from scripts import secrets_scan
from scripts.check import CHECKS

PLANTED = {
    "Private Key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "AWS Access Key": "key = '" + "AKIA" + "QWERTYUIOPASDFGH" + "'",
    "GitHub Token": "token: " + "ghp" + "_" + "a1B2c3D4e5F6g7H8i9J0" * 2,
    "Basic Auth Credentials": "DATABASE_URL=postgres://sanding:" + "k4mbing" + "@db.kantor.lan/sanding",
    "Secret Keyword": "SECRET" + "_KEY = 'xk29slQpw0dk3lqpz81'",
}


def _project(folder: Path, files: dict[str, str]) -> Path:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_fails_and_its_value_is_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    root = _project(tmp_path, {"sanding_web/a.py": f"x = 1\n{PLANTED[kind]}\n"})
    assert secrets_scan.main([], root) == 1
    told = capsys.readouterr().out
    assert f"RAHASIA? sanding_web/a.py:2: {kind}" in told
    assert PLANTED[kind] not in told


def test_tests_may_hold_invented_passwords_but_no_keys(tmp_path: Path) -> None:
    texts = {"tests/a.py": PLANTED["Secret Keyword"], "tests/b.py": PLANTED["Private Key"]}
    assert [one["file"] for one in secrets_scan.scan(_project(tmp_path, texts))] == ["tests/b.py"]


def test_what_was_accepted_in_one_file_is_new_in_another(tmp_path: Path) -> None:
    accepted = {file for file, _, _ in json.loads(secrets_scan.ACCEPTED.read_text())}
    line = "postgres://sanding:" + "KATA_SANDI" + "@127.0.0.1:5432/sanding\n"
    assert "docs/administrator.md" in accepted
    root = _project(tmp_path, {"docs/administrator.md": line, "docs/lain.md": line})
    assert secrets_scan.main([], root) == 1
    (root / "docs/lain.md").unlink()
    assert secrets_scan.main([], root) == 0


def test_the_scan_is_one_of_the_checks() -> None:
    assert any("scripts/secrets_scan.py" in command for command in CHECKS.values())
