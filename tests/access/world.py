"""The tiny district with one of everything that an address can name, built as the office would build it."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanding_web.accounts.models import User
from sanding_web.district.models import Agency, LegalBasis, MacroFigure, NationalStatus, OfficeSheet, Village
from sanding_web.jobs.models import Job
from sanding_web.pairing.models import PairingRun, PairRule
from sanding_web.registry.models import Batch, VillageCount
from sanding_web.targeting.models import Milestone, Scenario
from tests.cast import Cast, make_person
from tests.web.counted_steps import propose_pairing, propose_priority, sign
from tests.web.targeting import register

NOBODY = 999_999
_LEADS = {
    "PD01": ("3399012001", "3399012002", "3399021001"),
    "PD02": ("3399011001", "3399022001", "3399022002"),
    "BG01": ("3399032001", "3399032002", "3399031001"),
}


@dataclass(frozen=True)
class World:
    """Ids of what stands there. ``village`` lies in every local scope, ``far_village`` and ``far_agency`` in none."""

    cast: Cast
    account: User
    agency: Agency
    job: Job
    village: str = "3399012001"
    far_village: str = "3399032001"
    far_agency: str = "BG01"
    no_village: str = "3399992001"
    family: int = 1
    grant: int = NOBODY
    batch: int = NOBODY
    waiting: int = NOBODY
    priority: int = NOBODY
    decree: int = NOBODY
    proposal: int = NOBODY
    run: int = NOBODY
    rule: int = NOBODY
    sheet: int = NOBODY
    letter: int = NOBODY
    figure: int = NOBODY
    status: int = NOBODY
    signatory: int = NOBODY
    scenario: int = NOBODY


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def make_world(cast: Cast) -> World:
    """A register of families, a signed list of all nine villages, a signed pairing, milestones, notes, a sheet."""
    batch = _register(cast)
    siti, bupati = client_of(cast.siti), client_of(cast.bupati)
    priority = sign(bupati, propose_priority(siti, "?kuota=9"))
    _locks(cast)
    decree = sign(bupati, propose_pairing(siti))
    _milestones(cast)
    again = propose_priority(siti, "?kuota=8")
    return World(
        cast,
        account=(account := make_person("Wulan", "analyst")),
        agency=Agency.objects.get(code="PD01"),
        job=Job.objects.create(kind="test", title="Uji", owner=cast.siti),
        grant=account.grants.get().pk,
        batch=batch.pk,
        waiting=_waiting(cast).pk,
        priority=priority.pk,
        decree=decree.pk,
        proposal=again.pk,
        run=PairingRun.objects.get().number,
        rule=PairRule.objects.order_by("pk")[0].pk,
        sheet=_sheet(siti).pk,
        letter=_letter(siti).pk,
        figure=_figure(siti).pk,
        status=NationalStatus.objects.create(year=2024, status="Daerah prioritas", source="Keputusan rekaan").pk,
        scenario=Scenario.objects.create(year=2027, name="Uji", choice={}, saved_by=cast.siti).pk,
    )


def _register(cast: Cast) -> Batch:
    batch = register.fill(cast, register.usual())
    VillageCount.objects.update(by_decile={"1": 40, "2": 20, "3": 60})
    register.count()
    return batch


def _locks(cast: Cast) -> None:
    for code, villages in _LEADS.items():
        for village in villages:
            PairRule.objects.create(
                year=2027, kind="lock", agency=Agency.objects.get(code=code), village_id=village, reason="Uji",
                set_by=cast.siti,
            )  # fmt: skip


def _milestones(cast: Cast) -> None:
    for village in Village.objects.all():
        Milestone.objects.create(
            village=village, wave_year=2027, name="asesmen awal", done_on=date(2026, 3, 1), evidence="BA rekaan",
            recorded_by=cast.siti,
        )  # fmt: skip


def _waiting(cast: Cast) -> Batch:
    return Batch.objects.create(
        register="DTSEN", period="TW IV 2026", decreed_on=date(2026, 10, 30), source_agency="Dinas Sosial",
        received_on=date(2026, 11, 9), uploaded_by=cast.siti, state=Batch.WAITING, folder="dtsen-tw4-2026",
    )  # fmt: skip


def _sheet(siti: Client) -> OfficeSheet:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("L")
        page.write_row(0, 0, ["No", "Perangkat Daerah Pendamping", "Kecamatan", "Desa/Kelurahan"])
        page.write_row(1, 0, [1, "Dinas Kesehatan", "Banyumili", "Banyusari"])
    fields = {"number": "050/1/2025", "date": "2025-01-15", "year": "2025", "start": "2025-02-01", "goes_on": "on"}
    upload = SimpleUploadedFile("lampiran.xlsx", out.getvalue())
    _done(siti.post("/wilayah/mulai/unggah/pairs/", {**fields, "upload": upload}))
    return OfficeSheet.objects.get()


def _letter(siti: Client) -> LegalBasis:
    fields = {
        "of": "parent", "kind": "Surat Edaran Gubernur", "number": "SE 414/2021", "date": "2021-05-18", "about": "Uji",
        "issuer": "Gubernur", "position": "0",
    }  # fmt: skip
    upload = SimpleUploadedFile("surat.pdf", b"%PDF-1.4 rekaan", "application/pdf")
    _done(siti.post("/wilayah/catatan/dasar/baru/", {**fields, "upload": upload}))
    return LegalBasis.objects.get(of="parent")


def _figure(siti: Client) -> MacroFigure:
    fields = {
        "measure": "Garis kemiskinan",
        "on": "2024-03-01",
        "value": "421887",
        "method": "Susenas",
        "source": "BPS",
    }
    _done(siti.post("/wilayah/catatan/angka/baru/", fields))
    return MacroFigure.objects.get()


def _done(answer: Any) -> None:
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
