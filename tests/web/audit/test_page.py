"""The audit page as an inspector reads it: words, links, old and new values, filters."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sanding_web.accounts.models import User
from sanding_web.audit.actions import record
from sanding_web.district.models import Agency, Programme
from sanding_web.registry.models import Batch
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User], Client]


def _rows(client: Client, **query: object) -> list[list[str]]:
    """The cells of the listing, as the components were given them."""
    answer = client.get(reverse("audit:index"), query)
    assert answer.status_code == 200
    return [[str(cell) for cell in row.cells] for row in answer.context["entries"].rows]


def test_an_entry_reads_in_words(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "session.sign_in")
    page = client_for(cast.inspektur).get(reverse("audit:index")).content.decode()
    assert "Siti" in page
    assert ">masuk</td>" in page
    assert ">session.sign_in<" not in page


def test_without_a_person_the_system_acted_unless_nobody_had_signed_in(cast: Cast, client_for: ClientFor) -> None:
    record(None, "session.refused")
    record(None, "batch.checked", Batch(pk=7), register="DTSEN")
    checked, refused = _rows(client_for(cast.inspektur))
    assert (checked[1], checked[3]) == ("sistem", "selesai memeriksa batch")
    assert (refused[1], refused[3]) == ("belum masuk", "ditolak masuk")


def test_an_object_links_to_its_page_only_for_those_who_may_open_it(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "batch.accept", Batch(pk=7))
    record(cast.admin, "account.create", cast.siti)
    batch, account = reverse("registry:batch", args=[7]), reverse("accounts:account", args=[cast.siti.pk])
    seen, by_admin = (_rows(client_for(one)) for one in (cast.inspektur, cast.admin))
    assert seen[1][4] == f'<a href="{batch}">batch 7</a>'
    assert seen[0][4] == f"akun {cast.siti.pk}"
    assert by_admin[1][4] == "batch 7"
    assert by_admin[0][4] == f'<a href="{account}">akun {cast.siti.pk}</a>'


def test_an_object_without_a_page_is_words(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "programme.change", Programme.current())
    assert _rows(client_for(cast.inspektur))[0][4] == "program 1"


def test_a_change_shows_the_old_and_the_new_value_and_is_escaped(cast: Cast, client_for: ClientFor) -> None:
    agency = Agency.objects.get(code="PD01")
    record(cast.siti, "agency.change", agency, changes={"name": ["Dinas <b>Lama", "Dinas Baru"], "budget": ["", "5"]})
    detail = _rows(client_for(cast.inspektur))[0][5]
    assert "Nama resmi: Dinas &lt;b&gt;Lama → Dinas Baru<br>" in detail
    assert "Anggaran pendampingan (rupiah): belum diisi → 5" in detail


def test_other_details_stand_as_key_and_value(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "count.export", rows=12345, form="csv")
    record(cast.siti, "pairing.run", year=2027, number=3)
    record(cast.admin, "account.grant", role="inspector", area="")
    granted, run, export = (row[5] for row in _rows(client_for(cast.inspektur)))
    assert granted == "peran: Inspektorat"
    assert run == "tahun: 2027<br>nomor urut: 3"
    assert export == "bentuk berkas: csv<br>baris: 12.345" or export == "baris: 12.345<br>bentuk berkas: csv"


def test_nothing_unforeseen_and_no_long_number_is_shown(cast: Cast, client_for: ClientFor) -> None:
    number = "3399" + "0" * 12
    record(cast.siti, "priority.save_scenario", name=f"Coba {number}", resident="Nama Warga", nik=number)
    record(cast.siti, "agency.change", Agency.objects.first(), changes={"nik": [number, number]})
    page = client_for(cast.inspektur).get(reverse("audit:index")).content.decode()
    assert number not in page
    assert "Nama Warga" not in page
    assert "Coba disamarkan" in page


def test_an_action_is_filtered_exactly(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "batch.accept", Batch(pk=7))
    record(None, "batch.accepted", Batch(pk=7))
    assert [row[3] for row in _rows(client_for(cast.inspektur), tindakan="batch.accept")] == ["menerima batch"]


def test_a_person_and_the_system_can_be_filtered(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "session.sign_out")
    record(cast.ratna, "session.sign_out")
    record(None, "session.refused")
    record(None, "batch.checked", Batch(pk=7))
    client = client_for(cast.inspektur)
    assert [row[1] for row in _rows(client, orang=cast.ratna.pk)] == ["Ratna"]
    assert [row[1] for row in _rows(client, orang="sistem")] == ["sistem"]


def test_a_day_is_a_day_of_the_office(cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    midnight = datetime(2026, 10, 12, tzinfo=timezone.get_default_timezone())
    moments = (midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23, minutes=59))
    for moment in (*moments, midnight + timedelta(days=1)):
        with monkeypatch.context() as then:
            then.setattr(timezone, "now", lambda at=moment: at)
            record(cast.siti, "session.sign_in")
    shown = client_for(cast.inspektur).get(reverse("audit:index"), {"hari": "2026-10-12"}).context["page"]
    assert sorted(entry.at for entry in shown) == list(moments[1:])


@pytest.mark.parametrize("query", [{"hari": "2026-13-40"}, {"hari": "kemarin"}, {"orang": "Siti"}, {"orang": "²"}])
def test_a_filter_that_is_not_understood_is_said_and_not_applied(cast: Cast, client_for: ClientFor, query) -> None:
    record(cast.siti, "session.sign_in")
    answer = client_for(cast.inspektur).get(reverse("audit:index"), query)
    assert "Sebagian saringan tidak dikenali" in answer.content.decode()
    assert len(answer.context["entries"].rows) == 1


def test_nothing_found_is_said(cast: Cast, client_for: ClientFor) -> None:
    record(cast.siti, "session.sign_in")
    page = client_for(cast.inspektur).get(reverse("audit:index"), {"hari": "2020-01-01"}).content.decode()
    assert "Tidak ada tindakan yang cocok" in page


def test_fifty_entries_cost_as_many_queries_as_one(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.inspektur)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            _rows(client)
        return len(seen)

    record(cast.siti, "batch.accept", Batch(pk=7))
    one = cost()
    for number in range(49):
        record(cast.ratna, "batch.accept", Batch(pk=number + 8))
    assert cost() == one
