"""Sheets as they come → clean rows, held rows and findings in an encrypted folder, chunk by chunk, resumable."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from sanding.canonical import canonical_json, file_digest
from sanding.errors import InputFault, SandingError
from sanding.registry.beside import Beside
from sanding.registry.chunk import NAMES, TABLES, Done, read_chunk
from sanding.registry.faults import SCHEMA, counts_by_rule, fault_frame
from sanding.registry.layouts import all_layouts
from sanding.registry.normalise import Plan, prove_order
from sanding.registry.profile import Profile
from sanding.registry.read import Sheet, open_sheets
from sanding.registry.recognise import ENOUGH, Recognition, recognise
from sanding.registry.regions import Regions
from sanding.registry.rules import rules_by_id
from sanding.registry.summary import SheetSummary, Summary
from sanding.registry.whole_file import judge_whole
from sanding.store import Folder

Progress = Callable[[str, int, int | None], None]
WHOLE = 99_990
SUMMARY_SHEET = "RINGKASAN"


class Cancelled(SandingError):
    """The import was stopped between two chunks; what is written stays and can be resumed."""

    exit_code = 7
    status = 409


@dataclass(frozen=True)
class Source:
    """One recognised sheet of one file."""

    sheet: Sheet
    recognition: Recognition
    sha256: str
    number: int

    @property
    def entity(self) -> str:
        assert self.recognition.layout is not None
        return self.recognition.layout.entity


def stage(
    sources: Sequence[Path],
    folder: Folder,
    regions: Regions | None,
    *,
    on: date,
    disabled: frozenset[str] = frozenset(),
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    chunk: int = 100_000,
    profiles: Sequence[Profile] = (),
) -> Summary:
    """Read, judge and write all sheets of families and persons in ``sources``.

    folder    draft of a vintage; gets ``families``, ``persons`` (clean rows, declared in tables.py), ``held``
              (references of held rows) and ``faults``. A second call goes on where the first one ended.
    regions   the loaded code tables; None checks codes by their form only
    on        date of the data: ages, future dates
    disabled  ids of rules switched off
    profiles  mapping profiles for sheets with headers of their own, the one to prefer first
    Raises    InputFault where nothing can be read, Cancelled between two chunks
    """
    check_disabled(disabled)
    found, left_out = find_sources(sources, encoding=encoding, delimiter=delimiter, profiles=profiles)
    part = 0
    tallies: list[SheetSummary] = []
    homes: pl.DataFrame | None = None
    with Beside() as beside:
        for source in found:
            if source.entity == "person" and homes is None:
                beside.wait()
                homes = _homes(folder)
            tally, plan = _begin(source, regions)
            place = {"file": source.sheet.file.name, "sheet": source.sheet.name}
            for data, skipped in _data_chunks(source, chunk):
                _stop_if(cancelled)
                if not folder.has("chunks", part):
                    done = read_chunk(data, plan, **place, on=on, disabled=disabled, homes=homes)
                    beside.start(_write, folder, part, done, skipped, source)
                if progress:
                    progress(f"{place['file']}, lembar {place['sheet']}", _last_row(data, skipped), source.sheet.rows)
                part += 1
            tallies.append(tally)
    _stop_if(cancelled)
    if progress:
        progress("memeriksa seluruh berkas", 0, None)
    judge_whole(folder, found, on=on, disabled=disabled, part=WHOLE)
    _sheet_faults(folder, found, left_out, part=WHOLE + 1)
    return Summary(
        on=on.isoformat(),
        disabled=sorted(disabled),
        regions_checked=regions is not None,
        sheets=_counted(folder, tallies),
        left_out=left_out,
        unresolved=regions.unresolved().to_dicts() if regions else [],
    )


def check_disabled(disabled: frozenset[str]) -> None:
    """InputFault for an id that is no rule, or a rule that cannot be switched off."""
    known = rules_by_id()
    wrong = sorted(one for one in disabled if one not in known or not known[one].switchable)
    if wrong:
        raise InputFault(
            f"aturan tidak dapat dimatikan: {', '.join(wrong)}", remedy="Periksa daftar aturan.", code="SND-IMP-10"
        )


def find_sources(
    paths: Sequence[Path],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    profiles: Sequence[Profile] = (),
) -> tuple[list[Source], list[dict[str, object]]]:
    """The sheets of families and persons, families first, and those left out with the reason."""
    found: list[Source] = []
    left_out: list[dict[str, object]] = []
    for path in paths:
        sha256 = file_digest(path)
        for sheet in open_sheets(path, encoding=encoding, delimiter=delimiter):
            if sheet.name.startswith(SUMMARY_SHEET):
                continue
            recognition = recognise(sheet, profiles=profiles)
            if recognition.layout is None or recognition.layout.entity not in NAMES:
                left_out.append(_left_out(sheet, recognition))
            else:
                found.append(Source(sheet, recognition, sha256, len(found)))
    if not found:
        raise InputFault(
            "tidak ada lembar keluarga atau individu yang dikenali",
            where=", ".join(path.name for path in paths),
            remedy=_hint(left_out),
            code="SND-IMP-11",
        )
    ordered = sorted(found, key=lambda one: (one.entity != "family", one.number))
    return [replace(one, number=at) for at, one in enumerate(ordered)], left_out


def _left_out(sheet: Sheet, recognition: Recognition) -> dict[str, object]:
    return {
        "file": sheet.file.name,
        "sheet": sheet.name,
        "headers": list(sheet.shown),
        "missing": list(recognition.missing),
        "closest": [list(one) for one in recognition.closest],
        "layout": recognition.layout.name if recognition.layout else "",
        "hidden": sheet.hidden,
    }


def _hint(left_out: Sequence[dict[str, object]]) -> str:
    """What to do: the columns of the layout that nearly fits, else the layouts that can be read."""
    missing = [str(one) for entry in left_out if _nearly_fits(entry) for one in entry["missing"]]  # type: ignore[attr-defined]
    if missing:
        return f"Kolom yang belum ada: {', '.join(dict.fromkeys(missing))}. Lengkapi kolomnya, lalu unggah lagi."
    titles = ", ".join(one.title for one in all_layouts().values() if one.entity in NAMES)
    return f"Petakan kolomnya, atau unggah lembar dengan kepala kolom aslinya; susunan yang dapat dibaca: {titles}."


def _nearly_fits(entry: dict[str, object]) -> bool:
    closest: list[tuple[str, float]] = entry["closest"]  # type: ignore[assignment]
    return bool(closest) and closest[0][1] >= ENOUGH and all_layouts()[closest[0][0]].entity in NAMES


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("impor dihentikan", remedy="Jalankan lagi untuk melanjutkan.", code="SND-IMP-12")


def _begin(source: Source, regions: Regions | None) -> tuple[SheetSummary, Plan]:
    sheet, recognition = source.sheet, source.recognition
    layout = recognition.layout
    assert layout is not None
    first = next(iter(sheet.chunks(20_000)), None)
    order = prove_order(first, recognition) if first is not None else "dmy"
    plan = Plan(recognition, layout, regions, order, sheet.rounded())
    tally = SheetSummary(
        file=sheet.file.name, sheet=sheet.name, sha256=source.sha256, layout=layout.name, layout_title=layout.title,
        layout_version=layout.version, register=layout.register, entity=layout.entity, hidden=sheet.hidden,
        encoding=sheet.encoding, delimiter=sheet.delimiter, header_row=sheet.header_row, code_system=layout.code_system,
        date_order=order, confidence=recognition.confidence, missing=list(recognition.absent),
        unknown=list(recognition.unknown),
    )  # fmt: skip
    return tally, plan


def _data_chunks(source: Source, size: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Each chunk parted into data rows and lines that are no data (row, rule)."""
    lines = pl.DataFrame(source.sheet.before, schema={"_row": pl.Int64, "_skip": pl.String}, orient="row")
    for frame in source.sheet.chunks(size):
        skips = frame.select("_row", "_skip").filter(pl.col("_skip").is_not_null())
        data = frame.filter(pl.col("_skip").is_null()) if skips.height else frame
        yield data.drop("_skip"), pl.concat([lines, skips])
        lines = lines.clear()


