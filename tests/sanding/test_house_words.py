"""Errors, canonical bytes, parameters, steps and roles: the small tables everything stands on."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding import parameters, roles
from sanding.canonical import canonical_csv, canonical_json, digest, file_digest
from sanding.errors import EngineFault, Fault, InputFault, NotPermitted, RuleBroken
from sanding.steps import NAMES, STEPS, built_steps

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


def test_a_fault_says_what_where_and_what_to_do() -> None:
    fault = Fault(
        "persons.csv", "bukan tanggal", "Tulis seperti 1987-04-23.", sheet="ORANG", row=41, column="tgl_lahir"
    )
    assert (
        str(fault) == "persons.csv, lembar ORANG, baris 41, kolom tgl_lahir: bukan tanggal. Tulis seperti 1987-04-23."
    )


def test_an_error_says_place_remedy_and_code() -> None:
    assert str(RuleBroken("sudah diputuskan", where="Batch 7", remedy="Muat ulang.", code="SND-X", rule="r")) == (
        "Batch 7: sudah diputuskan. Muat ulang. (SND-X)"
    )
    assert str(EngineFault("rusak")) == "rusak."
    assert (InputFault("x").exit_code, RuleBroken("x").exit_code, NotPermitted("x").status) == (3, 4, 403)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=5))
def test_canonical_json_does_not_depend_on_the_order_of_keys(content: dict[str, object]) -> None:
    turned = dict(reversed(list(content.items())))
    assert canonical_json(content) == canonical_json(turned)
    assert digest(canonical_json(content)) == digest(canonical_json(turned))


def test_canonical_json_writes_dates_and_paths_and_refuses_the_rest() -> None:
    assert (
        canonical_json({"on": date(2026, 1, 2), "at": Path("a/b")}) == b'{\n  "at": "a/b",\n  "on": "2026-01-02"\n}\n'
    )
    with pytest.raises(TypeError, match="set"):
        canonical_json({"x": {1}})
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"x": float("nan")})


@given(st.permutations([("b", 1.5), ("a", 2.0), ("c", None)]))
def test_canonical_csv_does_not_depend_on_the_order_of_rows(rows: list[tuple[str, float | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"k": pl.String, "v": pl.Float64}, orient="row")
    assert canonical_csv(frame, by=["k"]) == b"k,v\na,2.0\nb,1.5\nc,\n"


def test_a_files_digest_is_the_digest_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    assert file_digest(tmp_path / "f") == digest(b"abc")


def test_every_parameter_has_unit_source_meaning_and_dates_in_order() -> None:
    found = parameters.all_parameters()
    assert found
    for values in found.values():
        assert all(one.unit and one.source and one.meaning for one in values)
        starts = [one.valid_from for one in values]
        assert starts == sorted(set(starts)), values[0].name


def test_the_value_in_force_is_the_last_that_began() -> None:
    for name, values in parameters.all_parameters().items():
        for one in values:
            assert parameters.in_force(name, one.valid_from) == one
            assert parameters.value(name, one.valid_from) == one.value


def test_a_date_before_the_first_value_is_an_error_that_names_the_parameter() -> None:
    name = next(iter(parameters.all_parameters()))
    with pytest.raises(EngineFault, match=name):
        parameters.in_force(name, date(1900, 1, 1))


def test_steps_are_unique_and_built_steps_keep_the_order_of_the_cycle() -> None:
    assert len(set(NAMES)) == len(STEPS) == 13
    assert [step.name for step in built_steps()] == [
        name for name in NAMES if name in {one.name for one in built_steps()}
    ]


def test_roles_hold_known_actions_only_and_every_action_has_a_holder() -> None:
    assert all(role.actions <= set(roles.ACTIONS) for role in roles.ROLES.values())
    assert all(roles.roles_with(action) for action in roles.ACTIONS)


def test_unknown_roles_and_actions_are_denied() -> None:
    assert not roles.may("tamu", "home.view")
    assert not roles.may("secretariat", "everything")
    assert not roles.may("administrator", "village.view")


def test_nobody_may_both_propose_and_sign_a_decision() -> None:
    assert not set(roles.roles_with("decision.propose")) & set(roles.roles_with("decision.sign"))
