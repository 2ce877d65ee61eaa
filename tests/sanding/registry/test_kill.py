import signal
import subprocess
import sys
import time
from pathlib import Path

from sanding.keys import load_or_create_keys
from sanding.registry.stage import clean_frame, fault_rows, stage, summary_bytes
from sanding.store import Folder, Store
from tests.sanding.registry.sheets import ON, clean_district, grid, regions, write_csv

SCRIPT = """
import sys, time
from pathlib import Path
from tests.sanding.registry.test_kill import draft, files
from tests.sanding.registry.sheets import ON, regions
from sanding.registry.stage import stage
root = Path(sys.argv[1])
stage(files(root), draft(root, "torn"), regions(), on=ON, chunk=4, progress=lambda *one: time.sleep(0.2))
"""


def draft(root: Path, name: str) -> Folder:
    return Store(root / "store", load_or_create_keys(root / "keys")).draft(name)


def files(root: Path) -> list[Path]:
    families, people = clean_district(10)
    people[3]["jenis_kelamin"] = "X"
    return [
        write_csv(root / "individu.csv", grid("dtsen_individu", people)),
        write_csv(root / "keluarga.csv", grid("dtsen_keluarga", families)),
    ]


def kill_after(process: "subprocess.Popen[bytes]", folder: Path, parts: int) -> None:
    until = time.monotonic() + 60
    while len(list(folder.glob("chunks-*.parquet"))) < parts and time.monotonic() < until:
        assert process.poll() is None, "the import ended before it was killed"
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_an_import_killed_without_warning_goes_on_where_it_was(tmp_path: Path) -> None:
    project = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path)], cwd=project)
    kill_after(process, tmp_path / "store" / ".draft-torn", 3)
    whole, torn = draft(tmp_path, "whole"), draft(tmp_path, "torn")
    expected = summary_bytes(stage(files(tmp_path), whole, regions(), on=ON, chunk=4))
    assert summary_bytes(stage(files(tmp_path), torn, regions(), on=ON, chunk=4)) == expected
    for table in ("families", "persons"):
        assert clean_frame(torn, table).equals(clean_frame(whole, table))
    assert fault_rows(torn).equals(fault_rows(whole))
