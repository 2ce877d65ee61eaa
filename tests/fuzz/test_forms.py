"""Every form takes any text without raising: it is valid, or it says what is wrong."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sanding_web
from tests.access.world import World
from tests.fuzz.hostile import anything

# What a form is given besides the data, by keyword.
GIVEN: dict[str, dict[str, Any]] = {
    "villages": {"villages": ["3399012001"]},
    "reasoned": {"reasoned": True},
    "agencies": {"agencies": [("PD01", "Dinkes")]},
    "against": {"against": [("last", "tahun lalu")]},
    "years": {"years": [2027]},
    "year": {"year": 2027},
}
EXAMPLES = settings.default.max_examples // 4 if settings.default else 10


def _classes() -> list[type[forms.BaseForm]]:
    for found in pkgutil.walk_packages(sanding_web.__path__, "sanding_web."):
        if "forms" in found.name or found.name.endswith((".editing", ".gallery")):
            import_module(found.name)
    return sorted(set(_below(forms.BaseForm)), key=lambda one: f"{one.__module__}.{one.__qualname__}")


def _below(kind: type[Any]) -> Iterator[type[forms.BaseForm]]:
    for one in kind.__subclasses__():
        yield from _below(one)
        if one.__module__.startswith("sanding_web") and one.base_fields and not _is_abstract(one):
            yield one


def _is_abstract(kind: type[Any]) -> bool:
    return issubclass(kind, forms.ModelForm) and kind._meta.model is None


FORMS = _classes()


def _needs(kind: type[forms.BaseForm]) -> list[str]:
    """Keyword arguments without a default, anywhere in the classes' constructors."""
    asked = [
        one.name
        for part in kind.__mro__
        if part.__module__.startswith("sanding_web") and "__init__" in vars(part)
        for one in inspect.signature(part.__init__).parameters.values()  # type: ignore[misc]
        if one.kind is one.KEYWORD_ONLY and one.default is one.empty
    ]
    return list(dict.fromkeys(asked))


def _made(kind: type[forms.BaseForm], data: QueryDict) -> forms.BaseForm | None:
    """The form over the data; None where it needs what only its page has."""
    needs = _needs(kind)
    if any(name not in GIVEN for name in needs):
        return None
    return kind(data=data, **{key: value for name in needs for key, value in GIVEN[name].items()})


def _data(kind: type[forms.BaseForm]) -> st.SearchStrategy[QueryDict]:
    def sent(values: dict[str, str]) -> QueryDict:
        """As the wire brings it: a lone surrogate is three bytes that are no UTF-8."""
        return QueryDict(urlencode({name: text.encode("utf-8", "surrogatepass") for name, text in values.items()}))

    names = {**dict.fromkeys(kind.base_fields, anything), "seen": anything}
    return st.fixed_dictionaries({}, optional=names).map(sent)


@pytest.mark.parametrize("kind", FORMS, ids=lambda one: f"{one.__module__.split('.')[1]}.{one.__name__}")
def test_a_form_answers_whatever_is_sent(db: None, kind: type[forms.BaseForm]) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(_data(kind))
    def answers(data: QueryDict) -> None:
        with transaction.atomic():
            form = _made(kind, data)
            if form is not None:
                assert form.is_valid() or form.errors or not form.is_bound
                str(form.errors)
                return
            for name, field in kind.base_fields.items():
                try:
                    field.clean(data.get(name))
                except ValidationError as fault:
                    assert fault.messages

    answers()


def test_the_walk_finds_the_forms_and_most_are_made_whole(world: World) -> None:
    whole = [kind for kind in FORMS if _made(kind, QueryDict(mutable=True)) is not None]
    assert len(FORMS) >= 40 and len(whole) >= 0.85 * len(FORMS), sorted({k.__name__ for k in FORMS} - {*whole})
