"""Files made to harm are refused in words, or read as plain data: in bounded time and memory, without a network."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sanding.registry.hostile import HOSTILE

MOST_SECONDS = 5.0
MOST_MB = 500
# One process per file would cost an import of Polars each: a forked child per file has its own peak and its own limits.
CHILD = """
import json, os, resource, socket, sys, time
from datetime import date
from pathlib import Path
from sanding.errors import InputFault
from sanding.registry.read import open_sheets
from sanding.registry.html_table import open_html
import fastexcel, numpy

def refuse(*args, **more):
    raise AssertionError("network")
socket.socket.connect = refuse
for line in sys.stdin:
    path = Path(line.strip())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        begin, told = time.process_time(), {}
        try:
            rows = [frame.height for sheet in open_sheets(path) for frame in sheet.chunks()]
            told = {"code": None, "rows": sum(rows)}
        except InputFault as fault:
            told = {"code": fault.code, "what": fault.what, "remedy": fault.remedy, "where": fault.where}
        except BaseException as error:
            told = {"code": repr(error)[:200]}
        told["seconds"] = time.process_time() - begin
        told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    told = os.read(reading, 65536)
    os.close(reading)
    status = os.waitpid(child, 0)[1]
    print((told or json.dumps({"code": f"killed {status}"}).encode()).decode(), flush=True)
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What became of each file, read in a child of its own with limits on memory and time."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for at, one in enumerate(HOSTILE):
        place = folder / str(at)
        place.mkdir()
        one.write(place / one.file)
        paths.append(place / one.file)
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={"PYTHONPATH": str(Path.cwd()), "POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    left = [path for place in folder.iterdir() for path in place.iterdir() if path not in paths]
    assert not left, "nothing is unpacked beside the file"
    return {one.name: line for one, line in zip(HOSTILE, lines, strict=True)}


@pytest.mark.parametrize("name", [one.name for one in HOSTILE])
def test_a_file_made_to_harm_does_none(name: str, answers: dict[str, dict[str, object]]) -> None:
    wanted, told = next(one for one in HOSTILE if one.name == name), answers[name]
    assert told["code"] == wanted.code, told
    assert told["seconds"] < MOST_SECONDS and told["mb"] < MOST_MB, told  # type: ignore[operator]
    if wanted.code is not None:
        assert told["what"] and told["remedy"] and told["where"] == wanted.file
