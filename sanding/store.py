"""Vintages and results: immutable folders of encrypted Parquet with a manifest. The only module that opens DuckDB.

A vintage is written aside and renamed into place; after that it is only read. Its data key is of its own, wrapped by
the master key; destroying the key ends the vintage while the manifest stays as a tombstone.
"""

import json
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sanding.canonical import canonical_json
from sanding.errors import EngineFault
from sanding.keys import Keys
from sanding.reading import refuse_while_reading

MANIFEST = "manifest.json"
_KEY = "data.key"


def engine(*, spill: Path | None = None, memory: str = "700MB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that reaches neither network nor extensions; spill only to a folder told to be safe."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute("SET temp_directory = ?", [str(spill) if spill else ""])
    connection.execute("SET memory_limit = ?", [memory])
    connection.execute("SET threads = ?", [threads])
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET python_enable_replacements = false")
    return connection


@dataclass(frozen=True)
class Folder:
    """Encrypted Parquet parts in one folder: ``table-00000.parquet``."""

    path: Path
    key: bytes

    def _file_key(self, name: str) -> bytes:
        """A key of each part's own, so that no key encrypts two files."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"parquet:{name}".encode()).derive(self.key)

    def write(self, table: str, frame: pl.DataFrame | pa.Table, *, part: int = 0) -> Path:
        """Write one part under a temporary name, then rename: a part that is there is whole."""
        refuse_while_reading("bagian kurun")
        name = f"{table}-{part:05d}.parquet"
        arrow = frame.to_arrow() if isinstance(frame, pl.DataFrame) else frame
        aside = self.path / f".{name}.{secrets.token_hex(4)}"
        properties = pe.create_encryption_properties(
            self._file_key(name), aad_prefix=name.encode(), store_aad_prefix=False
        )
        # No statistics: nobody asks for them, and they cost as much as the writing itself.
        pq.write_table(arrow, aside, compression="zstd", write_statistics=False, encryption_properties=properties)
        return aside.rename(self.path / name)

    def has(self, table: str, part: int = 0) -> bool:
        return (self.path / f"{table}-{part:05d}.parquet").exists()

    def parts(self, table: str) -> list[Path]:
        return sorted(self.path.glob(f"{table}-[0-9]*.parquet"))

    def tables(self) -> list[str]:
        return sorted({path.name.rsplit("-", 1)[0] for path in self.path.glob("*-[0-9]*.parquet")})

    def _open(self, path: Path) -> pq.ParquetFile:
        properties = pe.create_decryption_properties(self._file_key(path.name), aad_prefix=path.name.encode())
        try:
            return pq.ParquetFile(path, decryption_properties=properties)
        except (OSError, pa.ArrowException):
            raise EngineFault(
                f"bagian {path.name} tidak dapat dibuka",
                remedy="Periksa folder kunci atau cadangan.",
                code="SND-STO-02",
            ) from None

    def read_part(self, path: Path, columns: Sequence[str] | None = None) -> pa.Table:
        with self._open(path) as file:
            return file.read(columns=list(columns) if columns is not None else None)

    def arrow(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """All parts of a table as one Arrow table, in the order of the parts."""
        parts = self.parts(table)
        if not parts:
            raise EngineFault(f"tabel {table} tidak ada", where=self.path.name, code="SND-STO-03")
        return pa.concat_tables([self.read_part(part, columns) for part in parts])

    def frame(self, table: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """All parts of a table as one Polars frame."""
        frame = pl.from_arrow(self.arrow(table, columns))
        assert isinstance(frame, pl.DataFrame)
        return frame

    def each(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """The parts one after the other, for work that must not hold the whole."""
        for part in self.parts(table):
            frame = pl.from_arrow(self.read_part(part, columns))
            assert isinstance(frame, pl.DataFrame)
            yield frame

    def rows(self, table: str) -> int:
        """Row count from the footers alone."""
        total = 0
        for part in self.parts(table):
            with self._open(part) as file:
                total += file.metadata.num_rows
        return total


@dataclass(frozen=True)
class Vintage(Folder):
    """A finished folder and what its manifest says."""

    manifest: dict[str, Any]


class Store:
    """The vintages and results under one root folder."""

    def __init__(self, root: Path, keys: Keys) -> None:
        self.root = root
        self._wrap = AESGCM(keys.derive("vintage-keys"))
        root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def names(self) -> list[str]:
        """Finished vintages, sorted by name."""
        return sorted(
            path.parent.name for path in self.root.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")
        )

    def draft(self, name: str) -> Folder:
        """The folder in which a vintage is being written; the same one again after an interruption."""
        refuse_while_reading("naskah kurun")
        if (self.root / name).exists():
            raise EngineFault(f"kurun {name} sudah ada", remedy="Pakai nama lain.", code="SND-STO-04")
        path = self.root / f".draft-{name}"
        path.mkdir(mode=0o700, exist_ok=True)
        for torn in path.glob(".*.parquet.*"):
            torn.unlink()
        return Folder(path, self._key(path, create=True))

    def drafted(self, name: str) -> Folder | None:
        """A vintage that is being written, to read what stands there already; None where nothing is written."""
        path = self.root / f".draft-{name}"
        return Folder(path, self._key(path, create=False)) if (path / _KEY).exists() else None

    def discard(self, name: str) -> None:
        """Remove a draft that will not be finished."""
        refuse_while_reading("naskah kurun")
        shutil.rmtree(self.root / f".draft-{name}", ignore_errors=True)

    def finish(self, name: str, manifest: dict[str, Any]) -> Vintage:
        """Write the manifest and rename the draft into place, in one step for every reader."""
        refuse_while_reading("kurun")
        path = self.root / f".draft-{name}"
        (path / MANIFEST).write_bytes(canonical_json(manifest))
        path.rename(self.root / name)
        return self.open(name)

    def open(self, name: str) -> Vintage:
        path = self.root / name
        if not (path / MANIFEST).exists():
            raise EngineFault(f"kurun {name} tidak ada", code="SND-STO-05")
        return Vintage(path, self._key(path, create=False), json.loads((path / MANIFEST).read_bytes()))

    def destroy(self, name: str) -> None:
        """End a vintage: its key goes first, then its rows; the manifest stays as tombstone."""
        refuse_while_reading("kurun")
        path = self.root / name
        (path / _KEY).unlink(missing_ok=True)
        for part in path.glob("*.parquet"):
            part.unlink()

    def _key(self, path: Path, *, create: bool) -> bytes:
        """The data key of a folder, unwrapped. The folder's own name is not bound: a draft is renamed."""
        file = path / _KEY
        if not file.exists():
            if not create:
                raise EngineFault(
                    f"kunci {path.name} sudah dimusnahkan", remedy="Data ini tak dapat dibaca lagi.", code="SND-STO-06"
                )
            key, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
            aside = file.with_name(f".{_KEY}.{secrets.token_hex(4)}")
            aside.write_bytes(nonce + self._wrap.encrypt(nonce, key, b"data.key"))
            aside.chmod(0o600)
            aside.rename(file)
        wrapped = file.read_bytes()
        try:
            return self._wrap.decrypt(wrapped[:12], wrapped[12:], b"data.key")
        except InvalidTag:
            raise EngineFault(
                f"kunci {path.name} tidak cocok", remedy="Periksa folder kunci.", code="SND-STO-07"
            ) from None
