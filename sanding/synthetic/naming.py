"""Indonesian names for invented people: old single names, Javanese spellings, modern names of two or three words."""

import numpy as np
import polars as pl

from sanding.synthetic.chance import Flags, Ints, Reals, chance, happens
from sanding.synthetic.words import words


def make_names(seed: int, female: Flags, age: Reals) -> pl.Series:
    """One upper-case name per person. The older, the more single names; never a title, a dot or a mark."""
    rng = chance(seed, "names")
    count = len(age)
    old = age > 38 + 24 * rng.random(count)
    first = np.where(old, _draw(rng, "old", female), _draw(rng, "", female))
    second, third = _draw(rng, "second", female), _draw_list(rng, words("names")["third"], count)
    words_in_name = 1 + happens(rng, count, np.where(old, 0.28, 0.93)) + (happens(rng, count, 0.35) & ~old)
    frame = pl.DataFrame({"first": first, "second": second, "third": third, "words": words_in_name})
    return frame.select(
        pl.when(pl.col("words") == 1)
        .then("first")
        .when(pl.col("words") == 2)
        .then(pl.concat_str("first", "second", separator=" "))
        .otherwise(pl.concat_str("first", "second", "third", separator=" "))
        .alias("name")
    ).to_series()


def _draw(rng: np.random.Generator, age: str, female: Flags) -> np.ndarray:
    lists = words("names")
    prefix = f"{age}_" if age else ""
    return np.where(
        female,
        _draw_list(rng, lists[f"{prefix}female"], len(female)),
        _draw_list(rng, lists[f"{prefix}male"], len(female)),
    )


def _draw_list(rng: np.random.Generator, names: list[str], count: int) -> np.ndarray:
    return np.array(names)[rng.integers(0, len(names), count)]


def respell(seed: int, names: pl.Series, chosen: Flags) -> pl.Series:
    """The same person's name as another office wrote it: old spelling, a slip of a letter, the last word left out.

    Every chosen name differs from the one given.
    """
    rng = chance(seed, "spelling")
    start = rng.integers(0, len(words("names")["spellings"]), len(names))
    short = rng.random(len(names)) < 0.22
    given = names.to_list()
    for place in np.flatnonzero(chosen).tolist():
        given[place] = _other_spelling(given[place], int(start[place]), bool(short[place]))
    return pl.Series(names.name, given, dtype=pl.String)


def _other_spelling(name: str, start: int, short: bool) -> str:
    if short and " " in name:
        return name.rsplit(" ", 1)[0]
    pairs: list[list[str]] = words("names")["spellings"]
    for turn in range(len(pairs)):
        written, other = pairs[(start + turn) % len(pairs)]
        if written in name and (changed := name.replace(written, other, 1)) != name:
            return changed
    return name + "H"


def spread(values: Ints) -> Ints:
    """0, 1, 2 … within each group of equal values, in order of appearance."""
    return pl.Series("value", values).to_frame().select(pl.int_range(pl.len()).over("value")).to_series().to_numpy()
