"""A frozen decision is the same bytes when it is made again, and says what differs when it is not."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from sanding.decision import MANIFEST, compare, freeze, thaw, versions_in_use
from sanding.errors import InputFault

LIST = pl.DataFrame({"village_code": ["3399012003", "3399012002"], "score": [0.1 + 0.2, 1 / 3], "wave": [1, None]})


def frozen(**changed: Any) -> Any:
    settings: dict[str, Any] = {
        "inputs": {"idm_2024": "a" * 64},
        "parameters": {"quota": 2, "weights": {"count": 0.4, "share": 0.6}},
        "seed": 7,
        "legal_basis": ["Keputusan Bupati Nomor 1"],
        "versions": {"sanding": "0.1.0"},
    }
    content = changed.pop("content", {"prioritas": LIST})
    return freeze("prioritas", content, **(settings | changed))


def test_the_same_decision_is_the_same_bytes_whatever_the_order() -> None:
    turned = frozen(
        content={"prioritas": LIST.reverse()},
        parameters={"weights": {"share": 0.6, "count": 0.4}, "quota": 2},
    )
    assert dict(turned.files) == dict(frozen().files)
    assert turned.digest == frozen().digest
    assert compare(frozen(), turned).equal
    assert str(compare(frozen(), turned)) == "Sama persis."


def test_floats_are_kept_exactly() -> None:
    lines = frozen().files["prioritas.csv"].decode().splitlines()
    assert lines == ["village_code,score,wave", "3399012002,0.3333333333333333,", "3399012003,0.30000000000000004,1"]


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({"content": {"prioritas": LIST.head(1)}}, "daftar", "daftar prioritas: 1 baris hanya pada yang pertama, 0"),
        ({"content": {"prioritas": LIST, "cadangan": LIST}}, "daftar", "daftar cadangan hanya ada pada yang kedua"),
        ({"inputs": {"idm_2024": "b" * 64}}, "masukan", "masukan idm_2024: isi berkas lain"),
        ({"inputs": {}}, "masukan", "masukan idm_2024 hanya ada pada yang pertama"),
        ({"parameters": {"quota": 3, "weights": {"count": 0.4, "share": 0.6}}}, "parameter", "quota: 2 menjadi 3"),
        ({"versions": {"sanding": "0.2.0"}}, "versi", "versi sanding: 0.1.0 menjadi 0.2.0"),
        ({"seed": 8}, "benih", "benih 7 menjadi 8"),
        ({"legal_basis": []}, "dasar hukum", "dasar hukum berubah"),
    ],
)
def test_what_differs_is_named(changed: dict[str, Any], kind: str, words: str) -> None:
    found = compare(frozen(), frozen(**changed))
    assert not found.equal
    assert [one.kind for one in found.differences] == [kind]
    assert words in str(found)


def test_another_kind_of_decision_is_named() -> None:
    other = freeze("penugasan", {}, inputs={}, parameters={}, seed=None, legal_basis=[], versions={})
    assert "jenis keputusan prioritas menjadi penugasan" in str(compare(frozen(), other))


def test_a_stored_decision_comes_back_as_it_was() -> None:
    first = frozen()
    again = thaw(dict(first.files))
    assert again.kind == "prioritas"
    assert again.digest == first.digest
    assert again.code == first.code
    assert len(first.code) == 14


@pytest.mark.parametrize("name", ["prioritas.csv", MANIFEST])
def test_a_stored_decision_that_was_touched_is_refused(name: str) -> None:
    files = dict(frozen().files)
    with pytest.raises(InputFault, match="berubah sejak ditetapkan"):
        thaw(files | {name: files[name].replace(b"3399012003", b"3399012004") if name.endswith("csv") else b"{"})
    del files[name]
    with pytest.raises(InputFault, match=name):
        thaw(files)


def test_a_list_needs_a_name_that_can_be_a_file() -> None:
    with pytest.raises(InputFault, match="tidak dapat menjadi nama berkas"):
        frozen(content={"../prioritas": LIST})


def test_a_touched_decision_has_another_code() -> None:
    first = frozen()
    touched = replace(first, files={**first.files, MANIFEST: first.files[MANIFEST] + b" "})
    assert touched.code != first.code


def test_versions_name_the_solver_and_our_code() -> None:
    assert {"sanding", "python", "highspy", "polars"} <= set(versions_in_use())
