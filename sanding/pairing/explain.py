"""Why this pair: additive reasons whose sum is the pair's value; who has nobody; what changed against last year."""

import numpy as np
import polars as pl

from sanding.documents.wording import number, percent
from sanding.errors import InputFault
from sanding.pairing.assign import Pairing
from sanding.pairing.problem import POINT, Problem, Whole
from sanding.pairing.solve import NOBODY
from sanding.targeting.explain import Reason

REASONS = ("Cocok dengan tugas", "Jarak kantor ke desa", "Beban lebih", "Lanjutan")


def pair_values(pairing: Pairing) -> pl.DataFrame:
    """Every pair with its reasons in points; ``value`` is exactly their sum.

    Returns  village_code, agency_code, one column per reason of ``REASONS`` [points], value [points]
    """
    problem, agency_of = pairing.problem, pairing.agency_of
    found = np.flatnonzero(agency_of != NOBODY)
    agencies = agency_of[found]
    parts = [
        problem.fit_points[agencies, found],
        problem.distance_points[agencies, found],
        -overload_parts(pairing)[found],
        problem.continuity_points[agencies, found],
    ]
    return pl.DataFrame(
        {
            "village_code": [problem.village_codes[v] for v in found],
            "agency_code": [problem.agency_codes[a] for a in agencies],
            **{name: part / POINT for name, part in zip(REASONS, parts, strict=True)},
            "value": np.sum(parts, axis=0) / POINT,
        }
    )


def overload_parts(pairing: Pairing) -> Whole:
    """What each village bears of its agency's overload, hundredths of a point; the parts sum to the whole.

    An agency's overload is shared out by load; remainders go to the largest fractions, then to the first village.
    """
    problem, price = pairing.problem, pairing.problem.parameters.overload_points * POINT
    parts = np.zeros(len(problem.load), dtype=np.int64)
    for agency, beyond in enumerate(pairing.overload()):
        members = np.flatnonzero(pairing.agency_of == agency)
        if beyond and members.size:
            parts[members] = _shared(round(beyond * price), problem.load[members])
    return parts


def _shared(total: int, weights: Whole) -> Whole:
    """A whole number shared by weights into whole numbers (largest remainder)."""
    exact = total * weights / weights.sum()
    parts: Whole = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    parts[np.argsort(-(exact - parts), kind="stable")[:missing]] += 1
    return parts


def explain_pair(pairing: Pairing, village_code: str) -> tuple[Reason, ...]:
    """The reasons of one pair, each in points, with a sentence that says what is behind it.

    Raises  InputFault where the village is not in the pairing or nobody stands beside it
    """
    problem = pairing.problem
    rows = pair_values(pairing).filter(pl.col("village_code") == village_code)
    if rows.is_empty():
        raise InputFault(
            f"desa {village_code} tidak mempunyai pendamping dalam penugasan ini",
            where="penugasan",
            remedy="Periksa daftar desa tanpa pendamping.",
            code="SND-PAIR-06",
        )
    row = rows.row(0, named=True)
    v = problem.village_codes.index(village_code)
    a = problem.agency_codes.index(row["agency_code"])
    texts = (_fit_text(problem, a, v), _distance_text(problem, a, v), _load_text(pairing, a), _past_text(problem, a, v))
    return tuple(Reason(name, text, row[name], "angka") for name, text in zip(REASONS, texts, strict=True))


def _fit_text(problem: Problem, a: int, v: int) -> str:
    if not problem.fit_known[v]:
        return "Lembar indikator desa ini tidak ada; kecocokan tugas tidak dapat dihitung untuk unit mana pun"
    return f"{percent(problem.fit[a, v])} dari kenaikan indeks yang mungkin adalah tugas unit ini"


def _distance_text(problem: Problem, a: int, v: int) -> str:
    factor = number(problem.parameters.road_factor, 1)
    text = f"{number(problem.distance[a, v], 1)} km jalan (perkiraan: garis lurus × {factor})"
    return text if problem.distance_known[a, v] else f"Letak kantor atau desa belum diketahui; dipakai median {text}"


def _load_text(pairing: Pairing, a: int) -> str:
    problem, beyond = pairing.problem, int(pairing.overload()[a])
    members = pairing.agency_of == a
    load, villages = int(problem.load[members].sum()), int(members.sum())
    text = (
        f"Unit memegang {number(load)} {problem.unit} desil 1 di {villages} desa; "
        f"bagian adil {number(int(problem.fair_share[a]))}"
    )
    return f"{text}; lebih {number(beyond)}" if beyond else text


def _past_text(problem: Problem, a: int, v: int) -> str:
    return "Melanjutkan pendampingan tahun terakhir" if problem.continued[a, v] else "Bukan pendamping tahun terakhir"


def compare_with_past(pairing: Pairing, past: pl.DataFrame) -> pl.DataFrame:
    """What the new pairing changes against the last year paired before it.

    past     PAIRS of earlier years
    Returns  village_code, agency_before, agency_now (null where none),
             change: tetap, berganti, baru, tanpa pendamping, tidak lagi prioritas
    """
    earlier = past.filter(pl.col("year") < pairing.problem.year)
    last = earlier.filter(pl.col("year") == pl.col("year").max()).select("village_code", agency_before="agency_code")
    now = pairing.pairs().select("village_code", agency_now="agency_code")
    every = pl.DataFrame({"village_code": pairing.problem.village_codes}, schema={"village_code": pl.String})
    table = (
        every.with_columns(listed=True)
        .join(now, on="village_code", how="left")
        .join(last, on="village_code", how="full", coalesce=True)
    )
    before, after = pl.col("agency_before"), pl.col("agency_now")
    change = (
        pl.when(pl.col("listed").is_null()).then(pl.lit("tidak lagi prioritas"))
        .when(after.is_null()).then(pl.lit("tanpa pendamping"))
        .when(before.is_null()).then(pl.lit("baru"))
        .when(before == after).then(pl.lit("tetap"))
        .otherwise(pl.lit("berganti"))
    )  # fmt: skip
    return table.select("village_code", "agency_before", "agency_now", change=change).sort("village_code")
