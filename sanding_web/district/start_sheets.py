"""A sheet of the time before Sanding beside the register of today: read from its file, planned anew on every look."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.utils import timezone

from sanding import parameters
from sanding.errors import InputFault
from sanding.pairing.start_agencies import AgencyPlan, plan_agencies
from sanding.pairing.start_match import Unit
from sanding.pairing.start_plan import Decree, Known, Plan, Span, plan_pairs, plan_priority
from sanding.pairing.start_read import StartKind, StartRow, StartSheet, read_start
from sanding.pairing.tables import AGENCIES
from sanding.registry.regions import Regions
from sanding.registry.tables import VILLAGES
from sanding_web.district import files
from sanding_web.district.models import Agency, Companionship, OfficeSheet, StoredFile, Village


@contextmanager
def _scratch() -> Iterator[Path]:
    path = Path(settings.SANDING_SCRATCH) / f"mulai-{secrets.token_hex(4)}"
    path.mkdir(mode=0o700, parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def read_file(stored: StoredFile, kind: StartKind) -> StartSheet:
    """The rows of a stored file; InputFault where it is no such sheet."""
    with _scratch() as folder:
        path = folder / stored.name
        files.write_plain(stored, path)
        return read_start(path, kind, on=timezone.localdate())


def regions() -> Regions:
    """The loaded villages with their former names; InputFault before any is loaded."""
    rows = list(Village.objects.order_by("code").values(*VILLAGES.names, "former_names"))
    if not rows:
        raise InputFault(
            "daftar desa belum dimuat",
            where="keadaan awal",
            remedy="Muat dulu daftar desa/kelurahan pada halaman Rujukan.",
            code="SND-STA-04",
        )
    former = [(row["code"], name) for row in rows for name in row["former_names"]]
    return Regions.from_frame(
        VILLAGES.conform(pl.DataFrame(rows, infer_schema_length=None)),
        pl.DataFrame(former, schema={"code": pl.String, "former_name": pl.String}, orient="row"),
    )


def known(choices: dict[str, str]) -> Known:
    """What names are matched against today."""
    units = [Unit(one.code, one.name, one.short) for one in Agency.objects.order_by("code")]
    return Known(regions(), units, choices, parameters.value("programme.name_likeness", timezone.localdate()))


def rows_of(sheet: OfficeSheet) -> list[StartRow]:
    """The rows as they were read."""
    return [
        StartRow(one["sheet"], one["row"], one["cells"], tuple(one["carried"])) for one in sheet.content.get("rows", ())
    ]


def plan_of(sheet: OfficeSheet) -> Plan | AgencyPlan:
    """What entering the sheet would write now."""
    rows, name = rows_of(sheet), sheet.file.name
    if sheet.kind == "agencies":
        return plan_agencies(rows, standing_agencies(), file=name)
    assert sheet.year is not None
    start = date.fromisoformat(sheet.content["start"])
    decree = Decree(sheet.year, start, goes_on=bool(sheet.content.get("goes_on", True)))
    if sheet.kind == "pairs":
        return plan_pairs(rows, known(sheet.choices), decree, standing_spans(), file=name)
    return plan_priority(rows, known(sheet.choices), decree, file=name)


def standing_agencies() -> list[dict[str, Any]]:
    """The register's agencies in the columns of AGENCIES; an empty text is none."""
    rows = Agency.objects.order_by("code").values(*AGENCIES.names)
    return [{name: None if cell == "" else cell for name, cell in row.items()} for row in rows]


def standing_spans() -> list[Span]:
    """Every companionship in the register."""
    rows = Companionship.objects.order_by("pk").values_list(
        "village_id", "agency__code", "year", "valid_from", "valid_to", "pk"
    )
    return [Span(*row) for row in rows]
