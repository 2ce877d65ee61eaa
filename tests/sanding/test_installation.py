"""The core and the site read the same installation from the same environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sanding.errors import InputFault
from sanding.installation import existing_installation, read_installation

PROJECT = Path(__file__).parents[2]
_ASK = """
import json
from sanding_web import settings as s
print(json.dumps([*map(str, (s.HOME, s.SANDING_KEYS, s.SANDING_STORE, s.SANDING_UPLOADS, s.SANDING_SCRATCH,
                  s.DATABASES["default"]["NAME"])), s.SANDING_DEMO]))
"""


@pytest.mark.parametrize("named", [False, True], ids=["defaults", "all named"])
def test_core_and_site_agree(tmp_path: Path, named: bool) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SANDING_", "DATABASE_URL"))}
    environment = {**bare, "SANDING_HOME": str(tmp_path / "home"), "PYTHONPATH": str(PROJECT)}
    if named:
        for name in ("KEYS", "STORE", "UPLOADS", "SCRATCH"):
            environment[f"SANDING_{name}"] = str(tmp_path / name.lower())
        environment |= {"SANDING_DEMO": "ya", "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}"}
    said = subprocess.run([sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True)
    at = read_installation(environment)
    assert json.loads(said.stdout) == [
        *map(str, (at.home, at.keys, at.store, at.uploads, at.scratch, at.sqlite)),
        at.demo,
    ]


def test_a_place_without_a_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDING_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(InputFault, match="basis data tidak ada"):
        existing_installation()
