"""What was found in people sheets, for a terminal and as plain values. Rows and columns are named, never a value."""

import re
from dataclasses import asdict
from typing import Any

import polars as pl

from sanding.commands.words import print_table
from sanding.documents.wording import number
from sanding.registry.rules import LEVEL_WORDS, Level, rules_by_id
from sanding.registry.summary import SheetSummary, Summary

_EXAMPLES = 3
_UNRESOLVED = 20
_CODE_LENGTH = 10
_NOT_DIGIT = re.compile(r"[^0-9]")
_ORDER = ("hold", "warn", "mend", "skip")


def findings(faults: pl.DataFrame, sheet: SheetSummary) -> list[dict[str, Any]]:
    """One entry per rule that spoke on a sheet, held rows first, with the rows where it spoke first."""
    own = faults.filter((pl.col("file") == sheet.file) & (pl.col("sheet") == sheet.sheet))
    spoken = own.group_by("rule").agg(
        pl.len().alias("count"),
        pl.col("column").filter(pl.col("column") != "").unique().sort().alias("columns"),
        pl.col("row").drop_nulls().unique().sort().head(_EXAMPLES).alias("rows"),
    )
    found = [_finding(one) for one in spoken.iter_rows(named=True)]
    return sorted(found, key=lambda one: (_ORDER.index(one["level"]), -one["count"], one["rule"]))


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    rule = rules_by_id()[one["rule"]]
    return {
        "rule": rule.id,
        "level": rule.level,
        "title": rule.title,
        "remedy": rule.remedy,
        "count": one["count"],
        "columns": one["columns"],
        "rows": one["rows"],
    }


def as_plain(summary: Summary, faults: pl.DataFrame) -> dict[str, Any]:
    """The summary with the findings of every sheet."""
    plain = summary.as_dict()
    plain["unresolved"] = [
        one | {"code": _shown(one["code"]), "name": _shown(one["name"])} for one in summary.unresolved
    ]
    for entry, sheet in zip(plain["sheets"], summary.sheets, strict=True):
        entry["findings"] = findings(faults, sheet)
    return plain


def say_sheets(summary: Summary, faults: pl.DataFrame) -> None:
    """Every sheet: what it is, how many rows, and every cause with its remedy."""
    for sheet in summary.sheets:
        print(f"{_place(sheet.file, sheet.sheet)}: {sheet.layout_title} (baris judul {sheet.header_row})")
        say_totals(asdict(sheet))
        if sheet.unknown:
            print(f"  Kolom tidak dikenal: {', '.join(sheet.unknown)}")
        _say_findings(findings(faults, sheet))
    for entry in summary.left_out:
        print(f"{_place(entry['file'], entry['sheet'])}: bukan lembar keluarga atau individu; dilewati")
    if not summary.regions_checked:
        print("Kode wilayah hanya diperiksa bentuknya; tambahkan --regions wilayah.csv untuk memeriksa isinya.")
    _say_unresolved(summary)


def say_totals(sheet: dict[str, Any]) -> None:
    """Rows read, clean, held, warned, and lines that are no data. ``sheet``: a SheetSummary as plain values."""
    print(
        f"  {_place(sheet['file'], sheet['sheet'])}: {number(sheet['read'])} baris, "
        f"{number(sheet['clean'])} bersih, {number(sheet['held'])} ditahan, "
        f"{number(sheet['warned'])} dengan peringatan; "
        f"{number(sum(sheet['skipped'].values()))} baris bukan data dilewati"
    )


def _place(file: str, sheet: str) -> str:
    return f"{file}, lembar {sheet}" if sheet else file


def _say_findings(found: list[dict[str, Any]]) -> None:
    spoken = [one for one in found if one["level"] in ("hold", "warn")]
    if spoken:
        print_table(["Tingkat", "Kali", "Sebab", "Kolom", "Misalnya"], [_line(one) for one in spoken], right=[1])
    for remedy in dict.fromkeys(one["remedy"] for one in spoken):
        causes = ", ".join(one["title"] for one in spoken if one["remedy"] == remedy)
        print(f"  → {remedy} ({causes})")
    mended = sum(one["count"] for one in found if one["level"] == "mend")
    if mended:
        print(f"  {number(mended)} sel diperbaiki sendiri dan dicatat.")


def _line(one: dict[str, Any]) -> list[str]:
    rows = f"baris {', '.join(str(row) for row in one['rows'])}" if one["rows"] else ""
    level: Level = one["level"]
    return [LEVEL_WORDS[level], number(one["count"]), one["title"], ", ".join(one["columns"][:2]), rows]


def _say_unresolved(summary: Summary) -> None:
    if not summary.unresolved:
        return
    print(f"{number(len(summary.unresolved))} kode atau nama wilayah tidak terpecahkan, misalnya:")
    rows = [
        [_shown(one["code"]), _shown(one["name"]), rules_by_id()[one["reason"]].title]
        for one in summary.unresolved[:_UNRESOLVED]
    ]
    print_table(["Kode", "Nama", "Sebab"], rows)


def _shown(text: str) -> str:
    """A cell of a place column; what is longer than any code is a number of a person that strayed there."""
    return "(bukan wilayah)" if len(_NOT_DIGIT.sub("", text)) > _CODE_LENGTH else text