def _last_row(data: pl.DataFrame, skipped: pl.DataFrame) -> int:
    return max(int(frame["_row"].max() or 0) for frame in (data, skipped))  # type: ignore[arg-type]


def _write(folder: Folder, part: int, done: Done, skipped: pl.DataFrame, source: Source) -> None:
    """The parts of one chunk; ``chunks`` last: where it is, the chunk is whole."""
    file, sheet = source.sheet.file.name, source.sheet.name
    lines = fault_frame((file, sheet, row, "", "", rule) for row, rule in skipped.iter_rows())
    held = done.rows.filter("held").select(
        pl.lit(file).alias("file"), pl.lit(sheet).alias("sheet"), pl.lit(source.entity).alias("entity"), "source_row"
    )
    folder.write(NAMES[source.entity], done.clean, part=part)
    folder.write("rows", done.rows.with_columns(source=pl.lit(source.number, dtype=pl.Int32)), part=part)
    folder.write("held", held, part=part)
    folder.write("faults", pl.concat([lines, done.faults]), part=part)
    tally = {"file": file, "sheet": sheet, "read": done.rows.height, "skipped": counts_by_rule(lines)}
    folder.write("chunks", pl.DataFrame({"tally": [json.dumps(tally, sort_keys=True)]}), part=part)


