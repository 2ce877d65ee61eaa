"""The chain on pages: its state and alarms, checking it now, the anchors to print, the export an outsider can prove."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sanding.__main__ import main
from sanding_web.accounts.models import User
from sanding_web.audit.actions import record
from sanding_web.audit.models import Anchor, Block, Entry
from sanding_web.audit.sealer import seal_all
from sanding_web.district.models import Agency
from sanding_web.jobs.models import Job
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]
INDEX = "/jejak/"


def _later(monkeypatch: pytest.MonkeyPatch, **time: int) -> None:
    moment = timezone.now() + timedelta(**time)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def _export(client: Client, folder: Path) -> Path:
    answer = client.get(reverse("audit:export"))
    assert re.fullmatch(r'attachment; filename="jejak-audit-[\d-]+\.jsonl\.gz"', answer["Content-Disposition"])
    path = folder / "jejak.jsonl.gz"
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def test_the_page_says_until_when_the_log_is_sealed_and_what_waits(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "session.sign_in")
    seal_all()
    record(cast.siti, "session.sign_out")
    facts = dict(client_for(cast.inspektur).get(INDEX).context["chain_facts"])
    assert facts["Blok terakhir"] == 1
    assert facts["Menunggu dikunci (catatan)"] == 1
    assert facts["Terkunci sampai"] == Block.objects.get().sealed_at


@pytest.mark.parametrize("role", ["inspektur", "admin"])
def test_five_minutes_without_a_seal_are_an_alarm_on_both_pages(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    record(cast.siti, "session.sign_in")
    client = client_for(getattr(cast, role))
    _later(monkeypatch, minutes=4, seconds=50)
    assert "belum dikunci" not in client.get(INDEX).content.decode() + client.get("/").content.decode()
    _later(monkeypatch, seconds=20)
    for page in (INDEX, "/"):
        assert "Jejak audit belum dikunci" in client.get(page).content.decode()
    seal_all()
    assert "belum dikunci" not in client.get(INDEX).content.decode() + client.get("/").content.decode()


def test_the_alarm_is_not_for_those_who_may_not_read_the_log(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(cast.siti, "session.sign_in")
    _later(monkeypatch, minutes=10)
    assert "Jejak audit belum dikunci" not in client_for(cast.siti).get("/").content.decode()


def test_checking_now_runs_in_the_background_and_stands_in_the_log(cast: Cast, client_for: ClientFor) -> None:
    for _ in range(3):
        record(cast.siti, "session.sign_in")
    seal_all()
    client = client_for(cast.inspektur)
    answer = client.post(reverse("audit:verify"))
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:progress", args=[job.pk])
    assert (job.state, job.link) == (Job.DONE, INDEX), job.error
    assert Entry.objects.get(action="audit.verify").actor == cast.inspektur
    assert Entry.objects.get(action="audit.verified").detail == {
        "blocks": 1, "entries": 3, "flaws": 0, "flaw": "", "block": None, "entry": None,
    }  # fmt: skip
    assert "Utuh saat diperiksa" in client.get(INDEX).content.decode()


def test_a_broken_chain_is_named_on_the_page_and_on_the_start_page(
    cast: Cast, client_for: ClientFor, forge: Callable[..., int]
) -> None:
    target = record(cast.siti, "session.sign_in")
    record(cast.siti, "session.sign_out")
    seal_all()
    forge("UPDATE audit_entry SET actor_id = %s WHERE id = %s", cast.ratna.pk, target.pk)
    client = client_for(cast.inspektur)
    client.post(reverse("audit:verify"))
    detail = Entry.objects.get(action="audit.broken").detail
    assert (detail["flaw"], detail["entry"], detail["block"], detail["flaws"]) == ("changed", target.pk, 1, 1)
    page = client.get(INDEX).content.decode()
    assert "Rantai jejak audit tidak utuh" in page
    assert f"yang pertama: catatan diubah; nomor blok: 1; nomor catatan: {target.pk}" in page
    assert "Rantai jejak audit tidak utuh" in client.get("/").content.decode()


def test_the_export_is_logged_and_proves_itself_without_the_database(
    cast: Cast, client_for: ClientFor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(cast.siti, "agency.change", Agency.objects.first(), changes={"staff": ["20", "21"]})
    seal_all()
    path = _export(client_for(cast.inspektur), tmp_path)
    assert Entry.objects.get(action="audit.export").actor == cast.inspektur
    assert main(["audit", "verify", str(path), "--anchor", Block.objects.get().hash, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["whole"], found["entries"], found["blocks"]) == (True, 1, 1)


def test_an_empty_log_exports_too(cast: Cast, client_for: ClientFor, tmp_path: Path) -> None:
    assert main(["audit", "verify", str(_export(client_for(cast.inspektur), tmp_path))]) == 0


def test_the_export_holds_many_blocks_with_a_bounded_number_of_queries(
    cast: Cast, client_for: ClientFor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(120):
        record(cast.siti, "session.sign_in")
        seal_all()
    monkeypatch.setattr("sanding_web.audit.evidence._ENTRIES", 30)
    client = client_for(cast.inspektur)
    with CaptureQueriesContext(connection) as seen:
        path = _export(client, tmp_path)
    assert Block.objects.count() == 120
    assert len([one for one in seen if "audit_" in one["sql"]]) <= 20
    assert main(["audit", "verify", str(path)]) == 0


def test_the_running_day_can_be_printed_and_becomes_fixed(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(cast.siti, "session.sign_in")
    seal_all()
    day, block = timezone.localdate().isoformat(), Block.objects.get()
    client = client_for(cast.inspektur)
    listing = client.get(reverse("audit:anchors")).content.decode()
    assert reverse("audit:anchor", args=[day]) in listing and "Hari berjalan" in listing
    assert "Hari ini belum berakhir" in client.get(reverse("audit:anchor", args=[day])).content.decode()
    _later(monkeypatch, days=1)
    record(cast.siti, "session.sign_in")
    seal_all()
    client = client_for(cast.inspektur)
    sheet = client.get(reverse("audit:anchor", args=[day])).content.decode()
    assert "Hari ini belum berakhir" not in sheet
    assert " ".join(block.hash[at : at + 8] for at in range(0, 64, 8)) in sheet
    assert Anchor.objects.get().block == block
    assert client.get(reverse("audit:anchors")).content.decode().count("<tr") == 3


@pytest.mark.parametrize("day", ["2020-01-01", "kemarin", "2026-13-40"])
def test_a_day_without_an_anchor_is_not_there(cast: Cast, client_for: ClientFor, day: str) -> None:
    assert client_for(cast.inspektur).get(reverse("audit:anchor", args=[day])).status_code == 404


def test_the_listing_of_anchors_costs_the_same_for_many_days(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = []
    for _ in range(5):
        record(cast.siti, "session.sign_in")
        seal_all()
        client = client_for(cast.inspektur)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("audit:anchors"))
        costs.append(len(seen))
        _later(monkeypatch, days=1)
    assert len(set(costs[1:])) == 1


def test_an_object_can_be_filtered_by_kind_and_number(cast: Cast, client_for: ClientFor) -> None:
    first, second = Agency.objects.order_by("pk")[:2]
    for one in (first, second):
        record(cast.siti, "agency.change", one, changes={"staff": ["1", "2"]})
    record(cast.siti, "account.create", cast.ratna)
    client = client_for(cast.inspektur)

    def shown(**query: object) -> list[str]:
        return [entry.object_kind + entry.object_id for entry in client.get(INDEX, query).context["page"]]

    assert len(shown(objek="district.agency")) == 2
    assert shown(objek="district.agency", nomor=second.pk) == [f"district.agency{second.pk}"]
    assert "Sebagian saringan tidak dikenali" in client.get(INDEX, {"objek": "lain"}).content.decode()
