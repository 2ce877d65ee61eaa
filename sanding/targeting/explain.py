"""Why a village stands where it stands: reasons as data, each with a sentence, a value and its unit."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from sanding.documents.wording import number, percent
from sanding.errors import InputFault
from sanding.targeting.goalposts import RankParameters
from sanding.targeting.methods import COMPONENT_WORDS, METHODS, QUADRANT_WORDS, Method


@dataclass(frozen=True)
class Reason:
    """One reason: ``value`` in ``unit``; ``text`` is the Indonesian sentence people read."""

    name: str
    text: str
    value: float | None
    unit: str


def explain_village(listed: pl.DataFrame, village_code: str, *, parameters: RankParameters) -> tuple[Reason, ...]:
    """The reasons of one village, in reading order: count, share, index, score with its parts, wave.

    listed   as ``assign_waves`` (or ``rank_villages``) returns it
    Raises   InputFault where the village is not in the list
    """
    row = _row(listed, village_code)
    reasons = [_count(listed, row), _share(listed, row), _index(row), _score(listed, row)]
    if row["method"] == "weighted" and row["score"] is not None:
        reasons += _parts(row, parameters)
    if row["method"] == "topsis" and row["score"] is not None:
        reasons += _needs(row, parameters)
    if row.get("quadrant") is not None:
        reasons.append(_quadrant(row))
    if row.get("road_km") is not None:
        reasons.append(_road(row))
    if "standing" in listed.columns:
        reasons.append(_standing(listed, row))
    return tuple(reasons)


def _row(listed: pl.DataFrame, village_code: str) -> dict[str, Any]:
    rows = listed.filter(pl.col("village_code") == village_code)
    if rows.is_empty():
        raise InputFault(
            f"desa {village_code} tidak ada dalam daftar",
            where="daftar prioritas",
            remedy="Pilih desa dari daftar yang sama.",
            code="SND-TGT-07",
        )
    return rows.row(0, named=True)


def _columns(unit: str) -> tuple[str, str]:
    return ("families", "families_d1") if unit == "keluarga" else ("persons", "persons_d1")


def _count(listed: pl.DataFrame, row: dict[str, Any]) -> Reason:
    unit, (_, part) = row["unit"], _columns(row["unit"])
    if row[part] is None:
        return Reason("Jumlah desil 1", "Hitungan desa ini belum ada dalam data", None, unit)
    place = int((listed[part] > row[part]).sum()) + 1
    text = f"{number(row[part])} {unit} desil 1, terbanyak ke-{place} dari {listed.height} desa/kelurahan"
    return Reason("Jumlah desil 1", text, float(row[part]), unit)


def _share(listed: pl.DataFrame, row: dict[str, Any]) -> Reason:
    if row["share_d1"] is None:
        return Reason("Bagian desil 1", "Bagian desil 1 tidak dapat dihitung", None, "bagian 0..1")
    middle: Any = listed["share_d1"].median()
    text = f"{percent(row['share_d1'])} dari {row['unit']} di desa ini; median daftar {percent(middle)}"
    return Reason("Bagian desil 1", text, row["share_d1"], "bagian 0..1")


def _index(row: dict[str, Any]) -> Reason:
    source = row["index_source"]
    if row["index_score"] is None and row["index_used"] is not None:
        text = f"Tidak ada indeks untuk {row['kind']} ini; dipakai {number(row['index_used'], 4)} ({source})"
    elif row["index_used"] is None:
        text = "Tidak ada indeks dan tidak ada penggantinya"
    else:
        text = f"{source}: {number(row['index_used'], 4)}"
    return Reason("Indeks desa", text, row["index_used"], "nilai indeks 0..1")


def _score(listed: pl.DataFrame, row: dict[str, Any]) -> Reason:
    method: Method = row["method"]
    if row["score"] is None:
        return Reason("Peringkat", "Belum dapat diperingkat karena data belum lengkap", None, "peringkat")
    ranked = listed["rank"].count()
    text = f"Peringkat {row['rank']} dari {ranked}; nilai {number(row['score'], 4)}; metode: {METHODS[method]}"
    if row["tied"]:
        order = "undian" if row.get("lot") else "kode desa"
        text += f"; nilainya sama dengan desa lain, urutan menurut {order}"
    return Reason("Peringkat", text, float(row["rank"]), "peringkat")


def _parts(row: dict[str, Any], parameters: RankParameters) -> list[Reason]:
    """The parts of a weighted score, one for each component; they sum to it."""
    reasons = []
    for component, weight in parameters.components.items():
        word, column = COMPONENT_WORDS[component], f"need_{component}"
        text = f"Bobot {word} {percent(weight, 0)} × kebutuhan {number(row[column], 3)}"
        reasons.append(Reason(f"Sumbangan {word}", text, weight * row[column], "nilai"))
    return reasons


def _needs(row: dict[str, Any], parameters: RankParameters) -> list[Reason]:
    """What TOPSIS measures the distance of; the parts of a distance do not add up, so needs are told as they are."""
    reasons = []
    for component, weight in parameters.components.items():
        word, need = COMPONENT_WORDS[component], row[f"need_{component}"]
        text = f"Kebutuhan {word} {number(need, 3)} antara tiang 0 dan 1; bobot {percent(weight, 0)}"
        reasons.append(Reason(f"Kebutuhan {word}", text, need, "kebutuhan 0..1"))
    return reasons


def _quadrant(row: dict[str, Any]) -> Reason:
    number_of, words = row["quadrant"], QUADRANT_WORDS[row["quadrant"]]
    return Reason("Kuadran", f"Kuadran {number_of}: {words}", float(number_of), "kuadran")


def _road(row: dict[str, Any]) -> Reason:
    text = f"Perkiraan {number(row['road_km'], 1)} km jalan ke pusat kabupaten ({row['road_source']})"
    return Reason("Keterpencilan", text, row["road_km"], "km jalan")


def _standing(listed: pl.DataFrame, row: dict[str, Any]) -> Reason:
    chosen = int(listed["priority"].sum())
    if row["priority"]:
        text = f"Masuk {chosen} desa/kelurahan prioritas: gelombang {row['wave']}, tahun {row['year']}"
        return Reason("Penetapan", text, float(row["wave"]), "gelombang")
    return Reason("Penetapan", f"Tidak masuk daftar: {row['standing']}", None, "gelombang")
