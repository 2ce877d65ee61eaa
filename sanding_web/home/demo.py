"""The demo district: invented people and offices, taken through the same actions that people use.

Stages: ``district`` (villages, agencies, accounts), ``register`` (an earlier vintage accepted), ``all`` (the
newer vintage accepted, priority and pairing signed, another sheet waiting for its second person).
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from sanding.errors import EngineFault
from sanding.synthetic.district import District, make_district
from sanding.synthetic.files import write_district
from sanding.targeting.goalposts import rank_parameters
from sanding_web.accounts.models import Grant, User
from sanding_web.decisions.actions import sign_decision
from sanding_web.district.models import Agency, Programme
from sanding_web.home.demo_progress import reach_before
from sanding_web.home.demo_register import bring_sheets, load_notes
from sanding_web.pairing.actions import ask_run, propose_pairing
from sanding_web.registry import actions as registry
from sanding_web.registry.actions import reference
from sanding_web.registry.models import Batch
from sanding_web.targeting import queries as targeting_queries
from sanding_web.targeting.actions import propose_priority
from sanding_web.targeting.forms import start_of
from sanding_web.targeting.freezing import legal_lines
from sanding_web.targeting.ranking import rank

STAGES = ("district", "register", "all")
SEED = 3399
START = date(2026, 1, 1)
_NOW = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

_SOURCE = "Lembar IDM 2024 (rekaan)"
PROGRAMME: dict[str, Any] = {
    "district_code": "3399",
    "district_name": "Kabupaten Sumbersari",
    "province_name": "Provinsi Rekaan",
    "capital": "Sumbersari",
    "programme_name": "Satu Perangkat Daerah Satu Desa Dampingan",
    "brand": "SANDING RAPAT DESA KITA",
    "brand_meaning": "Satu pendamping perangkat daerah untuk desa yang kuat, aman, dan sejahtera",
    "outcome": "Desa aman dan sejahtera",
    "parent_name": "Satu OPD Satu Desa Dampingan (rekaan)",
    "parent_owner": "Pemerintah Provinsi Rekaan",
    "parent_year": 2019,
    "year": 2027,
    "secretariat": "Badan Perencanaan Pembangunan Daerah",
    "address": "Jalan Rekaan Nomor 1, Sumbersari",
    "signer_title": "BUPATI SUMBERSARI",
    "signer_name": "HARYO WICAKSONO",
    "priority_quota": 54,
}

# account, name, how to address, position, role, where (agency tag, or "kecamatan"/"desa" of the hardest village)
PEOPLE = (
    ("endah", "Endah Pratiwi", "Ibu", "Kepala bidang, Bappeda", "secretariat", ""),
    ("ratna", "Ratna Wulandari", "Ibu", "Analis data, Bappeda", "secretariat", ""),
    ("bupati", "Haryo Wicaksono", "Bapak", "Bupati", "leader", ""),
    ("dinsos", "Sri Lestari", "Ibu", "Kepala bidang, Dinas Sosial", "social", ""),
    ("pendamping", "Agus Setiawan", "Bapak", "Pejabat penghubung", "companion", "DINKES"),
    ("camat", "Bambang Sutejo", "Bapak", "Camat", "kecamatan", "kecamatan"),
    ("operator", "Wahyu Nugroho", "Bapak", "Operator desa", "village", "desa"),
    ("kader", "Tumini", "Ibu", "Kader", "enumerator", "desa"),
    ("fasilitator", "Rina Astuti", "Ibu", "Pendamping lokal desa", "facilitator", "kecamatan"),
    ("bendahara", "Joko Purnomo", "Bapak", "Bendahara", "treasurer", ""),
    ("analis", "Dian Kusuma", "Ibu", "Analis kebijakan", "analyst", ""),
    ("mitra", "Lukman Hakim", "Bapak", "Forum TJSL", "partner", ""),
    ("inspektur", "Nining Rahayu", "Ibu", "Auditor, Inspektorat", "inspector", ""),
    ("admin", "Yusuf Maulana", "Bapak", "Pranata komputer", "administrator", ""),
)  # fmt: skip


def load(*, persons: int, until: str, seed: int = SEED) -> dict[str, Path]:
    """Make the district, write its files under SANDING_HOME/demo, and load it up to a stage. Returns the files."""
    district = make_district(seed, persons)
    files = write_district(district, Path(settings.HOME) / "demo")
    with override_settings(TASKS=_NOW):
        _load_district(district)
        if until in ("register", "all"):
            _bring_in(files["dtsen_tw2_2026"], "DTSEN", "TW II 2026", date(2026, 6, 30), accept=True)
        if until == "all":
            reach_before(_person("endah"))
            _bring_in(files["dtsen_tw3_2026"], "DTSEN", "TW III 2026", date(2026, 9, 30), accept=True)
            _decide()
            _bring_in(files["p3ke_2023_keluarga"], "P3KE", "2023", date(2023, 12, 29), accept=False)
    return files


def _load_district(district: District) -> None:
    """Programme, villages, index, agencies, last year's pairs, and one account per role."""
    with transaction.atomic():
        Programme.objects.create(pk=1, **PROGRAMME)
        load_notes()
        reference.load_villages(None, district.villages, district.boundaries, district.former_names)
        reference.load_index(None, district.village_index, source=_SOURCE)
        reference.load_needs(None, district.village_needs)
        reference.load_agencies(None, district.agencies)
        reference.load_pairs(None, district.pairs, source="Daftar penugasan 2026")
        _make_people(district)
        bring_sheets(_person("endah"), district)


