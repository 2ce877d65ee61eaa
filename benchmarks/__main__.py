"""Run every ``bench_*.py`` of this folder (or the named ones), print its lines, exit non-zero on SHORT."""

import argparse
import importlib
import platform
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="for example import; all where none is given")
    parser.add_argument("--size", type=int, default=None, help="rows of the biggest input, to try it small")
    options = parser.parse_args()
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = [f"bench_{name}" for name in options.names] or found
    print(f"machine: {platform.machine()}, {_cores()} cores, Python {platform.python_version()}")
    short = 0
    for name in wanted:
        module = importlib.import_module(f"benchmarks.{name}")
        for line in module.run(options.size) if options.size else module.run():
            print(line, flush=True)
            short += not line.ok
    return 1 if short else 0


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    sys.exit(main())
