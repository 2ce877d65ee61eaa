"""``sanding audit verify``: exit codes, words, and the anchor as it stands on paper."""

from pathlib import Path

import pytest

from sanding.audit_chain.evidence import compressed
from tests.sanding.audit_chain.invented import chain, lines
from tests.sanding.commands.conftest import Sanding

SEALED = chain()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "jejak-audit.jsonl.gz"
    path.write_bytes(b"".join(compressed(lines(SEALED))))
    return path


def test_a_whole_log_ends_with_0_and_its_last_hash(sanding: Sanding, export: Path) -> None:
    answer = sanding("audit", "verify", export)
    assert answer.code == 0
    assert f"UTUH. Sidik blok terakhir: {SEALED[-1].hash}" in answer.out
    assert "30 catatan dalam 6 blok, 2 jangkar" in answer.out


def test_an_anchor_is_taken_as_it_is_printed(sanding: Sanding, export: Path) -> None:
    printed = " ".join(SEALED[2].hash[at : at + 8].upper() for at in range(0, 64, 8))
    answer = sanding("audit", "verify", export, "--anchor", printed, "--anchor", SEALED[5].hash)
    assert answer.code == 0
    assert "ada pada rantai: blok 3" in answer.out


def test_an_anchor_of_another_chain_ends_with_1(sanding: Sanding, export: Path) -> None:
    answer = sanding("audit", "verify", export, "--anchor", "ab" * 32)
    assert answer.code == 1
    assert "TIDAK UTUH" in answer.out and "Sidik jangkar abababababab… tidak ada" in answer.out


def test_a_changed_entry_ends_with_1_and_is_named(sanding: Sanding, tmp_path: Path) -> None:
    path = tmp_path / "plain.jsonl"
    path.write_bytes(b"".join(lines(SEALED)).replace(b"Lama 17", b"Lama 71"))
    answer = sanding("audit", "verify", path)
    assert answer.code == 1
    assert "Catatan 17 pada blok" in answer.out
    found = sanding("audit", "verify", path, "--json").json
    assert (found["whole"], found["flaws"][0]["kind"], found["flaws"][0]["entry"]) == (False, "changed", 17)


@pytest.mark.parametrize(
    ("words", "code"),
    [(["audit", "verify", "tidak-ada.gz"], 3), (["audit", "periksa", "x"], 2), (["audit", "verify"], 2)],
)
def test_a_wrong_call_and_a_missing_file_have_their_codes(sanding: Sanding, words: list[str], code: int) -> None:
    assert sanding(*words).code == code


def test_an_anchor_that_is_no_hash_is_refused(sanding: Sanding, export: Path) -> None:
    answer = sanding("audit", "verify", export, "--anchor", "0123")
    assert answer.code == 3
    assert "SND-AUD-03" in answer.err
