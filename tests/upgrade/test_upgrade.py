"""Every earlier release, with data, upgrades to this one: nothing is lost and its decisions still add up."""

import gzip
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from scripts.release_fixture import facts, run

HERE = Path(__file__).parent
RELEASES = sorted(path.name for path in HERE.iterdir() if (path / "facts.json").exists())


def test_there_is_a_release_to_upgrade_from() -> None:
    assert RELEASES


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An installation as the release left it."""
    release = HERE / request.param
    with tarfile.open(release / "folders.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    for key in (tmp_path / "keys").iterdir():
        key.chmod(0o600)
    database = sqlite3.connect(tmp_path / "sanding.sqlite3")
    database.executescript(gzip.decompress((release / "database.sql.gz").read_bytes()).decode())
    database.close()
    return tmp_path


@pytest.mark.parametrize("home", RELEASES, indirect=True)
def test_a_release_upgrades_with_its_data(home: Path, request: pytest.FixtureRequest) -> None:
    run(home, "migrate", "--verbosity", "0")
    release = HERE / request.node.callspec.params["home"]
    assert facts(home) == json.loads((release / "facts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("home", RELEASES, indirect=True)
def test_sealed_numbers_of_a_release_still_open(home: Path) -> None:
    run(home, "migrate", "--verbosity", "0")
    code = (
        "from sanding_web.registry import storage; from sanding.identity import Sealer; "
        "from sanding_web.registry.models import Person; sealer = Sealer(storage.keys()); "
        "print({len(sealer.unseal('nik', one)) for one in "
        "Person.objects.filter(nik__isnull=False).values_list('nik', flat=True)[:500]})"
    )
    assert run(home, "shell", "--verbosity", "0", "-c", code).strip().splitlines()[-1] == "{16}"


@pytest.mark.parametrize("home", ["0.1.0"], indirect=True)
def test_the_lines_of_the_legal_basis_become_rows_and_go_back(home: Path) -> None:
    """0.1.0 kept them as a list of texts; later they carry kind, issuer and file."""
    kept = "from sanding_web.district.models import Programme; print(Programme.current().legal_basis)"
    database = sqlite3.connect(home / "sanding.sqlite3")
    before = json.loads(database.execute("SELECT legal_basis FROM district_programme").fetchone()[0])
    database.close()
    assert len(before) == 2
    run(home, "migrate", "--verbosity", "0")
    shown = run(home, "shell", "--verbosity", "0", "-c", kept).strip().splitlines()[-1]
    assert shown == str([{name: one[name] for name in ("number", "date", "about")} for one in before])
    run(home, "migrate", "district", "0001", "--verbosity", "0")
    database = sqlite3.connect(home / "sanding.sqlite3")
    after = json.loads(database.execute("SELECT legal_basis FROM district_programme").fetchone()[0])
    database.close()
    assert after == before


@pytest.mark.parametrize("home", RELEASES, indirect=True)
def test_decisions_of_a_release_are_computed_again_to_the_same_bytes(home: Path) -> None:
    """Whatever later releases add to a question is absent from an older one; only the versions may differ."""
    run(home, "migrate", "--verbosity", "0")
    code = (
        "from sanding.decision import compare; from sanding_web.decisions import kinds, queries; "
        "from sanding_web.decisions.models import Decision; import json; "
        "print(json.dumps([(d.kind, [x.text for x in compare(queries.verified(d), kinds.kind_of(d).rerun(d))"
        ".differences if x.kind != 'versi']) for d in Decision.objects.order_by('pk')]))"
    )
    found = json.loads(run(home, "shell", "--verbosity", "0", "-c", code).strip().splitlines()[-1])
    assert found == [["priority", []], ["pairing", []]]


@pytest.mark.parametrize("home", RELEASES, indirect=True)
def test_the_log_of_a_release_is_sealed_by_the_first_run(home: Path) -> None:
    run(home, "migrate", "--verbosity", "0")
    code = (
        "from sanding.audit_chain.verify import verify; from sanding_web.audit.evidence import evidence_lines; "
        "from sanding_web.audit.models import Entry; from sanding_web.audit.sealer import seal_all; "
        "made = seal_all(); report = verify(evidence_lines(made)); "
        "print(report.whole, 0 < report.entries == Entry.objects.count(), Entry.objects.filter(block=None).count())"
    )
    assert run(home, "shell", "--verbosity", "0", "-c", code).strip().splitlines()[-1] == "True True 0"
