"""One linkage in a process of its own, so that its memory can be read: ``make``, ``ours`` or ``full``.

python -m benchmarks.matching_once make FOLDER ROWS SEED · ours FOLDER · full FOLDER; the last line is JSON.
"""

import json
import resource
import sys
import time
from math import log2
from pathlib import Path

import numpy as np
import polars as pl

from sanding.matching.assign import assign
from sanding.matching.expressions import fetched
from sanding.matching.kin import rest
from sanding.matching.link import frequencies_of, link
from sanding.matching.measure import rightness
from sanding.matching.parameters import weights_of
from sanding.matching.prepare import prepare
from sanding.matching.probable import score
from sanding.matching.registers import persons_spec
from sanding.store import engine
from sanding.synthetic.chance import chance
from sanding.synthetic.district import make_district
from sanding.synthetic.dtsen import rows_of
from sanding.synthetic.p3ke import _with_slips

SHARED = 0.8
MEMORY = "1100MB"


def make(folder: Path, rows: int, seed: int) -> None:
    """``left`` and ``right``: ``rows`` persons each, four fifths the same; right carries another office's slips."""
    everyone = rows_of(make_district(seed, int(rows * 1.45)), "tw3")
    draw = chance(seed, "bench matching").random(everyone.height)
    order = pl.Series(np.argsort(draw, kind="stable"))
    wanted = everyone.height if everyone.height < int(rows * (2 - SHARED)) else int(rows * (2 - SHARED))
    chosen = everyone[order[:wanted]]
    slipped = _with_slips(seed, chosen.with_columns(nik_before="nik")).rows
    parts = {"left": chosen.head(rows), "right": slipped.tail(rows)}
    for name, frame in parts.items():
        frame.select(
            pl.concat_str(pl.lit(name[0]), pl.col("person_id")).alias("record_id"),
            pl.col("person_id").alias("person"),
            "nik",
            "name",
            pl.col("birth").cast(pl.Int32).cast(pl.Date).cast(pl.String).alias("birth_date"),
            pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")).alias("sex"),
            pl.col("village").alias("village_code"),
            pl.col("at").cast(pl.String).alias("family_key"),
        ).write_parquet(folder / f"{name}.parquet")


def ours(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    return link(left, right, persons_spec(), memory=MEMORY).of("padan")


def full(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Splink on all rows with the same cleaning, comparisons, numbers and assignment; nothing certain beforehand."""
    spec = persons_spec()
    connection = engine(memory="6GB")
    for side, frame in (("left", left), ("right", right)):
        prepare(connection, frame, spec, side)
        rest(connection, spec, side, f"all_{side}", clash="SELECT NULL::VARCHAR AS record_id WHERE FALSE", kin=False)
    prior = spec.expected * min(left.height, right.height) / (left.height * right.height)
    score(
        connection, ["all_left", "all_right"], spec, weights_of(spec), prior=prior,
        frequencies=frequencies_of(connection, spec), least=spec.review, into="scored",
    )  # fmt: skip
    chosen = assign(fetched(connection, "SELECT * FROM scored"), margin=spec.margin, one_to_one=True)
    sure = log2(spec.threshold / (1 - spec.threshold))
    return chosen.filter(pl.col("weight") >= sure, ~pl.col("close"))


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "make":
        make(folder, int(sys.argv[3]), int(sys.argv[4]))
        return
    left, right = (pl.read_parquet(folder / f"{side}.parquet") for side in ("left", "right"))
    begun = time.perf_counter()
    told = {"ours": ours, "full": full}[what](left.drop("person"), right.drop("person"))
    seconds = time.perf_counter() - begun
    truth = left.select(pl.col("record_id").alias("left_id"), "person").join(
        right.select(pl.col("record_id").alias("right_id"), "person"), on="person"
    )
    found = rightness(told, truth)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": seconds, "peak_gb": peak, "precision": found.precision, "recall": found.recall,
                      "f1": found.f1, "left": left.height, "right": right.height, "pairs": found.true}))  # fmt: skip


if __name__ == "__main__":
    main()
