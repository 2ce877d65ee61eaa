"""Every check of the site: healthy is ok, and a planted fault is named with its remedy. The page shows the same."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sanding.doctor.finding import Finding, examine
from sanding.identity import Sealer
from sanding_web.audit.actions import record
from sanding_web.audit.models import Entry
from sanding_web.audit.sealer import seal_all
from sanding_web.doctor.site import Site
from sanding_web.doctor.site_checks import CHECKS
from sanding_web.jobs.models import Job
from sanding_web.registry import storage
from sanding_web.registry.models import Batch, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Plant = Callable[[Site], "Site | None"]


@pytest.fixture
def healthy(cast: Cast, tmp_path: Path) -> Site:
    """A site of production that worked a minute ago."""
    _sealed_person(cast)
    record(cast.siti, "session.refused")
    seal_all()
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "malam.sanding").write_bytes(b"x")
    return Site(
        debug=False, demo=False, https=True, hosts=("sanding.lan", "localhost"), time_zone="Asia/Jakarta",
        home=tmp_path, backups=backups, worker=timezone.now() - timedelta(seconds=20),
    )  # fmt: skip


def _sealed_person(cast: Cast) -> None:
    batch = Batch.objects.create(
        register="DTSEN", period="x", decreed_on=date(2026, 1, 1), source_agency="x", received_on=date(2026, 1, 1),
        uploaded_by=cast.siti, folder="dtsen-x",
    )  # fmt: skip
    sealed = Sealer(storage.keys()).seal("nik", "3399010101010001")
    Person.objects.create(
        uid=1, batch=batch, kind="new", register="DTSEN", match_key=sealed, family_key=b"x", nik=sealed, source_row=2,
        name="Tukiran",
    )  # fmt: skip


def _database_away(at: Site) -> AbstractContextManager[object]:
    return patch.object(connection, "cursor", side_effect=OperationalError("connection refused"))


def _behind(at: Site) -> None:
    MigrationRecorder(connection).record_unapplied("jobs", "0001_initial")


def _ahead(at: Site) -> None:
    MigrationRecorder(connection).record_applied("jobs", "0999_from_tomorrow")


def _other_keys(at: Site) -> None:
    for path in Path(storage.settings.SANDING_KEYS).glob("*.key"):
        path.unlink()


def _stuck(at: Site) -> None:
    old = at.now - timedelta(minutes=30)
    Job.objects.create(kind="x", title="x", state=Job.RUNNING, heartbeat=old)


def _waiting(at: Site) -> None:
    job = Job.objects.create(kind="x", title="x")
    Job.objects.filter(pk=job.pk).update(created=at.now - timedelta(hours=1))


def _unsealed(at: Site) -> Site:
    Entry.objects.create(action="session.refused", detail={})
    return replace(at, now=at.now + timedelta(minutes=20, seconds=30))


def _old_backup(at: Site) -> None:
    assert at.backups
    old = at.now.timestamp() - 5 * 86_400
    for path in at.backups.iterdir():
        os.utime(path, (old, old))


def _no_backup(at: Site) -> None:
    assert at.backups
    for path in at.backups.iterdir():
        path.unlink()


FAULTS: list[tuple[str, str, str, Callable[[Site], object]]] = [
    ("database", "salah", "tidak terjangkau", _database_away),
    ("migrations", "salah", "tertinggal 1", _behind),
    ("migrations", "salah", "lebih baru", _ahead),
    ("sealed_numbers", "salah", "", _other_keys),
    ("worker", "salah", "belum pernah", lambda at: replace(at, worker=None)),
    ("worker", "salah", "diam 10 menit", lambda at: replace(at, worker=at.now - timedelta(minutes=10))),
    ("jobs", "salah", "tanpa tanda", _stuck),
    ("jobs", "peringatan", "menunggu", _waiting),
    ("seals", "salah", "20 menit", _unsealed),
    ("backup", "salah", "5 hari", _old_backup),
    ("backup", "salah", "belum ada", _no_backup),
    ("backup", "salah", "SANDING_BACKUPS", lambda at: replace(at, backups=None)),
    ("settings", "salah", "SANDING_DEBUG", lambda at: replace(at, debug=True)),
    ("settings", "peringatan", "tanpa kata sandi", lambda at: replace(at, demo=True)),
    ("https", "salah", "SANDING_HTTPS", lambda at: replace(at, https=False)),
    ("hosts", "salah", "apa saja", lambda at: replace(at, hosts=("*",))),
    ("hosts", "peringatan", "peladen ini sendiri", lambda at: replace(at, hosts=("localhost",))),
    ("time_zone", "peringatan", "SANDING_TIME_ZONE", lambda at: replace(at, time_zone="UTC")),
    ("clock_back", "salah", "mundur 6 jam", lambda at: replace(at, now=at.now - timedelta(hours=6, minutes=30))),
]


def _of(found: list[Finding], name: str) -> Finding:
    return next(one for one in found if one.name == name)


def test_a_healthy_site_is_all_ok(healthy: Site) -> None:
    found = {one.name: str(one) for one in examine(CHECKS, healthy) if one.level != "ok"}
    if connection.vendor == "sqlite":  # test databases of pytest are not opened as the site's is
        found.pop("journal", None)
    assert found == {}


@pytest.mark.parametrize(("name", "level", "word", "plant"), FAULTS)
def test_a_planted_fault_is_named_with_its_remedy(healthy: Site, name: str, level: str, word: str, plant) -> None:
    planted = plant(healthy)
    at = planted if isinstance(planted, Site) else healthy
    with planted if isinstance(planted, AbstractContextManager) else nullcontext():
        found = _of(examine(CHECKS, at), name)
    assert (found.level, bool(found.remedy)) == (level, True), str(found)
    assert word in str(found) and "3399" not in str(found)


@pytest.mark.parametrize(("mode", "level"), [("wal", "ok"), ("delete", "salah")])
def test_a_journal_other_than_wal_is_named(healthy: Site, mode: str, level: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no journal mode")
    with patch.object(connection, "cursor") as cursor:
        cursor.return_value.__enter__.return_value.execute.return_value.fetchone.return_value = (mode,)
        assert _of(examine([check for check in CHECKS if check.name == "journal"], healthy), "journal").level == level


def test_every_check_has_a_planted_fault() -> None:
    assert {check.name for check in CHECKS} == {name for name, *_ in FAULTS} | {"journal"}


def test_the_administrator_sees_the_gravest_first_and_no_personal_value(healthy: Site, cast: Cast, client_for) -> None:
    page = client_for(cast.admin).get("/kesehatan/").content.decode()
    assert "Perlu diperbaiki" in page and "pekerja latar belum pernah berjalan" in page
    assert page.index("Perlu diperbaiki") < page.index("catatan audit terkunci")
    assert "mencoba menulis" not in page and "pemeriksaan ini gagal" not in page
    assert "3399010101010001" not in page and "Tukiran" not in page


def test_the_menu_leads_the_administrator_and_the_inspector_there(cast: Cast, client_for) -> None:
    for person, shown in ((cast.admin, True), (cast.inspektur, True), (cast.siti, False)):
        assert ('href="/kesehatan/"' in client_for(person).get("/").content.decode()) is shown
