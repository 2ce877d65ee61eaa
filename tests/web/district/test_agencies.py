"""The agency register in depth: competences from the indicator sheet, successors with history, the table of all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.district.models import Agency
from sanding_web.registry.models import VillageNeed
from tests.cast import Cast


@pytest.fixture
def siti(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.siti)


def _filled(agency: Agency, **more: Any) -> dict[str, Any]:
    names = ("code", "name", "short", "kind", "staff", "min_villages", "max_villages")
    return {name: getattr(agency, name) for name in names} | more


def test_competences_are_chosen_from_the_indicator_sheet_and_by_hand(siti: Client) -> None:
    """PAIR-01."""
    for actor in ("DINKES/PUSKESMAS", "PU", "dinkes"):
        VillageNeed.objects.create(village_code="3399012001", dimension="IKS", indicator="X", score=1, actor=actor)
    health = Agency.objects.get(code="PD01")
    address = f"/wilayah/perangkat/{health.pk}/"
    form = siti.get(address).context["form"]
    assert [code for code, _label in form.fields["actors"].choices] == ["DINKES", "PU", "PUSKESMAS"]
    assert (form.initial["actors"], form.initial["competences"]) == (["DINKES"], "")
    sent = _filled(health, actors=["DINKES", "PUSKESMAS"], competences="Gizi; stunting")
    assert siti.post(address, sent).status_code == 302
    health.refresh_from_db()
    assert health.competences == "DINKES;PUSKESMAS;Gizi;stunting"
    assert siti.post(address, {**sent, "actors": ["KARANGAN"]}).status_code == 422


def test_a_merged_agency_names_its_successor_and_the_successor_shows_its_history(siti: Client) -> None:
    works, law = Agency.objects.get(code="PD02"), Agency.objects.get(code="BG01")
    address = f"/wilayah/perangkat/{works.pk}/"
    assert siti.post(address, _filled(works, successor=law.pk)).status_code == 422
    sent = _filled(works, successor=law.pk, valid_to="2026-06-30", change_basis="Perda 5/2026")
    assert siti.post(address, sent).status_code == 302
    page = siti.get(f"/wilayah/perangkat/{law.pk}/").content.decode()
    assert "Karangsari" in page and "DPUPR" in page and "Melanjutkan tugas" in page
    assert "diteruskan Bag. Hukum" in siti.get("/wilayah/perangkat/").content.decode()
    assert Entry.objects.get(action="agency.change").detail["changes"]["successor"][1] == "Bagian Hukum"
    circle = _filled(law, successor=works.pk, valid_to="2026-07-01")
    assert siti.post(f"/wilayah/perangkat/{law.pk}/", circle).status_code == 422


def test_the_database_refuses_a_successor_of_an_agency_that_still_stands(siti: Client) -> None:
    with pytest.raises(IntegrityError, match="agency_successor_only_when_ended"):
        Agency.objects.filter(code="PD02").update(successor=Agency.objects.get(code="PD01"))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("code", "A/B"), ("lat", "100"), ("lon", "-181"), ("valid_to", "2020-01-01"), ("min_villages", "9")],
)
def test_a_wrong_value_of_an_agency_is_named(siti: Client, field: str, wrong: str) -> None:
    health = Agency.objects.get(code="PD01")
    sent = _filled(health, valid_from="2021-01-01") | {field: wrong}
    answer = siti.post(f"/wilayah/perangkat/{health.pk}/", sent)
    assert answer.status_code == 422
    assert not Entry.objects.filter(action="agency.change").exists()


def _table(siti: Client) -> dict[str, str]:
    formset = siti.get("/wilayah/perangkat/tabel/").context["formset"]
    sent = {f"form-{name}": str(value) for name, value in formset.management_form.initial.items()}
    for at, form in enumerate(formset.forms):
        sent |= {f"form-{at}-{name}": str(form.initial.get(name) or "") for name in form.fields if name != "id"}
        sent[f"form-{at}-id"] = str(form.instance.pk)
    return sent


def test_the_table_saves_all_lines_or_none_and_logs_only_what_changed(siti: Client) -> None:
    sent = _table(siti)
    wrong = siti.post("/wilayah/perangkat/tabel/", {**sent, "form-0-staff": "44", "form-1-min_villages": "9"})
    assert wrong.status_code == 422 and b'value="44"' in wrong.content
    assert set(Agency.objects.values_list("staff", flat=True)) == {20}
    assert siti.post("/wilayah/perangkat/tabel/", {**sent, "form-0-staff": "44"}).status_code == 302
    assert sorted(Agency.objects.values_list("staff", flat=True)) == [20, 20, 44]
    assert Entry.objects.filter(action="agency.change").count() == 1


def test_of_two_people_at_the_table_the_second_does_not_overwrite_the_first(
    cast: Cast, siti: Client, client_for: Callable[[User], Client]
) -> None:
    sent = _table(siti)
    siti.post("/wilayah/perangkat/tabel/", {**sent, "form-0-staff": "44"})
    late = client_for(cast.ratna).post("/wilayah/perangkat/tabel/", {**sent, "form-0-staff": "55"})
    assert late.status_code == 422 and b'value="55"' in late.content
    assert sorted(Agency.objects.values_list("staff", flat=True)) == [20, 20, 44]


def test_an_agency_that_ended_is_no_longer_in_the_table(siti: Client) -> None:
    Agency.objects.filter(code="PD02").update(valid_to=date(2025, 12, 31))
    assert len(siti.get("/wilayah/perangkat/tabel/").context["formset"].forms) == 2
