"""Writes the data of this release for the upgrade test: a small invented district, as a later release will find it.

Run once per release: python scripts/release_fixture.py. It makes tests/upgrade/<version>/ with the database as SQL,
the folders of keys and finished vintages (invented people only), and what must still be true after an upgrade.
"""

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PERSONS = "1500"
FACTS = """
import json
from sanding_web.registry.models import Batch, Family, Person
from sanding_web.registry.queries import is_current
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Companionship, Village
print(json.dumps({
    "batches": sorted(Batch.objects.values_list("state", flat=True)),
    "families": Family.objects.filter(is_current()).count(),
    "persons": Person.objects.filter(is_current()).count(),
    "villages": Village.objects.count(),
    "agencies": Agency.objects.count(),
    "companionships": Companionship.objects.filter(valid_to__isnull=True).count(),
    "decisions": sorted(Decision.objects.values_list("digest", flat=True)),
}))
"""


def run(home: Path, *arguments: str, **more: str) -> str:
    """One management command on a home folder; its output."""
    environment = {**os.environ, "SANDING_HOME": str(home), "SANDING_SCRATCH": str(home / "scratch"), **more}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "sanding_web", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def facts(home: Path) -> dict[str, object]:
    """What must still be true after an upgrade."""
    found: dict[str, object] = json.loads(run(home, "shell", "--verbosity", "0", "-c", FACTS).strip().splitlines()[-1])
    return found


def main() -> int:
    sys.path.insert(0, str(ROOT))
    from sanding import __version__

    target = ROOT / "tests" / "upgrade" / __version__
    target.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp())
    run(home, "migrate", "--verbosity", "0")
    run(home, "load_demo", "--persons", PERSONS, SANDING_DEMO="1")
    (target / "facts.json").write_text(json.dumps(facts(home), indent=2) + "\n", encoding="utf-8")
    dump = "\n".join(sqlite3.connect(home / "sanding.sqlite3").iterdump())
    (target / "database.sql.gz").write_bytes(gzip.compress(dump.encode(), mtime=0))
    with tarfile.open(target / "folders.tar.gz", "w:gz") as archive:
        archive.add(home / "keys", arcname="keys")
        for vintage in sorted((home / "vintages").glob("[!.]*")):
            archive.add(vintage, arcname=f"vintages/{vintage.name}")
    shutil.rmtree(home)
    print(f"{target.relative_to(ROOT)}: {sum(path.stat().st_size for path in target.iterdir()) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
