"""The small sheets beside the registers: village index, indicators, agencies, past pairs, in declared columns."""

import re
from datetime import date
from pathlib import Path

import polars as pl

from sanding.errors import Fault, InputFault
from sanding.parameters import value
from sanding.registry.cells import kind_of, read_column
from sanding.registry.read import open_sheets
from sanding.registry.recognise import recognise
from sanding.registry.tables import VILLAGE_INDEX, VILLAGE_NEEDS

_LEVELS = ("KAB", "DESA", "PROV", "PUSAT", "CSR", "LAINNYA")


def read_plain(path: Path, *layouts: str) -> pl.DataFrame:
    """The data rows of the first sheet that has one of ``layouts``: its fields as text (absent ones null) and ``_row``.

    Raises InputFault naming the columns that are missing."""
    missing: list[str] = []
    for sheet in open_sheets(path):
        for name in layouts:
            found = recognise(sheet, layout=name)
            missing += found.missing
            if found.layout is None or found.layout.name != name:
                continue
            rows = pl.concat(frame.filter(pl.col("_skip").is_null()) for frame in sheet.chunks())
            columns = {
                field: read_column(rows[header], kind_of("plain", ""))[0] for field, header in found.mapping.items()
            }
            fields = [one.field for one in found.layout.columns if one.kind != "ignore"]
            empty = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
            return pl.DataFrame({"_row": rows["_row"], **{field: columns.get(field, empty) for field in fields}})
    raise InputFault(
        f"lembar tidak dikenali; kolom yang belum ada: {', '.join(dict.fromkeys(missing))}",
        where=path.name,
        remedy="Lengkapi nama kolom pada baris pertama tabel, lalu unggah kembali.",
        code="SND-IMP-13",
    )


def _code(name: str = "village_code") -> pl.Expr:
    return pl.col(name).str.replace(r"[.,]0+$", "").str.replace_all(r"[^0-9]", "")


