"""``sanding check``: exit codes, causes with remedy, and never a value of a person."""

import re
from pathlib import Path

import polars as pl

from sanding.registry.rules import rules_by_id
from tests.sanding.commands.conftest import Sanding

NUMBER_OF_A_PERSON = re.compile(r"\d{12,}")


def test_held_rows_give_exit_3_with_cause_row_and_remedy(sanding: Sanding, office: Path) -> None:
    answer = sanding("check", office / "dtsen_tw3_2026.xlsx", "--regions", office / "wilayah_desa.csv")
    assert answer.code == 3
    rule = rules_by_id()["kk_empty"] if "kk_empty" in rules_by_id() else None
    assert "ditahan" in answer.out and re.search(r"baris \d+", answer.out) and "→ " in answer.out
    assert rule is None or rule.remedy in answer.out
    assert not NUMBER_OF_A_PERSON.search(answer.out)


def test_json_has_every_finding_and_no_value(sanding: Sanding, office: Path) -> None:
    answer = sanding("check", office / "dtsen_tw3_2026.xlsx", "--regions", office / "wilayah_desa.csv", "--json")
    people = answer.json["people"]
    assert answer.code == 3 and answer.json["held"] == people["totals"]["held"] > 0
    for sheet in people["sheets"]:
        assert sum(one["count"] for one in sheet["findings"]) == sum(sheet["rules"].values())
        assert all(one["remedy"] for one in sheet["findings"] if one["level"] == "hold")
    assert not NUMBER_OF_A_PERSON.search(answer.out.replace(people["sheets"][0]["sha256"], ""))


def test_a_clean_file_gives_exit_0(sanding: Sanding, office: Path, tmp_path: Path) -> None:
    clean = pl.read_csv(office / "dtsen_tw3_2026_keluarga.csv", separator=";", encoding="cp1252", infer_schema=False)
    held = sanding("check", office / "dtsen_tw3_2026_keluarga.csv", "--json").json["people"]["sheets"][0]
    assert held["held"] > 0
    path = tmp_path / "keluarga.csv"
    _without_held(clean).write_csv(path, separator=";")
    answer = sanding("check", path)
    assert answer.code == 0, answer.out
    assert "Tidak ada baris yang ditahan" in answer.out and "--regions" in answer.out


def _without_held(rows: pl.DataFrame) -> pl.DataFrame:
    """Families whose KK and decile are whole, each once."""
    kk = pl.col("nomor_kartu_keluarga")
    whole = kk.str.contains(r"^3399\d{12}$") & pl.col("desil_nasional").str.contains(r"^([1-9]|10)$")
    place = pl.col("kode_kelurahan_desa").str.contains(r"^3399\d{6}$")
    return rows.filter(whole & place & kk.is_unique()).head(200)


def test_the_file_goes_back_with_its_findings(sanding: Sanding, office: Path, tmp_path: Path) -> None:
    answer = sanding("check", office / "dtsen_tw3_2026_keluarga.csv", "--returned", tmp_path / "kembali", "--json")
    (path,) = (Path(one) for one in answer.json["returned"])
    assert path.exists() and path.parent == tmp_path / "kembali"


def test_a_wrong_file_gives_exit_3_and_says_what_to_do(sanding: Sanding, tmp_path: Path) -> None:
    path = tmp_path / "catatan.csv"
    path.write_text("judul;isi\nrapat;membahas jadwal\n")
    answer = sanding("check", path)
    assert answer.code == 3
    assert "catatan.csv" in answer.err and "Kolom yang belum ada" in answer.err
    missing = sanding("check", tmp_path / "tiada.xlsx")
    assert missing.code == 3 and "berkas tidak ada" in missing.err


def test_a_known_sheet_that_only_the_web_takes_is_named(sanding: Sanding, office: Path) -> None:
    answer = sanding("import", office / "dukcapil_balasan.xlsx", "--home", office.parent / "unused")
    assert answer.code == 3 and "halaman unggah" in answer.err


def test_sheets_without_persons_are_read_too(sanding: Sanding, tables: list[Path]) -> None:
    answer = sanding("check", *tables, "--json")
    assert answer.code == 0 and answer.json["people"] is None
    assert {entry["table"] for entry in answer.json["tables"]} >= {"villages", "agencies", "village_index"}


def test_a_rule_can_be_switched_off_but_only_one_that_exists(sanding: Sanding, office: Path) -> None:
    path = office / "dtsen_tw3_2026_keluarga.csv"
    findings = sanding("check", path, "--json").json["people"]["sheets"][0]["findings"]
    rule = next(one["rule"] for one in findings if rules_by_id()[one["rule"]].switchable and one["level"] == "warn")
    off = sanding("check", path, "--off", rule, "--json").json["people"]["sheets"][0]["findings"]
    assert rule not in {one["rule"] for one in off}
    assert sanding("check", path, "--off", "tiada").code == 3


def test_a_wrong_call_is_refused_in_indonesian(sanding: Sanding) -> None:
    wrong = sanding("rank", "--waves", "lima")
    assert wrong.code == 2 and "tidak terbaca" in wrong.err and "Pemakaian" in wrong.err
    assert sanding("freeze", "apa").code == 2
    assert sanding("tiada").code == 2


def test_every_command_explains_itself_in_indonesian(sanding: Sanding) -> None:
    for name in ("demo", "check", "import", "rank", "pair", "freeze"):
        answer = sanding(name, "--help")
        assert answer.code == 0 and answer.out.startswith("Pemakaian: sanding " + name)
        assert not re.search(r"\b(usage|options|show this|default)\b", answer.out)
