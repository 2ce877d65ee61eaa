"""The folder a command line works in: keys, vintages, tables, results, decisions. Nothing of the web is needed.

Tables hold no person and are plain CSV in the declared columns; families and persons live in encrypted vintages.
"""

import json
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from sanding.columns import Table
from sanding.errors import InputFault
from sanding.keys import Keys, load_or_create_keys
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.registry.tables import VILLAGE_INDEX, VILLAGE_NEEDS, VILLAGES
from sanding.store import Store

TABLES: dict[str, Table] = {table.name: table for table in (VILLAGES, VILLAGE_INDEX, VILLAGE_NEEDS, AGENCIES, PAIRS)}
DEFAULT = Path("sanding-data")


class Workspace:
    """One folder of work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("tables", "results", "decisions", "documents"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    @cached_property
    def keys(self) -> Keys:
        return load_or_create_keys(self.folder / "keys")

    @cached_property
    def store(self) -> Store:
        return Store(self.folder / "vintages", self.keys)

    def save(self, table: Table, frame: pl.DataFrame) -> Path:
        """Write a declared table; the one that was there is replaced in one step."""
        checked = table.conform(frame)
        table.check(checked)
        return self.write(f"tables/{table.name}.csv", checked)

    def table(self, name: str) -> pl.DataFrame:
        """A declared table; InputFault naming the command that brings it."""
        path = self.folder / "tables" / f"{name}.csv"
        if not path.exists():
            raise InputFault(
                f"tabel {name} belum ada",
                where=str(self.folder),
                remedy="Muat dulu lembarnya dengan sanding import.",
                code="SND-CLI-01",
            )
        return pl.read_csv(path, schema=TABLES[name].schema())

    def has_table(self, name: str) -> bool:
        return (self.folder / "tables" / f"{name}.csv").exists()

    def write(self, name: str, content: pl.DataFrame | bytes) -> Path:
        """Write a result aside, then rename."""
        path = self.folder / name
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(content if isinstance(content, bytes) else content.write_csv(line_terminator="\n").encode())
        return aside.replace(path)

    def record(self, name: str) -> dict[str, Any]:
        """What an earlier command was asked for; InputFault naming that command."""
        path = self.folder / "results" / f"{name}.json"
        if not path.exists():
            raise InputFault(
                f"hasil {name} belum ada",
                where=str(self.folder),
                remedy=f"Jalankan dulu sanding {name}.",
                code="SND-CLI-02",
            )
        content: dict[str, Any] = json.loads(path.read_bytes())
        return content

    def vintage_named(self, name: str | None) -> str:
        """The vintage asked for, or the newest one."""
        names = self.store.names()
        if name is None and names:
            return max(names, key=lambda one: self.store.open(one).manifest["penetapan"])
        if name in names:
            return str(name)
        raise InputFault(
            f"kurun {name} tidak ada" if name else "belum ada kurun data",
            where=str(self.folder),
            remedy="Muat dulu data dengan sanding import." if not names else f"Yang ada: {', '.join(names)}.",
            code="SND-CLI-03",
        )


def add_home(part: ArgumentParser) -> None:
    """The option every command but ``check`` shares."""
    part.add_argument("--home", type=Path, default=DEFAULT, metavar="FOLDER", help=f"folder kerja (bawaan: {DEFAULT})")


def day(text: str) -> date:
    """A date written 2026-09-30, for argparse."""
    return date.fromisoformat(text)


def today() -> date:
    """The date here and now."""
    return datetime.now(tz=UTC).astimezone().date()