def _homes(folder: Folder) -> pl.DataFrame | None:
    """family_key → home of the family rows staged so far."""
    if not folder.parts("families"):
        return None
    families = folder.frame("families", ["family_key", "village_code"])
    return families.rename({"village_code": "home"}).unique("family_key", keep="first", maintain_order=True)


def _sheet_faults(folder: Folder, found: Sequence[Source], left_out: Sequence[dict[str, object]], *, part: int) -> None:
    if folder.has("faults", part):
        return
    said: list[tuple[str, str, int | None, str, str, str]] = [
        (str(one["file"]), str(one["sheet"]), None, "", "", "sheet_hidden") for one in left_out if one["hidden"]
    ]
    for source in found:
        sheet = source.sheet
        place = (sheet.file.name, sheet.name)
        said += [
            (*place, sheet.header_row, one.header, one.column.field, "header_misspelt")
            for one in source.recognition.matches
            if one.misspelt
        ]
        said += [(*place, sheet.header_row, one, "", "header_duplicated") for one in sheet.duplicated]
        if sheet.hidden:
            said.append((*place, None, "", "", "sheet_hidden"))
    folder.write("faults", fault_frame(said), part=part)


def _counted(folder: Folder, tallies: Sequence[SheetSummary]) -> list[SheetSummary]:
    """The tallies with the counts that the folder now holds."""
    chunks = [json.loads(one) for one in folder.frame("chunks")["tally"]]
    faults = folder.frame("faults")
    held = folder.frame("held").unique()
    for tally in tallies:
        own = [one for one in chunks if (one["file"], one["sheet"]) == (tally.file, tally.sheet)]
        here = (pl.col("file") == tally.file) & (pl.col("sheet") == tally.sheet)
        said, kept_back = faults.filter(here), held.filter(here)
        tally.read = sum(one["read"] for one in own)
        tally.held = kept_back.height
        tally.clean = tally.read - tally.held
        warned = said.filter((pl.col("level") == "warn") & pl.col("field").ne("").or_(pl.col("level") == "warn"))
        rows = warned.filter(pl.col("row") > tally.header_row).select("row").unique()
        tally.warned = rows.join(kept_back, left_on="row", right_on="source_row", how="anti").height
        tally.rules = counts_by_rule(said)
        for one in own:
            for rule, count in one["skipped"].items():
                tally.skipped[rule] = tally.skipped.get(rule, 0) + count
    return list(tallies)


def summary_bytes(summary: Summary) -> bytes:
    """The summary in its canonical form."""
    return canonical_json(summary.as_dict())


def clean_parts(folder: Folder, table: str, columns: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
    """The rows of ``families``, ``persons`` or ``listed`` that are not held, part by part."""
    entities = [entity for entity, name in NAMES.items() if name == table]
    held = folder.frame("held").filter(pl.col("entity").is_in(entities)).select("file", "sheet", "source_row").unique()
    keys = ["file", "sheet", "source_row"]
    wanted = list(dict.fromkeys([*columns, *keys])) if columns is not None else None
    for frame in folder.each(table, wanted):
        kept = without_held(frame, held)
        yield kept.select(columns) if columns is not None else kept


def without_held(rows: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """The rows of one part without those that ``held`` names by file, sheet and source_row."""
    if rows.is_empty() or held.is_empty():
        return rows
    keys = ["file", "sheet", "source_row"]
    near = held.select(keys).unique().filter(pl.col("source_row").is_in(rows["source_row"].implode()))
    if near.is_empty():
        return rows
    doubtful = pl.col("source_row").is_in(near["source_row"].implode())
    kept = rows.select(*keys, _doubtful=doubtful).with_row_index("_at")
    out = kept.filter("_doubtful").join(near, on=keys, how="semi")["_at"]
    return rows.filter(~kept["_at"].is_in(out.implode())) if out.len() else rows


def clean_frame(folder: Folder, table: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """All rows of ``families``, ``persons`` or ``listed`` that are not held; empty without such a sheet."""
    declared = next(one for one in TABLES.values() if one.name == table)
    if not folder.parts(table):
        empty = declared.empty()
        return empty.select(columns) if columns is not None else empty
    return pl.concat(clean_parts(folder, table, columns))


def fault_rows(folder: Folder) -> pl.DataFrame:
    """All findings of an import (columns of faults.SCHEMA), sorted by place."""
    return folder.frame("faults", list(SCHEMA)).sort("file", "sheet", "row", "rule", "column", nulls_last=False)
