"""The start page tells administrator and inspector of backups, warns in time, and tells others nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from sanding.backup.facts import tell
from sanding.canonical import canonical_json
from sanding.installation import Installation, read_installation
from tests.cast import make_cast, make_district

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setenv("SANDING_HOME", str(tmp_path))
    monkeypatch.setenv("SANDING_BACKUPS", str(tmp_path / "backups"))
    make_district()
    return read_installation()


def _home(role: str) -> str:
    client = Client()
    client.force_login(make_cast().by_role()[role])
    return client.get("/").content.decode()


@pytest.mark.parametrize("role", ["administrator", "inspector"])
def test_a_good_state_is_one_line_without_alarm(at: Installation, role: str) -> None:
    tell(at, "backup", file="a.sanding", size=1)
    tell(at, "self_restore", good=True, file="a.sanding")
    page = _home(role)
    assert "Cadangan terakhir: " in page and "Uji pemulihan: " in page
    assert "terlambat" not in page and "Uji pemulihan gagal" not in page


def test_a_place_that_never_made_a_backup_is_an_alarm(at: Installation) -> None:
    page = _home("inspector")
    assert "Cadangan terlambat" in page and "Uji pemulihan terlambat" in page


def test_a_failed_test_restore_is_an_alarm_with_its_code(at: Installation) -> None:
    tell(at, "backup", file="a.sanding", size=1)
    tell(at, "self_restore", good=False, code="SND-BAK-15", what="x")
    page = _home("administrator")
    assert "Uji pemulihan gagal" in page and "SND-BAK-15" in page and "Cadangan terlambat" not in page


def test_an_old_backup_and_an_old_test_are_alarms(at: Installation) -> None:
    old = (datetime.now(UTC) - timedelta(days=40)).isoformat(timespec="seconds")
    at.facts.write_bytes(canonical_json({"backup": {"at": old}, "self_restore": {"at": old, "good": True}}))
    page = _home("administrator")
    assert "Cadangan terlambat" in page and "Uji pemulihan terlambat" in page


def test_others_hear_nothing(at: Installation) -> None:
    assert "Cadangan" not in _home("secretariat")
