"""The cleaning SQL in DuckDB says what the same data, applied by Polars, say; and Spark can read it."""

from datetime import date

import polars as pl
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from sanding.matching import dates, places
from sanding.matching.expressions import Rewrite, fetched
from sanding.matching.kinds import KINDS
from sanding.matching.names import PLAIN, SPELLINGS, TIDY, TITLES, WORDS, key_sql, name_sql, tidied
from sanding.store import engine

LETTERS = st.text(alphabet="ABDEHIJKMNOSTUYZ .,/'()-hj", max_size=14)
WORDS_SEEN = st.sampled_from(
    ("H.", "ALM", "MOH.", "SITI", "ST.", "BINTI", "DJ", "SOE", "S.Pd", "ALIAS", "AL.", "\u00a0")
)
NAME = st.lists(st.one_of(WORDS_SEEN, LETTERS), min_size=1, max_size=4).map(" ".join)


def applied(text: pl.Expr, rewrites: tuple[Rewrite, ...]) -> pl.Expr:
    for one in rewrites:
        text = text.str.replace_all(one.pattern, one.put)
    return text


def by_polars(names: list[str]) -> list[tuple[str | None, str | None]]:
    """name and key of each, by Polars' own engine of patterns."""
    tidy = applied(pl.col("text").str.to_uppercase(), TIDY)
    name = applied(tidy.str.split("/").list.get(0), (*TITLES, *PLAIN))
    frame = pl.DataFrame({"text": names}).select(name=pl.when(name != "").then(name))
    key = applied(pl.concat_str(pl.lit(" "), "name", pl.lit(" ")), WORDS)
    for old, new in SPELLINGS:
        key = key.str.replace_all(old, new, literal=True)
    key = key.str.strip_chars(" ")
    return frame.select("name", key=pl.when(key != "").then(key)).rows()


def by_duckdb(names: list[str]) -> list[tuple[str | None, str | None]]:
    connection = engine(memory="200MB")
    connection.register("given", pl.DataFrame({"line": range(len(names)), "text": names}).to_arrow())
    inner = f"SELECT line, {name_sql('tidy')} AS name FROM (SELECT line, {tidied('text')} AS tidy FROM given)"
    found = fetched(connection, f"SELECT name, {key_sql('name')} AS key FROM ({inner}) ORDER BY line")
    connection.close()
    return found.rows()


@given(st.lists(NAME, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_names_are_cleaned_alike_by_duckdb_and_polars(names: list[str]) -> None:
    assert by_duckdb(names) == by_polars(names)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_spark_can_read_what_is_prepared_and_compared(kind: str) -> None:
    """sqlglot writes it for Spark without a word that it does not know; nothing but Levenshtein and equality."""
    one = KINDS[kind]
    said = [sql for layer in one.layers("c") for sql in layer.values()]
    said += [level.sql.format(c="c") for level in one.levels if level.sql] + [one.missing.format(c="c")]
    for sql in said:
        sqlglot.transpile(f"SELECT {sql}", read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert not any(word in " ".join(said).lower() for word in ("jaro", "list_", "jaccard"))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 1, 1)))
@settings(max_examples=20, deadline=None)
def test_a_date_is_the_same_however_it_is_written(day: date) -> None:
    forms = [f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y} 0:00:00", f"{day.day}/{day.month}/{day.year}"]
    connection = engine(memory="200MB")
    connection.register("given", pl.DataFrame({"d": forms}).to_arrow())
    found = fetched(
        connection, f"SELECT {dates.date_sql('d')} AS iso, {dates.swapped_sql(dates.date_sql('d'))} AS s FROM given"
    )
    connection.close()
    assert set(found["iso"]) == {f"{day:%Y-%m-%d}"}
    assert set(found["s"]) == ({f"{day:%Y-%d-%m}"} if day.day <= 12 else {None})


def test_only_a_possible_nik_is_one() -> None:
    given = dict.fromkeys(("3399010503700001", "3399.0105.0370.0001", "'3399014503700001"), True)
    wrong = "3399010503700000 3399013203700001 3399010513700001 " + "03399" + "01200100001 339901050370000"
    given |= dict.fromkeys(wrong.split(), False)
    connection = engine(memory="200MB")
    connection.register("given", pl.DataFrame({"line": range(len(given)), "n": list(given)}).to_arrow())
    found = fetched(connection, f"SELECT {places.nik_sql('n')} AS nik FROM given ORDER BY line")["nik"]
    connection.close()
    assert [one is not None for one in found] == list(given.values())
