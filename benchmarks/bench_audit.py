"""The audit log's proof: 1 M entries from the packed file, and its memory at four times the entries (issue 4)."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.line import Line
from sanding.audit_chain.blocks import block_of, entry_line, leaf
from sanding.audit_chain.evidence import Sealed, compressed, evidence

SIZE = 1_000_000
EACH = 60
"""Entries of one block: a busy minute of an office; the sealer's largest block is 2,000."""

_ONCE = """
import resource, sys, time
from pathlib import Path
from sanding.audit_chain.evidence import read_lines
from sanding.audit_chain.verify import verify
begin = time.perf_counter()
report = verify(read_lines(Path(sys.argv[1])), anchors=[sys.argv[2]])
assert report.whole, report.flaws[:1]
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run(size: int = SIZE) -> Iterator[Line]:
    """Seconds at ``size`` entries with one anchor, and peak memory at four times as many against it."""
    with tempfile.TemporaryDirectory(prefix="sanding-bench-") as folder:
        path = Path(folder) / "jejak.jsonl.gz"
        begin = time.perf_counter()
        last = _write(path, size)
        yield Line(f"audit evidence of {size:,} entries written", time.perf_counter() - begin, None, "s")
        seconds, peak = _once(path, last)
        yield Line("audit verify, 1 M entries" if size == SIZE else f"audit verify, {size:,} entries", seconds, 60, "s")
        _seconds, grown = _once(path, _write(path, 4 * size))
        note = f"({grown:.0f} MB / {peak:.0f} MB)"
        yield Line("audit verify, peak memory at 4x / at 1x", grown / peak, 1.3, "x", note=note)


def _once(path: Path, anchor: str) -> tuple[float, float]:
    """(seconds, MB) of one proof in a process of its own."""
    command = [sys.executable, "-c", _ONCE, str(path), anchor]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def _write(path: Path, size: int) -> str:
    """An invented log; the hash of its last block."""
    last = [""]
    with path.open("wb") as file:
        for piece in compressed(evidence({"accounts": {}}, _chain(size, last)), level=1):
            file.write(piece)
    return last[0]


def _chain(size: int, last: list[str]) -> Iterator[Sealed]:
    after = None
    for low in range(1, size + 1, EACH):
        numbers = range(low, min(low + EACH, size + 1))
        lines = [_entry(number) for number in numbers]
        pairs = [(number, leaf(line)) for number, line in zip(numbers, lines, strict=True)]
        block, members = block_of(pairs, after=after, at=f"2026-11-22T05:00:00.{min(low, 999_999):06d}+00:00")
        after = (block.number, block.hash)
        last[0] = block.hash
        yield Sealed(block, block.hash, members, lines)


def _entry(number: int) -> bytes:
    """As long as an entry of a changed agency."""
    change = {"name": [f"Dinas Rekaan {number % 50}", f"Dinas Rekaan {number % 51}"], "staff": ["20", "21"]}
    return entry_line(
        id=number, at=f"2026-11-22T05:00:00.{number % 1_000_000:06d}+00:00", actor=number % 60, role="secretariat",
        action="agency.change", object_kind="district.agency", object_id=str(number % 50), detail={"changes": change},
    )  # fmt: skip
