"""What is to be paired: agencies, priority villages, what each pair is worth, and the rules that bind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from sanding.errors import InputFault
from sanding.pairing.distance import road_distance
from sanding.pairing.fit import competence_fit
from sanding.pairing.settings import PairingParameters
from sanding.targeting.goalposts import Unit

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Pair = tuple[str, str]
"""(agency code, village code)"""

POINT = 100
"""Points are kept as whole hundredths, so that a sum is exact and a proof has steps."""


@dataclass(frozen=True, eq=False)
class Problem:
    """One pairing to solve; every array is agency × village, or per agency, or per village, in code order.

    agencies, villages   frames in code order: code, name, short, kind; and village_code, name, kind, kecamatan
    load         decile-1 families (or persons) per village, in ``unit``
    fair_share   what an agency carries before its load counts as too much, margin included, in ``unit``
    fit          share of the village's index gain that is the agency's task, 0..1; ``fit_known`` per village
    distance     road kilometres from seat to village; ``distance_known`` agency × village
    continued    the agency stood beside the village in the last paired year
    *_points     hundredths of a point; their sum is what the pair is worth
    """

    agencies: pl.DataFrame
    villages: pl.DataFrame
    unit: Unit
    year: int
    load: Whole
    fair_share: Whole
    fit: Real
    fit_known: Flags
    distance: Real
    distance_known: Flags
    continued: Flags
    fit_points: Whole
    distance_points: Whole
    continuity_points: Whole
    min_count: Whole
    max_count: Whole
    locks: frozenset[Pair]
    bans: frozenset[Pair]
    parameters: PairingParameters

    @property
    def agency_codes(self) -> list[str]:
        return self.agencies["code"].to_list()

    @property
    def village_codes(self) -> list[str]:
        return self.villages["village_code"].to_list()

    @property
    def points(self) -> Whole:
        """What each pair is worth, hundredths of a point, before overload."""
        return self.fit_points + self.distance_points + self.continuity_points


def build_problem(
    villages: pl.DataFrame,
    priority: pl.DataFrame,
    needs: pl.DataFrame,
    agencies: pl.DataFrame,
    past: pl.DataFrame,
    *,
    on: date,
    parameters: PairingParameters,
    unit: Unit = "keluarga",
    locks: Iterable[Pair] = (),
    bans: Iterable[Pair] = (),
) -> Problem:
    """Put the tables of earlier steps together into one problem.

    villages  VILLAGES; priority as ``assign_waves`` returns it (only rows with ``priority`` count)
    needs     VILLAGE_NEEDS; agencies AGENCIES; past PAIRS of earlier years
    on        first day of the assistance: the agencies valid then, and the last year paired before it
    locks     pairs that must stand; bans pairs that must not, as (agency code, village code)
    Raises    InputFault where there is no village, no agency, or a lock or ban names one that is not there
    """
    chosen = priority.filter(pl.col("priority")).sort("village_code")
    units = _valid(agencies, on).sort("code")
    _refuse_empty(chosen, units)
    codes = set(units["code"]), set(chosen["village_code"])
    locked, banned = frozenset(locks), frozenset(bans)
    _refuse_unknown(locked | banned, *codes)
    places = chosen.select("village_code").join(villages, left_on="village_code", right_on="code", how="left")
    distance, distance_known = road_distance(units, places, factor=parameters.road_factor)
    fit, fit_known = competence_fit(units, chosen["village_code"].to_list(), needs)
    continued = _continued(units, chosen, past, on.year)
    load = chosen["families_d1" if unit == "keluarga" else "persons_d1"].fill_null(0).to_numpy().astype(np.int64)
    return Problem(
        agencies=units,
        villages=chosen,
        unit=unit,
        year=on.year,
        load=load,
        fair_share=fair_shares(load, units["staff"].to_numpy(), parameters),
        fit=fit,
        fit_known=fit_known,
        distance=distance,
        distance_known=distance_known,
        continued=continued,
        fit_points=_hundredths(fit * parameters.fit_points),
        distance_points=-_hundredths(distance * parameters.distance_points),
        continuity_points=_hundredths(continued * parameters.continuity_points),
        min_count=units["min_villages"].fill_null(parameters.min_villages).to_numpy().astype(np.int64),
        max_count=units["max_villages"].fill_null(parameters.max_villages).to_numpy().astype(np.int64),
        locks=locked,
        bans=banned,
        parameters=parameters,
    )


def fair_shares(load: Whole, staff: Whole, parameters: PairingParameters) -> Whole:
    """The load each agency may carry: its part of all by staff (floored for tiny units), plus the margin, whole.

    >>> from sanding.pairing.settings import PairingParameters
    >>> p = PairingParameters(1, 5, 10, 0.15, 1.4, 100, 0.5, 15, 0.1)
    >>> fair_shares(np.array([60, 40]), np.array([2, 30]), p).tolist()
    [28, 86]
    """
    counted = np.maximum(staff, parameters.staff_floor)
    shares = load.sum() * counted / counted.sum() * (1 + parameters.fair_share_margin)
    whole: Whole = np.floor(np.round(shares, 6)).astype(np.int64)
    return whole


def _hundredths(points: npt.NDArray[Any]) -> Whole:
    whole: Whole = np.rint(points * POINT).astype(np.int64)
    return whole


def _valid(agencies: pl.DataFrame, on: date) -> pl.DataFrame:
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)
    lasting = pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)
    return agencies.filter(begun & lasting)


def _continued(agencies: pl.DataFrame, villages: pl.DataFrame, past: pl.DataFrame, year: int) -> Flags:
    """Whether a pair stood in the last year in which the village had one, before ``year``."""
    last = past.filter(pl.col("year") < year).sort("year").group_by("village_code").last()
    lead = dict(zip(last["village_code"], last["agency_code"], strict=True))
    before = np.array([lead.get(code, "") for code in villages["village_code"]])
    return np.asarray(agencies["code"].to_numpy()[:, None] == before[None, :], dtype=bool)


def _refuse_empty(villages: pl.DataFrame, agencies: pl.DataFrame) -> None:
    if villages.is_empty():
        raise InputFault(
            "belum ada desa prioritas",
            where="penugasan",
            remedy="Tetapkan dahulu daftar prioritas.",
            code="SND-PAIR-03",
        )
    if agencies.is_empty():
        raise InputFault(
            "belum ada unit pendamping yang berlaku",
            where="penugasan",
            remedy="Muat daftar perangkat daerah dan periksa masa berlakunya.",
            code="SND-PAIR-04",
        )


def _refuse_unknown(pairs: frozenset[Pair], agencies: set[str], villages: set[str]) -> None:
    strange = sorted({a for a, _ in pairs} - agencies) + sorted({v for _, v in pairs} - villages)
    if strange:
        raise InputFault(
            f"kunci atau larangan menyebut kode yang tidak ikut ditugaskan: {', '.join(strange)}",
            where="kunci dan larangan",
            remedy="Hapus yang sudah tidak berlaku.",
            code="SND-PAIR-05",
        )
