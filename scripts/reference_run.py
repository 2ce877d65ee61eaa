"""Runs the five real districts with invented people and writes docs/kasus-nyata.md.

Needs the reference data beside the project (SANDING_REFERENCE, or ../shared/reference). Prints what it writes.
``tests/reference/test_page.py`` runs the same and fails where the page says something else.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Template

import polars as pl

from sanding.decision import versions_in_use
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.methods import METHODS
from scripts.reference_cases import CASES, SEED, STARTS
from scripts.reference_figures import (
    COUNTED_ON,
    DRAWN,
    DRAWS,
    TIME_LIMIT,
    Run,
    of_disagreement,
    of_draws,
    of_method,
    of_pairing,
    run_case,
)

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "kasus-nyata.md"
WORDS = Path(__file__).with_name("reference_page.md")
VERSIONS = "Versions: "
"""How the one line begins that an upgrade may change without making the page stale."""


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


def method_table(run: Run) -> str:
    quota, rows = run.district.case.quota, []
    for method in METHODS:
        one = of_method(run, method)
        rows.append(
            [f"`{method}`", f"{one['shared']} ({_percent(one['shared'] / quota, 0)})", f"{one['families']:,.0f}",
             f"{one['first']:,.0f}", _percent(one["share"]), f"{one['index']:.4f}", _percent(one["reached"]),
             _percent(one["of_families"])]
        )  # fmt: skip
    return table(
        ["Method", f"of {quota}, same as Pemalang's", "families per village", "desil 1 per village",
         "median share of desil 1", "mean index", "of all desil 1 families", "of all families"], rows
    )  # fmt: skip


def method_words(run: Run) -> str:
    """What the figures of one district say, in three sentences."""
    own, count, share = (of_method(run, method) for method in ("pemalang", "count", "share"))
    quota, ranked = run.district.case.quota, run.lists["pemalang"]
    mean = ranked["families"].mean()
    return (
        f"Pemalang's method takes {count['shared']} of the {quota} villages that the plain count takes. They have "
        f"{own['families'] / mean:.2f} times the families of the mean village ({mean:,.0f}); those of the share have "
        f"{share['families'] / mean:.2f} times. For the same number of villages it reaches "
        f"{_percent(own['reached'])} of the desil 1 families instead of {_percent(share['reached'])}, by covering "
        f"{_percent(own['of_families'])} of all families instead of {_percent(share['of_families'])}: more poor "
        f"families, in villages where they are {_percent(own['share'])} instead of {_percent(share['share'])} (median)."
    )


def spread_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        ranked = run.lists["pemalang"]
        rows.append(
            [run.district.case.name, _rank_correlation(ranked, "families_d1"), _rank_correlation(ranked, "share_d1"),
             f"{_spread(ranked['index_used']):.0f} %", f"{_spread(ranked['families_d1']):.0f} %"]
        )  # fmt: skip
    return table(["District", "ρ with count", "ρ with share", "spread of the index", "spread of the count"], rows)


def draws_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        for method in DRAWN:
            one = of_draws(run, method)
            rows.append(
                [run.district.case.name, f"`{method}`", run.district.case.quota, one["pasti"], one["batas"],
                 one["tidak"], one["unsure_inside"], f"{one['band'][0]}–{one['band'][1]}"]
            )  # fmt: skip
    return table(
        ["District", "method", "quota", "pasti", "batas", "tidak", "on the list but batas",
         "band of the last place"], rows
    )  # fmt: skip


def disagreement_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        one, quota = of_disagreement(run), run.district.case.quota
        far = one["furthest"]
        rows.append(
            [run.district.case.name, quota, one["by_all"], one["disputed"], one["borda"], one["copeland"],
             one["front"], one["front_outside"], f"`{far['other']}` (τ {far['kendall']:.2f})"]
        )  # fmt: skip
    return table(
        ["District", "quota", "listed by all seven", "disputed", "Pemalang's in Borda's first",
         "in Copeland's first", "Pareto front 1", "of it not on Pemalang's list", "method furthest from Pemalang's"],
        rows,
    )  # fmt: skip


def _percent(part: float, places: int = 1) -> str:
    return f"{100 * part:.{places}f} %"


def _rank_correlation(ranked: pl.DataFrame, column: str) -> str:
    return f"{ranked.select(pl.corr('score', column, method='spearman')).item():.3f}"


def _spread(values: pl.Series) -> float:
    """Standard deviation in per cent of the mean."""
    return 100 * float(values.std()) / float(values.mean())  # type: ignore[arg-type]


def pairing_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        one = of_pairing(run)
        rows.append(
            [run.district.case.name, one["units"], one["villages"], one["held"], one["without"], one["broken"],
             f"{one['overload']:.0f}", f"{one['heaviest']:.2f}", f"{one['kilometres']:.1f}", _percent(one["fit"]),
             f"{one['worth']:.2f}", "–" if one["next"] is None else f"{one['next']:.2f}", one["proof"]]
        )  # fmt: skip
    return table(
        ["District", "units (invented)", "villages", "villages per unit", "villages without", "rules broken",
         "overload [families]", "largest load ÷ fair share", "median distance [road km]", "mean fit",
         "worth [points]", "next best is worse by [points]", "proven optimal"], rows
    )  # fmt: skip


def change_table(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        for change, answers in run.changes.items():
            for one in answers:
                kept = len(run.pairing.problem.load) - len(one.moves)
                rows.append(
                    [run.district.case.name, change, _percent(one.loss, 0), f"{one.given_up:.2f}", len(one.moves),
                     one.forced, kept, "yes" if one.proven else "no"]
                )  # fmt: skip
    return table(
        ["District", "change", "loss allowed", "given up [points]", "villages that move", "of them forced",
         "pairs kept", "proven fewest"], rows
    )  # fmt: skip


def page(runs: Sequence[Run]) -> str:
    """The whole page; the same figures give the same bytes."""
    versions = ", ".join(f"{name} {version}" for name, version in versions_in_use().items())
    side_by_side = "\n\n".join(
        f"### {run.district.case.name}\n\n{method_table(run)}\n\n{method_words(run)}" for run in runs
    )
    words = Template(WORDS.read_text(encoding="utf-8"))
    return words.substitute(
        seed=SEED,
        versions_label=VERSIONS,
        versions=versions,
        what_was_read=read_table(runs),
        waves=wave_table(runs),
        side_by_side=side_by_side,
        spread=spread_table(runs),
        draws=f"{DRAWS:,}",
        counted_on=COUNTED_ON.isoformat(),
        firmness=draws_table(runs),
        disagreement=disagreement_table(runs),
        time_limit=f"{TIME_LIMIT:.0f}",
        pairing=pairing_table(runs),
        changes=change_table(runs),
    )


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
    text = page([run_case(reference, case, parameters) for case in CASES])
    print(text)
    if not arguments.print:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
