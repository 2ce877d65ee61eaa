"""How much of what a village lacks is an agency's own task, from the index's indicator sheet (domain 3.6)."""

import re

import numpy as np
import numpy.typing as npt
import polars as pl

_SEPARATORS = re.compile(r"[;,/]")


def tags(text: str | None) -> frozenset[str]:
    """The actors named in a cell, upper case, inner spaces made one.

    >>> sorted(tags("Dinkes; PU/ disperindakop  ukm"))
    ['DINKES', 'DISPERINDAKOP UKM', 'PU']
    """
    parts = _SEPARATORS.split(text or "")
    return frozenset(" ".join(part.upper().split()) for part in parts if part.strip())


def competence_fit(
    agencies: pl.DataFrame, villages: list[str], needs: pl.DataFrame
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Share of each village's possible index gain whose actors include the agency (0..1), agency × village.

    agencies  AGENCIES with ``competences``; needs VILLAGE_NEEDS (an indicator with several actors counts once)
    Returns   the shares, and per village whether it has an indicator sheet at all; without one every share is 0
    """
    competences = [tags(text) for text in agencies["competences"]]
    gains = {code: possible_gains(needs.filter(pl.col("village_code") == code)) for code in villages}
    fit = np.zeros((len(competences), len(villages)))
    for column, code in enumerate(villages):
        total = sum(gain for gain, _ in gains[code].values())
        for row, own in enumerate(competences):
            if total:
                fit[row, column] = sum(gain for gain, actors in gains[code].values() if actors & own) / total
    return fit, np.array([bool(gains[code]) for code in villages], dtype=bool)


def possible_gains(needs: pl.DataFrame) -> dict[tuple[str, str], tuple[float, frozenset[str]]]:
    """Gain and actors by (dimension, indicator)."""
    found: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}
    for row in needs.iter_rows(named=True):
        key = (row["dimension"], row["indicator"])
        gain, actors = found.get(key, (0.0, frozenset()))
        found[key] = max(gain, row["gain"] or 0.0), actors | tags(row["actor"])
    return found
