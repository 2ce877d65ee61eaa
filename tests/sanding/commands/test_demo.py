"""``sanding demo``: the whole cycle in one call, twice."""

from pathlib import Path

import pytest

from tests.sanding.commands.conftest import PERSONS, Answer, Sanding


@pytest.fixture(scope="module")
def demo(sanding: Sanding, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    home = tmp_path_factory.mktemp("demo") / "home"
    return home, sanding("demo", "--persons", PERSONS, "--home", home)


def test_demo_tells_the_district_the_list_the_pairing_and_the_documents(demo: tuple[Path, Answer]) -> None:
    home, answer = demo
    assert answer.code == 0, answer.err
    lines = [line for line in answer.out.splitlines() if line.strip()]
    assert len(lines) >= 20
    for words in ("Kabupaten Sumbersari", "Gelombang 1, tahun 2027", "Bukti: Terbukti terbaik", "sk_pendamping.docx"):
        assert words in answer.out
    assert (home / "documents" / "sk_pendamping.docx").exists() and (home / "documents" / "lampiran_sk.xlsx").exists()


def test_demo_again_gives_the_same_decisions(demo: tuple[Path, Answer], sanding: Sanding) -> None:
    home, _ = demo
    before = sorted(path.name for path in (home / "decisions").iterdir())
    again = sanding("demo", "--persons", PERSONS, "--home", home, "--json")
    assert again.code == 0
    assert sorted(path.name for path in (home / "decisions").iterdir()) == before
    assert sorted(Path(one).name for one in again.json["decisions"]) == before


def test_the_other_commands_go_on_in_the_demos_home(demo: tuple[Path, Answer], sanding: Sanding) -> None:
    home, _ = demo
    kept = next((home / "decisions").glob("prioritas-*"))
    assert sanding("freeze", "prioritas", "--home", home, "--verify", kept).code == 0


def test_demo_leaves_a_folder_with_other_things_alone(sanding: Sanding, tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("penting")
    answer = sanding("demo", "--persons", 1000, "--home", tmp_path)
    assert answer.code == 3 and "--home" in answer.err
    assert (tmp_path / "surat.txt").read_text() == "penting"
