"""Runs the five real districts with invented people and writes docs/kasus-nyata.md.

Needs the reference data beside the project (SANDING_REFERENCE, or ../shared/reference). Prints what it writes.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from sanding.decision import versions_in_use
from sanding.pairing.assign import Pairing
from sanding.targeting.goalposts import RankParameters, rank_parameters
from scripts.reference_cases import (
    CASES,
    SEED,
    STARTS,
    Case,
    District,
    in_waves,
    load_district,
    paired,
    ranked_by,
    read_boundaries,
)

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "kasus-nyata.md"
TIME_LIMIT = 300.0


@dataclass(frozen=True)
class Run:
    """What one district gave."""

    district: District
    polygons: int
    lists: dict[str, pl.DataFrame]
    waves: pl.DataFrame
    pairing: Pairing
    seconds: float


def run_case(reference: Path, case: Case, parameters: RankParameters) -> Run:
    district = load_district(reference, case)
    lists = {method: ranked_by(district, method, parameters) for method in ("pemalang", "share", "weighted")}
    waves = in_waves(district, lists["pemalang"], parameters)
    begun = time.monotonic()
    pairing = paired(district, waves, time_limit=TIME_LIMIT)
    seconds = time.monotonic() - begun
    shapes = len(set(read_boundaries(reference, case.code)) & set(district.villages["code"]))
    return Run(district, shapes, lists, waves, pairing, seconds)


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [headers, ["---"] + ["---:"] * (len(headers) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def read_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        villages, scores, counts = run.district.villages, run.district.index["score"], run.district.counts
        wards = villages.filter(pl.col("kind") == "kelurahan").height
        d1, families = counts["families_d1"].sum(), counts["families"].sum()
        rows.append(
            [run.district.case.name, villages["kecamatan_code"].n_unique(), villages.height, villages.height - wards,
             wards, f"{run.polygons} of {villages.height}", scores.len(), f"{scores.min():.4f}–{scores.max():.4f}",
             f"{counts['persons'].sum():,}", f"{families:,}", f"{d1:,} ({100 * d1 / families:.1f} %)"]
        )  # fmt: skip
    return table(
        ["District", "kecamatan", "villages", "desa", "kelurahan", "with polygon", "with IDM 2024", "IDM range",
         "persons (invented)", "families (invented)", "desil 1 (invented)"], rows
    )  # fmt: skip


def wave_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        chosen = run.waves.filter("priority")
        per_wave = (
            chosen.group_by("wave", "year").agg(pl.len(), pl.col("kecamatan_code").n_unique().alias("k")).sort("wave")
        )
        words = "; ".join(f"{year}: {n} in {k}" for _, year, n, k in per_wave.iter_rows())
        case = run.district.case
        wards = chosen.filter(pl.col("kind") == "kelurahan").height
        rows.append([case.name, case.quota, "+".join(map(str, case.waves)), words, wards, case.stated])
    return table(
        [
            "District",
            "quota",
            "kecamatan per wave",
            "villages in kecamatan, by year",
            "kelurahan chosen (substitute index)",
            "source",
        ],
        rows,
    )


def top(ranked: pl.DataFrame, by: str, quota: int) -> set[str]:
    return set(ranked.sort([by, "village_code"], descending=[True, False])["village_code"].head(quota))


def method_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        quota, ranked = run.district.case.quota, run.lists["pemalang"]
        chosen = top(ranked, "score", quota)
        overlap = {
            "count": len(chosen & top(ranked, "families_d1", quota)),
            "share": len(chosen & top(ranked, "share_d1", quota)),
            "weighted": len(chosen & top(run.lists["weighted"], "score", quota)),
        }
        inside = ranked.filter(pl.col("village_code").is_in(sorted(chosen)))
        share = ranked.filter(pl.col("village_code").is_in(sorted(top(ranked, "share_d1", quota))))
        rows.append(
            [run.district.case.name, quota, *(f"{n} ({100 * n / quota:.0f} %)" for n in overlap.values()),
             _rank_correlation(ranked, "families_d1"), _rank_correlation(ranked, "share_d1"),
             f"{_spread(ranked['index_used']):.0f} % / {_spread(ranked['families_d1']):.0f} %",
             *(f"{one['families'].mean():.0f}" for one in (ranked, inside, share))]
        )  # fmt: skip
    return table(
        ["District", "list of", "same as plain count", "same as share", "same as weighted", "ρ with count",
         "ρ with share", "spread of index / count", "families per village: all", "chosen by Pemalang's",
         "chosen by share"], rows
    )  # fmt: skip


def _rank_correlation(ranked: pl.DataFrame, column: str) -> str:
    return f"{ranked.select(pl.corr('score', column, method='spearman')).item():.3f}"


def _spread(values: pl.Series) -> float:
    """Standard deviation in per cent of the mean."""
    return 100 * float(values.std()) / float(values.mean())  # type: ignore[arg-type]


def pairing_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        problem, pairing = run.pairing.problem, run.pairing
        held = np.bincount(pairing.agency_of, minlength=len(problem.agency_codes))
        carried = np.bincount(pairing.agency_of, weights=problem.load, minlength=len(problem.agency_codes))
        reached = {stage.goal: stage.value for stage in pairing.stages}
        kinds = problem.agencies.group_by("kind").len().sort("kind")
        open_stages = [f"{stage.goal} {100 * stage.gap:.2f} %" for stage in pairing.stages if not stage.proven]
        rows.append(
            [run.district.case.name, " + ".join(f"{n} {kind}" for kind, n in kinds.iter_rows()),
             len(problem.village_codes), f"{held.min()}–{held.max()}",
             len(pairing.villages_without()), len(pairing.broken_rules()),
             f"{reached['overload']:.0f}", f"{(carried / problem.fair_share).max():.2f}", f"{reached['worth']:.2f}",
             "all stages" if pairing.proven else f"open: {', '.join(open_stages)}", f"{run.seconds:.1f}"]
        )  # fmt: skip
    return table(
        ["District", "units (invented)", "villages", "villages per unit", "villages without", "rules broken",
         "overload [families]", "largest load ÷ fair share", "worth [points]", "proven optimal", "seconds"], rows
    )  # fmt: skip


def page(runs: Sequence[Run]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in versions_in_use().items())
    ratios = [
        float(run.lists["pemalang"].select(pl.corr("score", "families_d1", method="spearman")).item()) for run in runs
    ]
    return f"""# Kasus nyata: the five source districts

