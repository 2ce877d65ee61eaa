"""Lots among equals: where equal scores meet the last places, a published seed decides, and anyone can check it."""

import hashlib
from collections.abc import Sequence

import polars as pl

from sanding.errors import InputFault
from sanding.targeting.rules import Category
from sanding.targeting.waves import Pool, Wave, pools


def lot(seed: str, code: str) -> str:
    """The lot of one village: SHA-256 of ``seed|code`` in hexadecimal; the smallest is first.

    By hand: ``printf '%s' 'SEED|3399012003' | sha256sum``.

    >>> lot("undian 21-11-2026", "3399012003")[:12]
    'a9edfef5d8e0'
    """
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()


def draw_lots(seed: str, codes: Sequence[str]) -> list[str]:
    """The codes in the order of their lots. Neither their number nor their order changes who is ahead of whom.

    seed     a text that nobody could choose to suit a village: announced before the counts are known, for example
             the numbers of a public lottery of a day named in advance
    Raises   InputFault for an empty seed
    """
    if not seed.strip():
        raise InputFault(
            "benih undian kosong",
            where="undian",
            remedy="Isi benih yang diumumkan sebelum undian.",
            code="SND-TGT-14",
        )
    return sorted(codes, key=lambda code: lot(seed, code))


def settle_ties(
    ranked: pl.DataFrame, quota: int | None, plan: Sequence[Wave], *, category: Category, seed: str
) -> pl.DataFrame:
    """The ranking with lots drawn among villages whose equal scores meet the last place of a pool; all else stays.

    ranked    as ``rank_villages`` returns it; quota, plan, category as for ``assign_waves``, which comes after
    Returns   the same rows with rank exchanged among the equals only, and lot [the hash] where one was drawn
    """
    drawn: dict[str, tuple[int, str]] = {}
    for pool in pools(ranked, quota, plan, category=category):
        equals = _equals_at_the_cut(ranked, pool)
        ranks = sorted(ranked.filter(pl.col("village_code").is_in(equals))["rank"])
        for code, rank in zip(draw_lots(seed, equals), ranks, strict=True):
            drawn[code] = (rank, lot(seed, code))
    rows = [(code, rank, drawn_lot) for code, (rank, drawn_lot) in drawn.items()]
    found = pl.DataFrame(rows, schema={"village_code": pl.String, "by_lot": pl.Int64, "lot": pl.String}, orient="row")
    return (
        ranked.join(found, on="village_code", how="left")
        .with_columns(rank=pl.coalesce("by_lot", "rank"))
        .drop("by_lot")
        .sort("rank", "village_code", nulls_last=True)
    )


def _equals_at_the_cut(ranked: pl.DataFrame, pool: Pool) -> list[str]:
    """Villages of a pool that share the score of its last place with the first village left out; else none."""
    if not 0 < pool.quota < len(pool.villages):
        return []
    score = dict(ranked.select("village_code", "score").iter_rows())
    last = score[pool.villages[pool.quota - 1]]
    if score[pool.villages[pool.quota]] != last:
        return []
    return [code for code in pool.villages if score[code] == last]
