"""A sheet's way: upload, faults, another person's decision, the register, the village page."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sanding_web.accounts.models import User
from sanding_web.registry.models import Batch, Person
from sanding_web.registry.queries import is_current
from tests.cast import Cast
from tests.sanding.registry import sheets

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]


_PLACE = {"kecamatan": "BANYUMILI", "kelurahan_desa": "BANYUSARI"}


def here(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the tiny sheets, in the tiny district's first village."""
    return {name: _PLACE.get(name.removesuffix("_ktp"), value) for name, value in row.items()}


def workbook(families: int = 3, *, faulty: bool = True, **changes: Any) -> SimpleUploadedFile:
    """A DTSEN workbook of a few families of two; with ``faulty`` a third member whose NIK lost its last digits."""
    kin = [here(sheets.family(number, **changes)) for number in range(1, families + 1)]
    people = [here(row) for number in range(1, families + 1) for row in sheets.members(number)]
    if faulty:
        people.append({**here(sheets.person(1, 2, 5, 5, 1990)), "nomor_induk_kependudukan": "3,39901E+15"})
    with TemporaryDirectory() as folder:
        path = sheets.workbook(Path(folder) / "DTSEN_TW3.xlsx", kin, people)
        return SimpleUploadedFile("DTSEN_TW3.xlsx", path.read_bytes())


def form(**changes: object) -> dict[str, object]:
    return {
        "register": "DTSEN",
        "period": "TW III 2026",
        "decreed_on": "2026-09-30",
        "coverage": "part",
        "source_agency": "Dinas Sosial",
        "received_on": "2026-10-09",
        "undertaking": "",
        "files": [workbook()],
        **changes,
    }


def uploaded(client: Client, **changes: object) -> Batch:
    answer = client.post(reverse("registry:upload"), form(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.latest("pk")


def test_sheet_is_checked_shown_and_accepted_by_another_person(cast: Cast, client_for: SignIn) -> None:
    batch = uploaded(client_for(cast.siti))
    assert (batch.error, batch.state) == ("", "waiting")
    assert (batch.rows_read, batch.rows_held, batch.rows_new) == (10, 1, 9)
    page = client_for(cast.siti).get(reverse("registry:batch", args=[batch.pk])).content.decode()
    assert "NIK menjadi notasi ilmiah" in page and "orang lain yang memutuskan" in page
    answer = client_for(cast.ratna).post(reverse("registry:accept", args=[batch.pk]), {"origin_checked": "on"})
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.state == "accepted"
    assert Person.objects.filter(is_current()).count() == 6
    village = client_for(cast.agus).get(reverse("registry:village", args=["3399012001"]))
    assert village.status_code == 200
    assert client_for(cast.agus).get(reverse("registry:village", args=["3399022001"])).status_code == 404


def test_the_same_bytes_under_another_day_are_told_before_anyone_accepts(cast: Cast, client_for: SignIn) -> None:
    once = workbook(faulty=False)
    first = uploaded(client_for(cast.siti), files=[once])
    once.seek(0)
    second = uploaded(client_for(cast.siti), files=[once], decreed_on="2026-06-30")
    words = "Berkas yang sama persis sudah pernah diunggah"
    page = client_for(cast.ratna).get(reverse("registry:batch", args=[second.pk])).content.decode()
    assert words in page and reverse("registry:batch", args=[first.pk]) in page and "30 September 2026" in page
    other = uploaded(client_for(cast.siti), files=[workbook(4, faulty=False)], decreed_on="2026-03-31")
    assert words not in client_for(cast.ratna).get(reverse("registry:batch", args=[other.pk])).content.decode()


def test_plain_upload_stays_nowhere(cast: Cast, client_for: SignIn, tmp_path: Path) -> None:
    uploaded(client_for(cast.siti))
    number = sheets.members(1)[0]["nomor_induk_kependudukan"].encode()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert number not in content and not content.startswith(b"PK"), path.name


def test_full_list_keeps_who_stands_in_a_row_held_back(cast: Cast, client_for: SignIn) -> None:
    first = uploaded(client_for(cast.siti), files=[workbook(faulty=False)])
    client_for(cast.ratna).post(reverse("registry:accept", args=[first.pk]), {"origin_checked": "on"})
    again = uploaded(
        client_for(cast.siti),
        files=[workbook(2, faulty=False, desil_nasional="12")],
        coverage="full",
        decreed_on="2026-10-01",
        period="TW IV 2026",
    )
    assert again.error == ""
    assert again.rows_held > 0
    assert again.rows_gone == 3, "the third family and its two members are no longer on the list; the held ones stay"


def test_a_sheet_of_another_register_is_refused_before_anyone_can_accept_it(cast: Cast, client_for: SignIn) -> None:
    batch = uploaded(client_for(cast.siti), register="P3KE")
    assert batch.state == "failed"
    assert "SND-IMP-52" in batch.error and "DTSEN keluarga" in batch.error
    page = reverse("registry:batch", args=[batch.pk])
    refused = client_for(cast.ratna).post(
        reverse("registry:accept", args=[batch.pk]),
        {"origin_checked": "on"},
        headers={"Referer": f"http://testserver{page}"},
    )
    assert refused.status_code == 409
    assert f'href="{page}"' in refused.content.decode(), "the way back is the batch, not an address that takes a form"


def test_a_list_leaves_only_in_a_form_that_exists(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.siti)
    assert client.get(reverse("registry:villages_export", args=["csv"])).status_code == 200
    assert client.get(reverse("registry:villages_export", args=["exe"])).status_code == 404