Real villages, real IDM 2024 and real boundaries; **every person, every family, every agency and the indicator sheet
are invented** (`sanding/synthetic/onto.py`, `onto_office.py`, seed {SEED}). The poverty figures below therefore say
nothing about any real village; they show that the real structure loads, ranks, phases and pairs. No village is named
for that reason.

Written by `python -m scripts.reference_run` on {datetime.now(tz=UTC).date().isoformat()} from the reference data beside
the project, which is not part of it: codes of Kepmendagri 300.2.2-2430/2025 (compiled by cahyadsn/wilayah, MIT), IDM
2024 of Kemendes PDT, boundaries of cahyadsn/wilayah_boundaries (MIT; not legal boundaries). The invented population of
a district has the size of the real one (Sem II 2024).
Versions: {versions}. Machine: {os.cpu_count()} cores, {platform.machine()}, shared with other work.

## What was read

{read_table(runs)}

Every desa has an index and no kelurahan has one; former names of the changed codes resolve to today's code, and what
resolves to nothing is listed with its reason (`tests/reference/test_districts.py`).

## Priority villages and waves (desa/kelurahan prioritas, gelombang)

Pemalang's method: families of desil 1 divided by the index; waves take the kecamatan in their own ranking, the quota
is district-wide. A kelurahan stands in the list with the median of the desa around it, and the list says so.

{wave_table(runs)}

## What Pemalang's method does

Overlap of the first villages of Pemalang's list with those of the plain count, of the share, and of the weighted sum
with fixed goalposts; ρ is Spearman's rank correlation of Pemalang's score over all villages; spread is the standard
deviation in per cent of the mean.

{method_table(runs)}

The index varies little and the counts much, so that count ÷ index is nearly the plain count (ρ between
{min(ratios):.3f} and {max(ratios):.3f}): **it picks big villages**. Those that it chooses have clearly more families
than the mean village; those chosen by share have not (last three columns). Count, share and index therefore always
stand together in Sanding, and the choice between them stays with the district.

## Pairing (penugasan pendamping)

All goals in one run: coverage, least and most per unit, overload above a fair share (+15 %), worth (task, distance),
and a fixed tie-break. Time limit {TIME_LIMIT:.0f} s. Units are invented: 24 perangkat daerah and, where the case says
so, 9 Bagian or the office of every real kecamatan in its middle. The gaps of the indicator sheet add up to the
published IKS, IKE and IKL. Overload above zero is what the sizes of the villages and one to three villages per unit
leave: no pairing within the rules has less.

{pairing_table(runs)}

Seconds depend on the machine and on what else runs on it; the proof does not.
"""


def main() -> int:
    parts = argparse.ArgumentParser(description=__doc__)
    parts.add_argument("--reference", type=Path, default=os.environ.get("SANDING_REFERENCE"))
    parts.add_argument("--print", action="store_true", help="do not write the page")
    arguments = parts.parse_args()
    reference = Path(arguments.reference or PROJECT.parent / "shared" / "reference")
    if not (reference / "wilayah_desa.csv").exists():
        print("reference data absent: set SANDING_REFERENCE", file=sys.stderr)
        return 2
    parameters = rank_parameters(STARTS)
    runs = [run_case(reference, case, parameters) for case in CASES]
    text = page(runs)
    print(text)
    if not arguments.print:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
