"""Columns of cells: what is clean as it stands passes by one vectorised expression; the rest is read one by one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from sanding.parameters import value
from sanding.registry.code_lists import code_list, words
from sanding.registry.dates import Order, date_reader
from sanding.registry.names import read_name
from sanding.registry.values import (
    Reader,
    boolean_reader,
    code_reader,
    decile_reader,
    optional,
    percentile_reader,
    read_kk,
    read_nik,
    read_number,
    read_region_code,
    read_rt,
    read_rw,
    sex_reader,
    tidy,
)

_BDT = date(2015, 12, 31)
Fast = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True)
class Kind:
    """``read`` reads any text. ``fast`` gives the clean text where it is sure of it, else null; it must agree with
    ``read`` and have nothing to note."""

    read: Reader
    fast: Fast | None = None


def _alternatives(names: Sequence[str]) -> str:
    return "|".join(re.escape(one) for one in names)


def _as_it_stands(clean: Fast) -> Fast:
    return lambda text: pl.when(clean(text)).then(text)


def _plain_nik(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"^[1-9][0-9]{15}$") & (text != "9" * 16)


def _plain_kk(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"^[0-9]{16}$") & (text != "0" * 16)


def _plain_name(text: pl.Expr) -> pl.Expr:
    marks = _alternatives([*words()["deceased"], *words()["alias"]])
    titles = _alternatives(words()["titles_before"])
    blanks = [str(one).upper() for one in words()["blank"]]
    special = text.str.contains(rf"\b(?:{marks})\b|^(?:{titles})\b")
    return text.str.contains(r"^[A-Z]+(?: [A-Z]+)*$") & ~special & ~text.is_in(blanks)


def _plain_text(text: pl.Expr) -> pl.Expr:
    odd = text.str.contains(r"[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}--\x20]|  |^ | $")
    blanks = [str(one) for one in words()["blank"]]
    return ~odd & ~text.str.to_lowercase().is_in(blanks)


def _plain_number(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"^(?:0|[1-9][0-9]{0,14})$")


def _plain_date(order: Order) -> Fast:
    """ISO dates, with or without a midnight, and two-digit day and month with slashes or dashes, where they exist."""
    day, month = (0, 3) if order == "dmy" else (3, 0)

    def read(text: pl.Expr) -> pl.Expr:
        iso = pl.when(text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?$")).then(text.str.slice(0, 10))
        parts = (text.str.slice(6, 4), text.str.slice(month, 2), text.str.slice(day, 2))
        turned = pl.when(text.str.contains(r"^[0-9]{2}([/-])[0-9]{2}[/-][0-9]{4}$")).then(
            pl.concat_str(parts, separator="-")
        )
        found = pl.coalesce(iso, turned)
        return pl.when(found.str.to_date("%Y-%m-%d", strict=False).is_not_null()).then(found)

    return read


def kind_of(kind: str, codes: str, order: Order = "dmy") -> Kind:
    """How the cells of one kind of column are read; ``codes`` names its code list."""
    match kind:
        case "nik":
            return Kind(read_nik, _as_it_stands(_plain_nik))
        case "nik_optional":
            return Kind(optional(read_nik), _as_it_stands(_plain_nik))
        case "kk":
            return Kind(read_kk, _as_it_stands(_plain_kk))
        case "kk_optional":
            return Kind(optional(read_kk), _as_it_stands(_plain_kk))
        case "name":
            return Kind(read_name, _as_it_stands(_plain_name))
        case "name_optional":
            return Kind(optional(read_name), _as_it_stands(_plain_name))
        case "date":
            return Kind(date_reader(order), _plain_date(order))
        case "date_optional":
            return Kind(optional(date_reader(order)))
        case "text" | "id" | "place_name" | "plain":
            return Kind(tidy, _as_it_stands(_plain_text))
        case "number":
            return Kind(read_number, _as_it_stands(_plain_number))
        case "relation":
            return Kind(code_reader(code_list(codes), unknown="relation_unreadable", blank="relation_unreadable"))
        case "code":
            return Kind(code_reader(code_list(codes)))
        case _:
            return Kind(_SIMPLE[kind]())


_SIMPLE: dict[str, Callable[[], Reader]] = {
    "sex": sex_reader,
    "boolean": boolean_reader,
    "decile": decile_reader,
    "decile_other": lambda: decile_reader(missing=""),
    "region_code": lambda: read_region_code,
    "sex_optional": lambda: optional(sex_reader()),
    "percentile": lambda: percentile_reader(value("registry.percentile_decile", _BDT)),
    "rt": lambda: read_rt,
    "rw": lambda: read_rw,
}


def read_column(texts: pl.Series, kind: Kind) -> tuple[pl.Series, pl.Series | None]:
    """The clean texts and the notes (" id id ", null where none; None where the column has none at all)."""
    if kind.fast is None:
        return _read_distinct(texts, kind.read)
    clean = texts.to_frame("t").select(kind.fast(pl.col("t"))).to_series().alias(texts.name)
    if not clean.null_count():
        return clean, None
    rest = clean.is_null()
    places = rest.arg_true()
    values, notes = _read_distinct(texts.filter(rest), kind.read)
    whole = clean.scatter(places, values)
    if notes is None:
        return whole, None
    return whole, pl.Series(texts.name, [None], dtype=pl.String).new_from_index(0, len(texts)).scatter(places, notes)


def _read_distinct(texts: pl.Series, read: Reader) -> tuple[pl.Series, pl.Series | None]:
    distinct = texts.unique().to_list()
    if all(_stands(text, read) for text in distinct):
        return texts, None
    known = texts.fill_null("")
    distinct = list({text or "" for text in distinct})
    readings = [read(text) for text in distinct]
    values = known.replace_strict(distinct, [one.value for one in readings], return_dtype=pl.String)
    if not any(one.notes for one in readings):
        return values, None
    said = [f" {' '.join(one.notes)} " if one.notes else None for one in readings]
    return values, known.replace_strict(distinct, said, return_dtype=pl.String)


def _stands(text: str | None, read: Reader) -> bool:
    """Whether a cell is read as exactly what it is, with nothing to say of it."""
    reading = read(text or "")
    return reading.value == text and not reading.notes
