"""What the solver's core is given, checked before it is solved: shapes, numbers, limits."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sanding.errors import InputFault

Array = npt.NDArray[np.float64]
Sense = Literal["max", "min"]
_WHERE = "masukan penugasan"


@dataclass(frozen=True, eq=False)
class Given:
    """Arrays of one shape; value and size are 0 where the pair is not allowed, and every limit is a number.

    value, size, allowed  agency × village; room, low, high  per agency (room may be infinite)
    """

    value: Array
    size: Array
    allowed: npt.NDArray[np.bool_]
    room: Array
    low: Array
    high: Array
    sense: Sense

    def total(self, assignment: npt.NDArray[np.int64]) -> float:
        """The benefit of an assignment that leaves nobody out."""
        return float(self.value[assignment, np.arange(self.value.shape[1])].sum())


def read_given(
    benefit: npt.ArrayLike,
    load: npt.ArrayLike,
    capacity: npt.ArrayLike,
    min_count: npt.ArrayLike | None,
    max_count: npt.ArrayLike | None,
    sense: Sense,
) -> Given:
    """Arguments as ``solve_assignment``'s; lists, whole numbers and arrays of any number type will do.

    Raises  InputFault for an unknown sense, what is no number, shapes that do not fit, a load or limit not known
    """
    if sense not in ("max", "min"):
        raise InputFault(
            f"arah {sense!r} tidak dikenal", where="sense", remedy='Pakai "max" atau "min".', code="SND-PAIR-01"
        )
    value, size, room = _numbers("benefit", benefit), _numbers("load", load), _numbers("capacity", capacity)
    if value.ndim != 2 or value.shape != size.shape or room.shape != value.shape[:1]:
        raise InputFault(
            f"ukuran tidak cocok: benefit {value.shape}, load {size.shape}, capacity {room.shape}",
            where=_WHERE,
            remedy="Pakai larik unit × desa dan satu kapasitas per unit.",
            code="SND-PAIR-02",
        )
    agencies, villages = value.shape
    low = _counts("min_count", 0 if min_count is None else min_count, agencies)
    high = _counts("max_count", villages if max_count is None else max_count, agencies)
    allowed = np.isfinite(value)
    for name, unknown in (
        ("load", ~np.isfinite(size) & allowed),
        ("capacity", np.isnan(room) | (room == -np.inf)),
        ("min_count", ~np.isfinite(low)),
        ("max_count", np.isnan(high)),
    ):
        _refuse_unknown(name, unknown)
    known_value, known_size = np.where(allowed, value, 0.0), np.where(allowed, size, 0.0)
    return Given(known_value, known_size, allowed, room, low, np.minimum(high, villages), sense)


def check_time(time_limit: float) -> float:
    """A time limit in seconds, 0 or more; InputFault else."""
    if not time_limit >= 0:
        raise InputFault(
            f"batas waktu {time_limit} tidak berlaku",
            where="time_limit",
            remedy="Isi banyak detik, 0 atau lebih.",
            code="SND-PAIR-18",
        )
    return float(time_limit)


def _numbers(name: str, given: npt.ArrayLike) -> Array:
    try:
        return np.asarray(given, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputFault(
            f"{name} bukan larik angka yang rata",
            where=_WHERE,
            remedy="Isi semua baris sama panjang, dengan angka saja.",
            code="SND-PAIR-17",
        ) from error


def _counts(name: str, given: npt.ArrayLike, agencies: int) -> Array:
    counts = _numbers(name, given)
    if counts.shape not in ((), (agencies,)):
        raise InputFault(
            f"ukuran tidak cocok: {name} {counts.shape}, padahal ada {agencies} unit",
            where=_WHERE,
            remedy="Isi satu angka untuk semua, atau satu angka per unit.",
            code="SND-PAIR-02",
        )
    return np.broadcast_to(counts, (agencies,)).astype(float)


def _refuse_unknown(name: str, unknown: npt.NDArray[np.bool_]) -> None:
    if unknown.any():
        first = "][".join(str(int(one)) for one in np.argwhere(unknown)[0])
        raise InputFault(
            f"{int(unknown.sum())} angka pada {name} tidak diketahui (NaN atau tak hingga), pertama {name}[{first}]",
            where=_WHERE,
            remedy="Isi angkanya; pasangan dilarang dengan benefit NaN, kapasitas tanpa batas dengan inf.",
            code="SND-PAIR-17",
        )
