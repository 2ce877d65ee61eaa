"""Distance to the seat is an estimate that says where it comes from, and a missing point is never near."""

import polars as pl
import pytest

from sanding.parameters import value
from sanding.targeting.explain import explain_village
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.methods import METHODS, Method
from sanding.targeting.rank import rank_villages
from sanding.targeting.remoteness import remoteness
from sanding.targeting.tables import REMOTENESS
from tests.sanding.targeting import invented

SEAT = (109.5, -7.0)
FACTOR = value("pairing.road_factor", invented.TODAY)


def test_a_degree_of_latitude_is_111_km_times_the_road_factor() -> None:
    places = invented.villages(kecamatan=1, each=2).with_columns(lon=pl.lit(109.5), lat=pl.Series([-7.0, -8.0]))
    found = remoteness(places, seat=SEAT, on=invented.TODAY)
    REMOTENESS.check(found)
    assert found["road_km"].to_list() == [0.0, pytest.approx(111.195 * FACTOR, abs=0.1)]
    assert set(found["road_source"]) == {"titik desa"}


def test_a_village_without_a_point_takes_the_median_around_it_and_says_so() -> None:
    places = invented.villages(kecamatan=3, each=4)
    blank = (pl.col("kecamatan_code") == "339901") | (pl.col("code") == "3399022002")
    east = pl.col("kecamatan_code").str.slice(4).cast(pl.Float64)
    blind = places.with_columns(lon=pl.when(~blank).then(109.0 + east))
    found = remoteness(blind, seat=SEAT, on=invented.TODAY)
    known = found.filter(pl.col("road_source") == "titik desa")
    near = known.filter(pl.col("village_code").str.starts_with("339902"))["road_km"].median()
    rows = {code: (km, source) for code, km, source in found.iter_rows()}
    assert rows["3399022002"] == (near, "pengganti: median desa sekecamatan")
    assert rows["3399012002"] == (known["road_km"].median(), "pengganti: median desa sekabupaten")
    assert near != known["road_km"].median()
    assert found["road_km"].null_count() == 0


def test_where_no_point_is_known_there_is_no_distance() -> None:
    places = invented.villages(kecamatan=1, each=2).with_columns(lon=pl.lit(None, pl.Float64))
    found = remoteness(places, seat=SEAT, on=invented.TODAY)
    assert found["road_km"].to_list() == [None, None]
    assert set(found["road_source"]) == {"tak ada"}


@pytest.mark.parametrize("method", ["weighted", "topsis", "quadrant_count", "quadrant_share"])
def test_reasons_tell_what_the_method_read(method: Method) -> None:
    places = invented.villages()
    weights = {"count": 3, "share": 3, "index": 2, "remoteness": 2}
    parameters = rank_parameters(invented.TODAY, weights=weights)
    roads = remoteness(places, seat=SEAT, on=invented.TODAY)
    ranked = rank_villages(
        invented.counts(places, 2), places, invented.index(places, 2),
        method=method, parameters=parameters, unit="keluarga", remoteness=roads,
    )  # fmt: skip
    row = ranked.row(0, named=True)
    reasons = {one.name: one for one in explain_village(ranked, row["village_code"], parameters=parameters)}
    assert reasons["Keterpencilan"].value == row["road_km"]
    assert METHODS[method] in reasons["Peringkat"].text
    if method == "weighted":
        parts = [one.value for name, one in reasons.items() if name.startswith("Sumbangan")]
        assert len(parts) == 4
        assert sum(part for part in parts if part is not None) == pytest.approx(row["score"], abs=1e-8)
    elif method == "topsis":
        assert reasons["Kebutuhan keterpencilan"].value == row["need_remoteness"]
    else:
        assert reasons["Kuadran"].text.startswith(f"Kuadran {row['quadrant']}: ")


def test_a_tie_that_lots_settled_says_so() -> None:
    places = invented.villages()
    parameters = invented.parameters()
    ranked = rank_villages(
        invented.counts(places, 2), places, invented.index(places, 2),
        method="share", parameters=parameters, unit="keluarga",
    ).with_columns(tied=pl.lit(True), lot=pl.lit("a9ed"))  # fmt: skip
    text = explain_village(ranked, "3399012002", parameters=parameters)[3].text
    assert "urutan menurut undian" in text
