"""An OpenAPI 3.1 description of every address, from the resolver, the views' sources and the forms they use.

    python scripts/openapi.py > openapi.json

It exists to be fuzzed (tests/fuzz): what a view does not read from a form or from ``request.GET`` by a plain name is
not in it. Nobody promises it to other programmes.
"""

import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_ASKED = re.compile(r"""\.GET\.(?:get|getlist)\(\s*["'](\w+)["']|\.GET\[["'](\w+)["']\]""")
_POSTED = re.compile(r"""\.POST\.(?:get|getlist)\(\s*["'](\w+)["']|\.POST\[["'](\w+)["']\]""")
_CONVERTERS: dict[str, dict[str, Any]] = {
    "int": {"type": "integer", "minimum": 0},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,40}$"},
    "str": {"type": "string", "pattern": "^[^/?#\\\\%]{1,40}$"},
}
_DEPTH = 3


def description() -> dict[str, Any]:
    """The whole site: one path per address, GET for all, POST where the view writes."""
    from sanding_web.accounts.access import all_views

    paths: dict[str, Any] = {}
    for name, route, view in all_views():
        paths.setdefault("/" + _PARAMETER.sub(r"{\2}", route), {}).update(_operations(name, route, view))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sanding", "version": "1", "description": "For tests; not an interface for others."},
        "paths": paths,
    }


def _operations(name: str, route: str, view: Callable[..., Any]) -> dict[str, Any]:
    functions = list(_functions(view))
    source = "".join(inspect.getsource(one) for one in functions)
    writes = getattr(view, "writes", False)
    filters = {} if writes else _fields(functions)
    parameters = [*_in_path(route), *_in_query(source, filters)]
    common = {"parameters": parameters, "responses": {"default": {"description": "HTML"}}}
    found: dict[str, Any] = {"get": {"operationId": f"GET {name}", **common}}
    if writes:
        found["post"] = {"operationId": f"POST {name}", **common, "requestBody": _body(source, functions)}
    return found


def _in_path(route: str) -> list[dict[str, Any]]:
    return [
        {"name": match["name"], "in": "path", "required": True, "schema": _CONVERTERS[match["kind"] or "str"]}
        for match in _PARAMETER.finditer(route)
    ]


def _in_query(source: str, filters: dict[str, Any]) -> list[dict[str, Any]]:
    """What is read by name, and the fields of a form that filters."""
    found = {one or two: {"type": "string"} for one, two in _ASKED.findall(source)} | filters
    return [{"name": name, "in": "query", "schema": schema} for name, schema in sorted(found.items())]


def _functions(view: Callable[..., Any], depth: int = _DEPTH) -> Iterator[FunctionType]:
    """The view and the functions of this project that it calls by name, a few steps deep; each once."""
    waiting, seen = [(inspect.unwrap(view), depth)], set()
    while waiting:
        one, left = waiting.pop(0)
        if not isinstance(one, FunctionType) or one in seen or not (one.__module__ or "").startswith("sanding_web"):
            continue
        seen.add(one)
        yield one
        if left:
            waiting += [(inspect.unwrap(found), left - 1) for found in _named(one) if callable(found)]


def _named(function: FunctionType) -> list[Any]:
    """What the names in a function's code stand for, also one step into modules (``actions.save``)."""
    names, space = function.__code__.co_names, function.__globals__
    found = [space[name] for name in names if name in space]
    modules = [one for one in found if inspect.ismodule(one) and one.__name__.startswith("sanding_web")]
    return found + [getattr(module, name) for module in modules for name in names if hasattr(module, name)]


def forms_of(view: Callable[..., Any]) -> list[type[Any]]:
    """The form classes that a view uses."""
    return _forms(list(_functions(view)))


def _forms(functions: list[FunctionType]) -> list[type[Any]]:
    from django.forms import BaseForm

    found = [one for function in functions for one in _named(function)]
    return list(dict.fromkeys(one for one in found if inspect.isclass(one) and issubclass(one, BaseForm)))


def _fields(functions: list[FunctionType]) -> dict[str, Any]:
    return {name: _schema(field) for form in _forms(functions) for name, field in form.base_fields.items()}


def _body(source: str, functions: list[FunctionType]) -> dict[str, Any]:
    fields = _fields(functions)
    plain = {one or two: {"type": "string"} for one, two in _POSTED.findall(source)}
    media = "multipart/form-data" if any("contentEncoding" in one for one in fields.values()) else None
    schema = {"type": "object", "properties": plain | fields}
    return {"content": {media or "application/x-www-form-urlencoded": {"schema": schema}}}


def _schema(field: Any) -> dict[str, Any]:
    """What a browser could send for a field: text that often fits, so that the view is reached behind the form."""
    from django import forms

    if isinstance(field, forms.FileField):
        return {"type": "string", "contentEncoding": "binary"}
    if isinstance(field, forms.BooleanField):
        return {"type": "string", "enum": ["on", ""]}
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return {"anyOf": [{"type": "string", "pattern": "^-?[0-9]{1,20}$"}, {"type": "string"}]}
    if isinstance(field, forms.DateField):
        return {"anyOf": [{"type": "string", "format": "date"}, {"type": "string"}]}
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        values = [str(value) for value, _words in field.choices if not isinstance(_words, list | tuple)]
        return {"anyOf": [{"type": "string", "enum": values}, {"type": "string"}]} if values else {"type": "string"}
    longest = getattr(field, "max_length", None)
    return {"type": "string", "maxLength": longest + 1} if longest else {"type": "string"}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanding_web.settings")
    sys.path.insert(0, str(PROJECT))
    import django

    django.setup()
    json.dump(description(), sys.stdout, indent=1, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
