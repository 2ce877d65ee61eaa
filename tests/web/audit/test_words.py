"""Every act, object, detail and field that the source logs has words on the audit page."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from django.apps import apps

from sanding_web.audit.words import ACTIONS, DETAILS, FIELDS, OBJECTS, PAGES
from sanding_web.decisions import states as decision_states
from sanding_web.district.actions import UNLOGGED
from sanding_web.district.forms import AgencyForm, ProgrammeForm
from sanding_web.district.registers import REGISTERS
from sanding_web.pairing.models import PairRule, RunAnswer
from sanding_web.pairing.question import Way
from sanding_web.registry import states as batch_states

WEB = Path(__file__).parents[3] / "sanding_web"
FROM_STATES = {"event", "transition.event"}
FROM_PAIRING_KINDS = "f'pairing.{kind}'"
FROM_WAYS = "f'pairing.run_{way}'"
FROM_REGISTERS = "f'{register.event}.{step}'"


def _record_calls() -> Iterator[ast.Call]:
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                yield node


def _codes(argument: ast.expr) -> set[str]:
    """The codes an argument can have; a new way to name an act must be taught here."""
    if isinstance(argument, ast.Constant):
        return {argument.value}
    if isinstance(argument, ast.IfExp):
        return _codes(argument.body) | _codes(argument.orelse)
    text = ast.unparse(argument)
    if text == FROM_PAIRING_KINDS:
        return {f"pairing.{kind}" for kind, _label in [*PairRule.KINDS, *RunAnswer.KINDS]}
    if text == FROM_WAYS:
        return {f"pairing.run_{way}" for way in get_args(Way) if way != "solve"}
    if text == FROM_REGISTERS:
        return {f"{one.event}.{step}" for one in REGISTERS.values() for step in ("create", "change", "remove")}
    assert text in FROM_STATES, f"unknown way to name an act: {text}"
    return set()


def _used() -> set[str]:
    used = {event for steps in batch_states.TRANSITIONS.values() for event in steps.values()}
    used |= {one.event for one in decision_states.TRANSITIONS.values()}
    return used.union(*(_codes(call.args[1]) for call in _record_calls()))


def test_every_act_the_source_logs_has_words_and_no_words_are_left_over() -> None:
    used = _used()
    assert len(used) > 40
    assert used == set(ACTIONS)


def test_every_detail_the_source_logs_has_words() -> None:
    keys = {one.arg for call in _record_calls() for one in call.keywords if one.arg}
    assert keys - {"changes", "uids"} == set(DETAILS), "uids are for the breach kit, never shown in the log"


def test_every_field_of_the_settings_forms_has_words() -> None:
    assert set(ProgrammeForm.base_fields) - UNLOGGED == set(FIELDS["district.programme"])
    assert set(AgencyForm.base_fields) - UNLOGGED == set(FIELDS["district.agency"])
    for register in REGISTERS.values():
        logged = {name if name != "upload" else "file" for name in register.form.base_fields} - UNLOGGED
        assert logged == set(FIELDS[register.model._meta.label_lower])


def test_every_kind_of_object_is_a_model() -> None:
    models = {model._meta.label_lower for model in apps.get_models()}
    assert models >= set(OBJECTS) >= set(PAGES)
