"""The check of a batch: its files in plain for a moment, read and judged by the core, and what is told of it."""

import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from sanding.errors import InputFault
from sanding.registry.layouts import all_layouts
from sanding.registry.profile import Profile, from_json
from sanding.registry.regions import Regions
from sanding.registry.returned import write_returned
from sanding.registry.stage import fault_rows, stage
from sanding.registry.summary import Summary
from sanding.registry.tables import VILLAGES
from sanding.sealed_file import seal_file
from sanding.store import Folder
from sanding_web.district.models import Village
from sanding_web.registry import storage
from sanding_web.registry.models import Batch, MappingProfile


@dataclass(frozen=True)
class Staged:
    """Summary for the batch (no value of a resident in it), rows held back, and the marked workbook's sealed name."""

    summary: dict[str, Any]
    rows_held: int
    marked: str


def known_regions() -> Regions | None:
    """The loaded code tables with former names; None before any village is loaded."""
    rows = list(Village.objects.order_by("code").values(*VILLAGES.names, "former_names"))
    if not rows:
        return None
    former = [(row["code"], name) for row in rows for name in row["former_names"]]
    return Regions.from_frame(
        VILLAGES.conform(pl.DataFrame(rows, infer_schema_length=None)),
        pl.DataFrame(former, schema={"code": pl.String, "former_name": pl.String}, orient="row"),
    )


def layouts_of(register: str) -> set[str]:
    """The names under which the layouts know a register."""
    return {"DTKS", "BDT"} if register == "DTKS" else {register}


def known_profiles(register: str) -> list[Profile]:
    """The profiles in use for this register, newest first."""
    kept = MappingProfile.objects.filter(retired_at=None).order_by("-pk").values_list("content", flat=True)
    found = (from_json(one.encode()) for one in kept)
    return [one for one in found if all_layouts()[one.target].register in layouts_of(register)]


def stage_files(
    batch: Batch, draft: Folder, progress: Callable[[str, int, int | None], None], cancelled: Callable[[], bool]
) -> Staged:
    """Read and judge the files of a batch into its draft; what an interrupted run wrote stays."""
    with storage.plain_files(batch) as paths:
        found = stage(
            paths,
            draft,
            known_regions(),
            on=batch.decreed_on,
            disabled=frozenset(batch.switched_off),
            encoding=batch.encoding or None,
            delimiter=batch.delimiter or None,
            progress=progress,
            cancelled=cancelled,
            profiles=known_profiles(batch.register),
        )
        refuse_other_register(batch.register, found)
        marked = _marked(paths, draft)
    summary = {**found.as_dict(), "causes": causes(draft), "filled": filled(found)}
    return Staged(summary, found.held, marked)


def refuse_other_register(register: str, found: Summary) -> None:
    """A sheet of people goes into its own register only: P3KE said to be DTSEN would overwrite the DTSEN rows."""
    for sheet in found.sheets:
        if sheet.entity in ("family", "person") and sheet.register not in layouts_of(register):
            raise InputFault(
                f"register yang dipilih {register}, tetapi tata letaknya {sheet.layout_title}",
                where=f"{sheet.file}, {sheet.sheet}",
                remedy="Tarik batch ini, lalu unggah lagi dengan register yang sesuai lembarnya.",
                code="SND-IMP-52",
            )


def filled(found: Summary) -> dict[str, list[str]]:
    """Our columns that the sheets carry, by unit: what later lists are compared with (IMP-15)."""
    carried: dict[str, set[str]] = {"families": set(), "persons": set()}
    for sheet in found.sheets:
        columns = all_layouts()[sheet.layout].columns
        here = {one.field for one in columns if one.kind != "ignore" and one.headers[0] not in sheet.missing}
        carried["families" if sheet.entity == "family" else "persons"] |= here
    return {unit: sorted(columns) for unit, columns in carried.items()}


def causes(draft: Folder) -> list[dict[str, Any]]:
    """Findings by rule: rows concerned, level, and the places (sheet, column) where they stand, most rows first."""
    return causes_of(fault_rows(draft))


def causes_of(faults: pl.DataFrame) -> list[dict[str, Any]]:
    """The same from a frame of findings."""
    counted = faults.group_by("rule", "level").agg(
        rows=pl.struct("file", "sheet", "row").n_unique(),
        places=pl.struct("file", "sheet", "column").unique().sort(),
    )
    return counted.sort(["rows", "rule"], descending=[True, False]).to_dicts()


def _marked(paths: list[Path], draft: Folder) -> str:
    """The workbooks with faulty cells marked, sealed: one as XLSX, several as ZIP; '' where nothing is wrong."""
    faults = fault_rows(draft)
    if faults.filter(pl.col("level").is_in(["hold", "warn"])).is_empty():
        return ""
    made = []
    for at, path in enumerate(paths):
        target = path.parent / f"bertanda-{at + 1}-{path.stem}.xlsx"
        write_returned(path, faults, target)
        made.append(target)
    whole = made[0] if len(made) == 1 else _packed(made)
    name = f"{secrets.token_hex(16)}{whole.suffix}.sealed"
    with whole.open("rb") as file:
        seal_file(iter(lambda: file.read(1 << 20), b""), storage.sealed_path(name), storage.keys())
    return name


def _packed(files: list[Path]) -> Path:
    target = files[0].parent / "bertanda.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.write(one, one.name)
    return target
