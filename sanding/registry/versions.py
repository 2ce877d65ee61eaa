"""Who a row is, and whether it is new, changed or the same: keys of families and persons, and comparison of versions.

A person with a valid NIK is that NIK; without one they get a key of their own from the whole content of the row, so
that the same file sent again changes nothing and two people without NIK are never one.
"""

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Literal

import polars as pl

from sanding.columns import Table
from sanding.identity import Sealer
from sanding.keys import Keys
from sanding.registry.tables import FAMILIES, PERSONS

Unit = Literal["families", "persons"]
TABLES: Mapping[Unit, Table] = {"families": FAMILIES, "persons": PERSONS}
SEALED = {"nik": "nik", "head_nik": "nik", "kk": "kk"}
NOT_LOADED = ("chronic_illness", "family_key", *SEALED)
WHERE_FROM = ("file", "sheet", "source_row")
_SMALL = {"decile", "decile_province", "decile_district"}


def business_columns(unit: Unit) -> list[str]:
    """The columns whose change makes a new version: not where the row stood, not the keys."""
    return [
        name for name in TABLES[unit].names if name not in WHERE_FROM and name not in ("family_key", "chronic_illness")
    ]


def loaded_schema(unit: Unit) -> dict[str, Any]:
    """Types of the columns as the database holds them: numbers sealed, yes/no and deciles as small integers."""
    kinds = {column.name: column.kind for column in TABLES[unit].columns}
    schema: dict[str, Any] = {}
    for name, kind in TABLES[unit].schema().items():
        if name not in ("chronic_illness", "family_key"):
            sealed, small = name in SEALED, name in _SMALL or kinds[name] == "boolean"
            schema[name] = pl.Binary if sealed else pl.Int16 if small else kind
    return schema


class Identifier:
    """Gives the rows of one register their keys."""

    def __init__(self, keys: Keys, register: str) -> None:
        self._sealer = Sealer(keys)
        self._secret = keys.derive("temporary-identity")
        self._register = register.encode()
        self._seen: Counter[bytes] = Counter()

    def remember(self, contents: Iterable[bytes]) -> None:
        """Count the temporary identities of parts that were done before an interruption."""
        self._seen.update(contents)

    def families(self, frame: pl.DataFrame) -> pl.DataFrame:
        """``kk``, ``head_nik`` sealed; ``family_key`` = sealed KK or a keyed hash; ``match_key`` = the same."""
        kk = self._seal(frame, "kk")
        key = self._family_key(frame, kk)
        return pl.DataFrame({"match_key": key, "family_key": key, "kk": kk, "head_nik": self._seal(frame, "head_nik")})

    def persons(self, frame: pl.DataFrame) -> pl.DataFrame:
        """``nik``, ``kk``, ``family_key`` sealed; ``match_key``; ``content`` = base of a temporary key, else null."""
        nik, kk, content = self._seal(frame, "nik"), self._seal(frame, "kk"), self._contents(frame)
        own = pl.Series([self._number(one) for one in content], dtype=pl.Binary)
        sealed = {"nik": nik, "kk": kk, "family_key": self._family_key(frame, kk)}
        return pl.DataFrame({"match_key": own.zip_with(nik.is_null(), nik), **sealed, "content": content})

    def _seal(self, frame: pl.DataFrame, column: str) -> pl.Series:
        return self._sealer.seal_series(SEALED[column], frame[column]).alias(column)

    def _family_key(self, frame: pl.DataFrame, kk: pl.Series) -> pl.Series:
        """A valid KK sealed; else a keyed hash of the key that the source gives."""
        lacking = frame.select(pl.when(pl.col("kk").is_null()).then(pl.col("family_key")))["family_key"]
        if lacking.null_count() == lacking.len():
            return kk
        own = {one: self._hash(b"family", one.encode()) for one in lacking.drop_nulls().unique().to_list()}
        hashed = pl.Series([own.get(one) for one in lacking.to_list()], dtype=pl.Binary)
        return kk.zip_with(kk.is_not_null(), hashed)

    def _contents(self, frame: pl.DataFrame) -> pl.Series:
        """A keyed hash of the whole content where there is no NIK, null elsewhere."""
        rows = frame.with_row_index("_at").filter(pl.col("nik").is_null())
        found: list[bytes | None] = [None] * frame.height
        names = [name for name in PERSONS.names if name not in (*WHERE_FROM, "chronic_illness", "nik")]
        for at, *values in rows.select("_at", *names).iter_rows():
            filled = [f"{name}={value}" for name, value in zip(names, values, strict=True) if value is not None]
            found[at] = self._hash(b"person", "\x1f".join(filled).encode())
        return pl.Series("content", found, dtype=pl.Binary)

    def _number(self, content: bytes | None) -> bytes | None:
        """People alike in everything stay apart: the second of them has a key of its own."""
        if content is None:
            return None
        self._seen[content] += 1
        return self._hash(b"number", content + str(self._seen[content]).encode())

    def _hash(self, kind: bytes, content: bytes) -> bytes:
        return hmac.digest(self._secret, b"\x1f".join((kind, self._register, content)), sha256)


def loaded_form(unit: Unit, frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The rows as the database holds them: sealed numbers from ``keys``, small integers for yes/no and deciles."""
    schema = loaded_schema(unit)
    return frame.select(keys[name] if name in SEALED else pl.col(name).cast(kind) for name, kind in schema.items())


def compare(unit: Unit, rows: pl.DataFrame, keys: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """For each row, in order: ``kind`` (new, changed, same), ``uid``, ``old_id`` (null where new), ``decile_before``.

    rows    loaded form of one part
    keys    its ``match_key``
    known   the latest accepted version per match_key: match_key, id, uid, current [boolean], business columns
    """
    if known.is_empty():
        return _all_new(rows.height)
    names = business_columns(unit)
    old = known.select("match_key", "id", "uid", "current", *(pl.col(name).alias(f"old_{name}") for name in names))
    joined = rows.with_columns(keys["match_key"]).join(old, on="match_key", how="left", maintain_order="left")
    alike = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in names)
    present = pl.col("current").fill_null(False)
    return joined.select(
        kind=pl.when(~present).then(pl.lit("new")).when(alike).then(pl.lit("same")).otherwise(pl.lit("changed")),
        uid="uid",
        old_id=pl.when(present).then("id"),
        decile_before=pl.when(present).then("old_decile"),
    )


def _all_new(height: int) -> pl.DataFrame:
    empty = {"uid": pl.Int64, "old_id": pl.Int64, "decile_before": pl.Int16}
    return pl.DataFrame({"kind": pl.repeat("new", height, eager=True)}).with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in empty.items()
    )


def content_hash(unit: Unit, parts: Iterable[pl.DataFrame]) -> str:
    """SHA-256 over the business columns of versions in the order given (sorted by our id): what "equal" means."""
    digest = sha256()
    names = ["uid", "match_key", *business_columns(unit)]
    for part in parts:
        for row in part.select(names).iter_rows():
            digest.update(repr(row).encode())
    return digest.hexdigest()