def _real(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """A column of numbers with a point or a comma; InputFault with every row that is none."""
    text = frame[name].str.replace(",", ".", literal=True)
    numbers = text.cast(pl.Float64, strict=False)
    wrong = frame.filter(text.is_not_null() & numbers.is_null())["_row"].to_list()
    if wrong:
        faults = [Fault(path.name, "bukan angka", "Tulis angka saja.", row=row, column=name) for row in wrong]
        raise InputFault(
            f"kolom {name} memuat {len(wrong)} isi yang bukan angka, mulai baris {wrong[0]}",
            where=path.name, remedy="Tulis angka saja, lalu unggah kembali.", code="SND-IMP-14", faults=faults,
        )  # fmt: skip
    return numbers


def _whole(frame: pl.DataFrame, name: str, path: Path) -> pl.Series:
    return _real(frame, name, path).round(0).cast(pl.Int64)


def read_village_index(path: Path, *, year: int | None = None) -> pl.DataFrame:
    """VILLAGE_INDEX from an IDM file (years side by side) or an Indeks Desa file (one year, in its column TAHUN, in its
    file name or told as ``year``). Scores and status as the source gives them; rows without a score are left out."""
    raw = read_plain(path, "idm_tahunan", "indeks_desa")
    frame = _wide_index(raw, path) if "score" not in raw.columns else _one_year(raw, path, year)
    return VILLAGE_INDEX.conform(frame.filter(pl.col("score").is_not_null()).sort("village_code", "year"))


def _wide_index(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    years = sorted({int(name[-4:]) for name in raw.columns if re.fullmatch(r"score_\d{4}", name)})
    parts = []
    for year in years:
        names = {one: f"{one}_{year}" for one in ("iks", "ike", "ikl", "score")}
        if raw[names["score"]].null_count() == raw.height:
            continue
        parts.append(
            raw.select(
                _code(), pl.lit(year).alias("year"), pl.lit("IDM").alias("index"),
                *(_real(raw, name, path).alias(one) for one, name in names.items()),
                pl.col(f"status_{year}").str.to_uppercase().alias("status"),
            )
        )  # fmt: skip
    return pl.concat(parts) if parts else VILLAGE_INDEX.empty()


def _one_year(raw: pl.DataFrame, path: Path, year: int | None) -> pl.DataFrame:
    named = re.search(r"(20\d{2})", path.stem)
    told = year if year is not None else int(named[1]) if named else None
    years = _whole(raw, "year", path).fill_null(told) if told is not None else _whole(raw, "year", path)
    if years.null_count():
        raise InputFault(
            "tahun indeks tidak disebut",
            where=path.name,
            remedy="Tambahkan kolom TAHUN atau sebut tahunnya.",
            code="SND-IMP-15",
        )
    return raw.select(
        _code(), years.alias("year"), pl.lit("ID").alias("index"), _real(raw, "score", path).alias("score"),
        pl.col("status").str.to_uppercase(),
    )  # fmt: skip


def status_of(score: float, on: date) -> str:
    """The IDM status of a score by the limits in force (parameters/registry.yaml "idm_status_floor")."""
    floors: dict[str, float] = value("registry.idm_status_floor", on)
    return next(name for name, floor in sorted(floors.items(), key=lambda one: -one[1]) if round(score, 4) >= floor)


def status_disagreements(index: pl.DataFrame, on: date) -> pl.DataFrame:
    """IDM rows whose official label is not the one that their score gives: village_code, year, score, status, computed.

    The official label stays in the index; this list is what is flagged. Indeks Desa is not judged.
    """
    idm = index.filter((pl.col("index") == "IDM") & pl.col("status").is_not_null())
    computed = pl.Series("computed", [status_of(score, on) for score in idm["score"]], dtype=pl.String)
    wrong = idm.with_columns(computed).filter(pl.col("computed") != pl.col("status"))
    return wrong.select("village_code", "year", "score", "status", "computed")


def read_village_needs(path: Path) -> pl.DataFrame:
    """VILLAGE_NEEDS: indicators below the full score 5, one row per level that names an actor (at least one)."""
    raw = read_plain(path, "idm_indikator").with_columns(_code())
    numbers = {"score": _whole, "gain": _real}
    frame = raw.with_columns(read(raw, name, path).alias(name) for name, read in numbers.items()).filter(
        pl.col("score") < 5
    )
    keys = ["village_code", "dimension", "indicator", "score", "gain", "activity"]
    named = [
        frame.filter(pl.col(f"level_{level}").is_not_null()).select(
            "_row", *keys, pl.lit(level).alias("level"), pl.col(f"level_{level}").alias("actor")
        )
        for level in _LEVELS
    ]
    unnamed = frame.filter(pl.all_horizontal(pl.col(f"level_{level}").is_null() for level in _LEVELS))
    none = pl.lit(None, dtype=pl.String)
    rows = pl.concat([*named, unnamed.select("_row", *keys, none.alias("level"), none.alias("actor"))])
    return VILLAGE_NEEDS.conform(rows.sort("_row", maintain_order=True))


def read_agencies(path: Path) -> pl.DataFrame:
    """Agencies in the columns that pairing declares: code, name, short, kind, staff, vehicles, budget [Rp], lon, lat,
    competences, min_villages, max_villages, valid_from, valid_to (both null: the sheet has no dates)."""
    raw = read_plain(path, "perangkat_daerah")
    whole = [_whole(raw, one, path) for one in ("staff", "vehicles", "budget", "min_villages", "max_villages")]
    real = [_real(raw, one, path) for one in ("lon", "lat")]
    never = pl.lit(None, dtype=pl.Date)
    frame = raw.with_columns(*whole, *real).with_columns(
        short=pl.coalesce("short", "name"), valid_from=never, valid_to=never
    )
    order = (
        "code name short kind staff vehicles budget lon lat competences min_villages max_villages valid_from valid_to"
    )
    return frame.select(order.split())


def read_pairs(path: Path) -> pl.DataFrame:
    """Past pairs: year, agency_code, village_code."""
    raw = read_plain(path, "penugasan")
    return raw.select(_whole(raw, "year", path).alias("year"), "agency_code", _code())
