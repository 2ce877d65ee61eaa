"""Import: ratios of design.md 7. The floors are the parts alone (parse, encrypt, load), measured in the same run."""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.line import Line

SIZE = 1_000_000
SAMPLE = 5_000
SEED = 3399
# One district's people, within five minutes on two cores (IMP-13).
OFFICE = 200_000


def run(size: int = SIZE) -> Iterator[Line]:
    """Every bound of the import at ``size`` persons (and their families beside them), as it is measured."""
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as name:
        folder = Path(name)
        files = _write(folder, size)
        floors = _alone("floors", folder, files)
        plain = _once(files)
        bare = _floor(floors, "sqlite")
        yield _ratio("import SQLite without indexes / (parse + encrypt + load)", plain["whole"], bare, 1.6)
        yield _ratio("import SQLite with indexes / the same floor", _once(files, "--indexes")["whole"], bare, 2.0)
        yield _postgresql(files, floors)
        one_by_one = floors["bulk_create"] * plain["rows"]
        yield _ratio("bulk_create / import", one_by_one, plain["whole"], 15, sense="atleast")
        yield _ratio("row rules / parse", floors["rules"], floors["parse"], 2.5)
        yield Line(f"peak memory at {size:,} persons", plain["peak_mb"], 1200, "MB")
        whole = plain if size == OFFICE else _once(_write(folder, OFFICE))
        yield Line(f"import of {OFFICE:,} persons, from the sheet to the register", whole["whole"], 300, "s")
        yield _workbook(folder, min(100_000, size))
        yield from _notes(floors, plain)
        yield _grown(folder, size, plain)


def _floor(floors: dict[str, float], load: str) -> float:
    return floors["parse"] + floors["encrypt"] + floors[load]


def _ratio(name: str, whole: float, floor: float, bound: float, sense: Any = "atmost") -> Line:
    return Line(name, whole / floor, bound, "x", sense, f"({whole:.1f} s / {floor:.1f} s)")


def _notes(floors: dict[str, float], plain: dict[str, float]) -> list[Line]:
    """The parts in seconds, only told."""
    parts = {
        **{f"alone {name}": value for name, value in floors.items()},
        **{f"import {name}": plain[name] for name in _STEPS},
    }
    return [
        Line(name, value, None, "s" if name != "alone bulk_create" else "s per row") for name, value in parts.items()
    ]


_STEPS = ("stage", "keys", "load", "counts")


def _write(folder: Path, size: int) -> list[Path]:
    from sanding.synthetic.bulk import write_persons_csv

    found = write_persons_csv(folder / f"dtsen_{size}.csv", size, SEED)
    return [found.families, found.persons]


def _once(files: list[Path], *more: str) -> dict[str, float]:
    """One import in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.import_once", *map(str, files), *more]
    found: dict[str, float] = json.loads(_answer(command))
    return found


def _alone(what: str, folder: Path, files: list[Path]) -> dict[str, float]:
    """Floors in a process of their own, so that nothing is warm that the import finds cold."""
    command = [sys.executable, "-m", "benchmarks.import_floors", what, str(folder), *map(str, files)]
    found: dict[str, float] = json.loads(_answer(command))
    return found


def _answer(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.splitlines()[-1]


def _postgresql(files: list[Path], floors: dict[str, float]) -> Line:
    """On the server named by SANDING_BENCH_POSTGRESQL, in a database of its own."""
    name = "import PostgreSQL with indexes / (parse + encrypt + raw COPY)"
    server = os.environ.get("SANDING_BENCH_POSTGRESQL", "")
    if not server or "copy" not in floors:
        return Line(name, None, 2.0, "x", note="set SANDING_BENCH_POSTGRESQL=postgresql://user@host:5432")
    with _database(server) as url:
        whole = _once(files, "--indexes", "--database", url)["whole"]
    return _ratio(name, whole, _floor(floors, "copy"), 2.0)


class _database:  # noqa: N801 - used as a context manager only
    """A database of its own on a PostgreSQL server, dropped afterwards."""

    def __init__(self, server: str) -> None:
        self._server, self._name = server.rstrip("/"), f"sanding_bench_{os.getpid()}"

    def __enter__(self) -> str:
        self._run(f"CREATE DATABASE {self._name}")
        return f"{self._server}/{self._name}"

    def __exit__(self, *exc: object) -> None:
        self._run(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _run(self, sql: str) -> None:
        import psycopg

        with psycopg.connect(f"{self._server}/postgres", autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]


def _grown(folder: Path, size: int, plain: dict[str, float]) -> Line:
    """Peak memory at four times the rows."""
    peak = _once(_write(folder, 4 * size))["peak_mb"]
    return Line(
        "peak memory at 4x / at 1x",
        peak / plain["peak_mb"],
        1.3,
        "x",
        note=f"({peak:.0f} MB / {plain['peak_mb']:.0f} MB)",
    )


def _workbook(folder: Path, rows: int) -> Line:
    """Our reader of workbooks against the bare one."""
    import fastexcel

    from sanding.registry.read import open_sheets

    path = _xlsx(folder, rows)
    bare = _timed(lambda: fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars())
    ours = _timed(lambda: [list(sheet.chunks()) for sheet in open_sheets(path)])
    return _ratio(f"reading an XLSX of {rows:,} x 40 / the bare reader", ours, bare, 1.3)


def _xlsx(folder: Path, rows: int) -> Path:
    import xlsxwriter

    path = folder / "bench.xlsx"
    text = pl.read_csv(folder.glob("dtsen_*0.csv").__next__(), separator=";", infer_schema=False, n_rows=rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet("INDIVIDU")
        for at, row in enumerate([tuple(text.columns[:40]), *text.select(text.columns[:40]).iter_rows()]):
            page.write_row(at, 0, ["" if cell is None else cell for cell in row])
    return path


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pieces(frame: pl.DataFrame, rows: int) -> Iterator[pl.DataFrame]:
    yield from frame.iter_slices(rows)


def as_csv(frame: pl.DataFrame) -> io.BytesIO:
    """Text for COPY, written before the clock runs."""
    out = io.BytesIO()
    hexed = [
        ("\\x" + pl.col(name).bin.encode("hex")).alias(name) for name, kind in frame.schema.items() if kind == pl.Binary
    ]
    frame.with_columns(hexed).write_csv(out, include_header=False)
    out.seek(0)
    return out
