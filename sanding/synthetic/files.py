"""Writes the invented district: what an office receives, our own tables, and apart from them the truth."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

import sanding
from sanding.canonical import canonical_json, file_digest
from sanding.synthetic import tables
from sanding.synthetic.chance import chance
from sanding.synthetic.district import District
from sanding.synthetic.old_formats import write_ods, write_xls
from sanding.synthetic.registers import bdt_sheets, dtsen_sheets, list_sheets, p3ke_sheets
from sanding.synthetic.sheets import Placed, Sheet, export_csv, lay_out, sheet_defect
from sanding.synthetic.workbook import Laid, write_xlsx


def write_district(
    district: District, folder: Path, *, dirty: bool = True, only: Collection[str] | None = None
) -> dict[str, Path]:
    """Write ``office/``, ``district/`` and ``truth/`` under ``folder``.

    dirty    plant the named defects (truth/defects.csv says where); else the same rows without a planted fault
    only     names of office files without ending (``dtsen_tw3_2026`` …); None = all
    Returns  path by name: office files by their name, ``district/…``, ``truth/…``; a file that cannot be written is
             absent, and ``left_out`` in truth/manifest says why
    """
    places = {name: folder / name for name in ("office", "district", "truth")}
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    desk = _Desk(district, places["office"], dirty, only)
    for vintage in ("tw2", "tw3"):
        _write_dtsen(desk, vintage)
    _write_p3ke(desk)
    _write_bdt(desk)
    _write_lists(desk)
    desk.written |= tables.write_office(district, desk.folder, desk.wants)
    desk.written |= tables.write_declared(district, places["district"])
    return desk.written | _write_truth(desk, places["truth"])


@dataclass
class _Desk:
    """What is being written: paths by name, and where every row and defect ended up."""

    district: District
    folder: Path
    dirty: bool
    only: Collection[str] | None
    written: dict[str, Path] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def wants(self, *names: str) -> bool:
        return self.only is None or any(name in self.only for name in names)

    def lay(self, sheet: Sheet) -> Laid:
        laid, placed = lay_out(sheet, chance(self.district.seed, f"lines {sheet.file} {sheet.name}"))
        self.placed.append(placed)
        return laid

    def path(self, file: str) -> Path:
        self.written[file.rsplit(".", 1)[0]] = self.folder / file
        return self.folder / file

    def write_csv(self, sheet: Sheet, encoding: str) -> None:
        content, placed = export_csv(sheet, encoding=encoding)
        self.placed.append(placed)
        self.path(sheet.file).write_bytes(content)


def _write_dtsen(desk: _Desk, vintage: str) -> None:
    """The workbook, with a hidden sheet, and for the last quarter the same rows as two CSV files."""
    name = f"dtsen_{vintage}_2026"
    exports = {f"{name}_keluarga": "cp1252", f"{name}_individu": "utf-8-sig"} if vintage == "tw3" else {}
    if not desk.wants(name, *exports):
        return
    sheets = dtsen_sheets(desk.district, vintage, dirty=desk.dirty)
    if desk.wants(name):
        laid = [desk.lay(sheet) for sheet in sheets]
        if desk.dirty:
            laid.append(_hidden_sheet(desk, f"{name}.xlsx"))
        write_xlsx(desk.path(f"{name}.xlsx"), laid)
    for (export, encoding), sheet in zip(exports.items(), sheets, strict=False):
        if desk.wants(export):
            sheet.file, sheet.name = f"{export}.csv", ""
            desk.write_csv(sheet, encoding)


def _hidden_sheet(desk: _Desk, file: str) -> Laid:
    """An old recapitulation somebody hid instead of deleting."""
    desk.placed.append(sheet_defect(file, "REKAP LAMA", "sheet_hidden"))
    grid = pl.DataFrame({"a": ["KECAMATAN", "JUMLAH"], "b": ["KELUARGA", "0"]})
    return Laid("REKAP LAMA", grid, 1, hidden=True)


def _write_p3ke(desk: _Desk) -> None:
    if desk.wants("p3ke_2023_keluarga", "p3ke_2023_individu"):
        for sheet in p3ke_sheets(desk.district, 2023, dirty=desk.dirty):
            if desk.wants(sheet.file.removesuffix(".xlsx")):
                write_xlsx(desk.path(sheet.file), [desk.lay(sheet)])
    if desk.wants("p3ke_2022_keluarga"):
        family = p3ke_sheets(desk.district, 2022, dirty=desk.dirty)[0]
        write_ods(desk.path(family.file), desk.lay(family))


def _write_bdt(desk: _Desk) -> None:
    if not desk.wants("bdt_2020_rumah_tangga", "bdt_2020_individu"):
        return
    family, person = bdt_sheets(desk.district, dirty=desk.dirty)
    if desk.wants("bdt_2020_individu"):
        desk.write_csv(person, "utf-8-sig")
    if desk.wants("bdt_2020_rumah_tangga"):
        laid, placed = lay_out(family, chance(desk.district.seed, "lines bdt"))
        if write_xls(desk.folder / family.file, laid) is None:
            desk.left_out[family.file] = "xlwt tidak terpasang atau barisnya melebihi batas .xls"
        else:
            desk.path(family.file)
            desk.placed.append(placed)


def _write_lists(desk: _Desk) -> None:
    names = ("dukcapil_balasan", "blt_dd_2026_omspan", "bantuan_pkh")
    if not desk.wants(*names):
        return
    sheets = list_sheets(desk.district, dirty=desk.dirty)
    for name in names[:2]:
        if desk.wants(name):
            write_xlsx(desk.path(sheets[name].file), [desk.lay(sheets[name])])
    if desk.wants(names[2]):
        desk.write_csv(sheets[names[2]], "utf-8")


def _write_truth(desk: _Desk, folder: Path) -> dict[str, Path]:
    """persons, families, records, events, defects, context, priority and a manifest; for tests and benchmarks only."""
    district = desk.district
    frames = {
        "persons": district.persons.rename({"person_id": "true_person_id"}),
        "families": district.families,
        "events": district.events,
        "records": _joined(desk, "records", ["row"]),
        "defects": _joined(desk, "defects", ["row", "column", "kind"]),
        "context": _joined(desk, "context", ["row", "case"]),
        "priority": pl.DataFrame({"village_code": list(district.priority)}),
    }
    paths = {}
    for name, frame in frames.items():
        paths[f"truth/{name}"] = folder / f"{name}.csv"
        paths[f"truth/{name}"].write_bytes(frame.write_csv(line_terminator="\n").encode())
    paths["truth/manifest"] = folder / "manifest.json"
    paths["truth/manifest"].write_bytes(canonical_json(_manifest(desk)))
    return paths


def _joined(desk: _Desk, part: str, order: list[str]) -> pl.DataFrame:
    """One truth table over all files: file and sheet first, sorted."""
    frames: list[pl.DataFrame] = [
        getattr(one, part).select(pl.lit(one.file).alias("file"), pl.lit(one.sheet).alias("sheet"), pl.all())
        for one in desk.placed
    ]
    return pl.concat(frames).sort("file", "sheet", *order) if frames else pl.DataFrame()


def _manifest(desk: _Desk) -> dict[str, object]:
    district = desk.district
    return {
        "district": "Kabupaten Sumbersari (karangan)",
        "seed": district.seed,
        "size": district.size,
        "dirty": desk.dirty,
        "persons": district.persons.height,
        "families": district.families.height,
        "villages": district.villages.filter(pl.col("valid_to").is_null()).height,
        "code_version": sanding.__version__,
        "files": {
            name: {"file": path.name, "sha256": file_digest(path)} for name, path in sorted(desk.written.items())
        },
        "left_out": desk.left_out,
    }
