"""A sheet that nothing knows: mapped once, read by itself the next time, handed on as a file."""

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.registry.models import Batch, MappingProfile
from tests.cast import Cast
from tests.sanding.registry.sheets import kk, nik
from tests.web.registry.test_journey import form, uploaded

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]
HEADERS = ["No Kartu Klg", "NIK Warga", "Nama Anggota", "Tgl Lhr", "L/P", "SHDK", "Kd Desa", "Hobi"]
FIELDS = ["kk", "nik", "name", "birth_date", "sex", "relation", "village_code"]


def strange(first: int = 0) -> SimpleUploadedFile:
    """Three persons under headers that no layout knows."""
    rows = [
        [kk(at), nik(5, 3, 1980, at + 1), f"KARSONO {'ABCDEF'[at]}", "05/03/1980", "L", "1", "3399012001", "catur"]
        for at in range(first, first + 3)
    ]
    text = "\n".join(";".join(row) for row in [HEADERS, *rows])
    return SimpleUploadedFile("warga.csv", text.encode())


def mapping(**changes: str) -> dict[str, str]:
    chosen = {f"kolom-{field}": header for field, header in zip(FIELDS, HEADERS, strict=False)}
    told = {"name": "Pendataan desa", "source": "Dinas Sosial", "year": "2026", "code_system": "kemendagri"}
    return {**told, **chosen, **changes}


def mapped(client: Client, batch: Batch, **changes: str) -> int:
    url = reverse("registry:map", args=[batch.pk])
    return client.post(f"{url}?lembar=0&susunan=dtsen_individu", mapping(**changes)).status_code


def test_an_unknown_sheet_is_mapped_checked_again_and_known_the_next_time(cast: Cast, client_for: SignIn) -> None:
    siti = client_for(cast.siti)
    batch = uploaded(siti, files=[strange()])
    assert batch.state == "failed" and "SND-IMP-11" in batch.error
    page = siti.get(reverse("registry:map", args=[batch.pk])).content.decode()
    assert "selected>NIK Warga – ################<" in page and "KARSONO" not in page and kk(0) not in page
    assert mapped(siti, batch) == 302
    batch.refresh_from_db()
    assert (batch.error, batch.state, batch.rows_new, batch.rows_held) == ("", "waiting", 3, 0)
    again = uploaded(siti, files=[strange(3)])
    assert (again.state, again.rows_new) == ("waiting", 3)
    assert again.summary["sheets"][0]["layout_title"] == "Pendataan desa → DTSEN individu"
    entry = Entry.objects.get(action="profile.save")
    assert entry.detail == {"name": "Pendataan desa", "version": 1, "target": "dtsen_individu", "columns": 7}


def test_a_mapping_without_a_required_column_or_with_one_twice_is_refused(cast: Cast, client_for: SignIn) -> None:
    siti = client_for(cast.siti)
    batch = uploaded(siti, files=[strange()])
    assert mapped(siti, batch, **{"kolom-nik": ""}) == 422
    assert mapped(siti, batch, **{"kolom-nik": HEADERS[0]}) == 422
    assert not MappingProfile.objects.exists()


def test_the_same_name_becomes_the_next_version_and_only_that_is_used(cast: Cast, client_for: SignIn) -> None:
    siti = client_for(cast.siti)
    batch = uploaded(siti, files=[strange()])
    assert mapped(siti, batch) == mapped(siti, batch, code_system="detect") == 302
    kept = MappingProfile.objects.order_by("version")
    assert [(one.version, one.retired_at is None) for one in kept] == [(1, False), (2, True)]


def test_a_profile_is_handed_on_taken_in_and_retired(cast: Cast, client_for: SignIn) -> None:
    siti = client_for(cast.siti)
    mapped(siti, uploaded(siti, files=[strange()]))
    first = MappingProfile.objects.get()
    told = siti.get(reverse("registry:profile_export", args=[first.pk]))
    assert json.loads(told.content)["target"] == "dtsen_individu" and kk(0).encode() not in told.content
    url, bad = reverse("registry:profile_import"), SimpleUploadedFile("b.json", b'{"format": 1}')
    assert siti.post(url, {"file": bad}).status_code == 422
    assert siti.post(url, {"file": SimpleUploadedFile("a.json", told.content)}).status_code == 302
    kept = MappingProfile.objects.get(retired_at=None)
    assert kept.version == 2 and kept.fingerprint == first.fingerprint
    assert siti.post(reverse("registry:profile_retire", args=[kept.pk])).status_code == 302
    assert not MappingProfile.objects.filter(retired_at=None).exists()
    assert uploaded(siti, files=[strange(3)]).state == "failed"
    shown = siti.get(reverse("registry:profiles")).content.decode()
    assert shown.count("dihentikan</span>") == 2


def test_only_who_brought_the_batch_maps_its_columns(cast: Cast, client_for: SignIn) -> None:
    batch = uploaded(client_for(cast.siti), files=[strange()])
    assert client_for(cast.ratna).get(reverse("registry:map", args=[batch.pk])).status_code == 403
    assert form()["register"] == "DTSEN"