def _make_people(district: District) -> None:
    hardest = district.priority[0]
    for username, full_name, address_as, position, role, where in PEOPLE:
        user = User(username=username, full_name=full_name, address_as=address_as, position=position, demo=True)
        user.set_unusable_password()
        user.save()
        area = {"kecamatan": hardest[:6], "desa": hardest}.get(where, "")
        agency = None if area or not where else Agency.objects.filter(competences__contains=where).first()
        Grant.objects.create(user=user, role=role, agency=agency, area=area, valid_from=START)


def _person(username: str) -> User:
    """A demo person with their role active, as if signed in."""
    user = User.objects.get(username=username)
    user.scope = user.grants.get().scope()
    return user


def _bring_in(path: Path, register: str, period: str, decreed_on: date, *, accept: bool) -> None:
    """One sheet as Ratna uploads it and, where asked, Endah accepts it."""
    with path.open("rb") as content:
        batch = registry.upload_batch(
            _person("ratna"),
            files=[UploadedFile(content, path.name, size=path.stat().st_size)],
            register=register,
            period=period,
            decreed_on=decreed_on,
            source_agency="Dinas Sosial Kabupaten Sumbersari",
            received_on=decreed_on + timedelta(days=9),
            undertaking="Surat pengantar 400.9/117 (rekaan)",
            coverage="full" if register == "DTSEN" else "part",
        )
    _must_be(batch, Batch.WAITING)
    if accept:
        registry.accept_batch(_person("endah"), batch, note="Data contoh, diterima saat menyiapkan kabupaten rekaan.")
        _must_be(batch, Batch.ACCEPTED)


def _must_be(batch: Batch, state: str) -> None:
    """A demo that is only half there would mislead: stop with the batch's own words."""
    batch.refresh_from_db()
    if batch.state != state:
        raise EngineFault(f"batch contoh berkeadaan {batch.state}: {batch.error}", where=str(batch), code="SND-DEM-01")


def _decide() -> None:
    """The priority list and the pairing, proposed by the secretariat and signed by the leader."""
    secretary, leader = _person("endah"), _person("bupati")
    programme = Programme.objects.get()
    inputs = targeting_queries.inputs(programme.district_code)
    assert inputs is not None
    today = timezone.localdate()
    choice = start_of(None, year=programme.year, quota=programme.priority_quota, weights=rank_parameters(today).weights)
    priority = propose_priority(
        secretary,
        year=programme.year,
        ranking=rank(inputs, choice, on=today, first_year=programme.year),
        legal_basis=legal_lines(programme.basis_for("priority")),
        note="Hasil rapat TKPK (rekaan).",
    )
    sign_decision(leader, priority, decree_number="050/101/2026", decree_date=date(2026, 11, 2))
    run = ask_run(secretary, year=programme.year)
    pairing = propose_pairing(
        secretary, run, programme=programme, note="Hasil temu perangkat daerah dan desa (rekaan)."
    )
    sign_decision(leader, pairing, decree_number="050/102/2026", decree_date=date(2026, 11, 9))
