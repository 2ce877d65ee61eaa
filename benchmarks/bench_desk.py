"""The priority desk: map, table, who enters and who leaves, answered while weights move (issue 3)."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.line import Line

SIZE = 500


def run(size: int = SIZE) -> list[Line]:
    """The middle of several answers against the bound; the first and the worst answer and the draws are told."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.desk_once", str(size)],
        cwd=Path(__file__).resolve().parent.parent, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return [
        Line(f"page answer while weights move, {size:,} villages", found["middle"], 0.3, "s"),
        Line("the worst of those answers", found["worst"], None, "s"),
        Line("the first answer of a process, outline drawn and lists read", found["first"], None, "s"),
        Line("the list with its 5,000 draws, as the part that follows", found["draws"], None, "s"),
        Line("size of the answer before compression", found["bytes"] / 1000, None, "kB"),
    ]
