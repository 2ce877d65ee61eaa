"""The template language the office may use: fields, loops over rows, simple conditions, a few filters. Nothing else.

Two walls: the parsed template may hold only listed kinds of nodes, and what runs is Jinja's immutable sandbox over
plain values without globals (docxtpl itself would render without any sandbox).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sanding.errors import InputFault

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
)  # fmt: skip
_FILTERS = frozenset({"upper", "lower", "title", "capitalize", "trim", "length", "default", "first", "last"})
_TESTS = frozenset({"defined", "none", "odd", "even"})
_LOOP = frozenset({"index", "index0", "first", "last", "length"})
_DEEPEST = 2
"""Loops inside loops: rows within groups, no more, so that a template cannot run for ever."""


class PlainEnvironment(ImmutableSandboxedEnvironment):
    """Renders listed constructs over plain values; anything else is refused before it runs."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _refuse_unlisted(tree)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Fields of rows and the counters of a loop; no attribute of any other object."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute, exc=SecurityError)


def _refuse_unlisted(node: nodes.Node, around: tuple[nodes.For, ...] = ()) -> None:
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and _runs_away(node, around)):
        raise TemplateSyntaxError(f"{type(node).__name__}", node.lineno)
    around = (*around, node) if isinstance(node, nodes.For) else around
    for child in node.iter_child_nodes():
        _refuse_unlisted(child, around)


def _runs_away(loop: nodes.For, around: tuple[nodes.For, ...]) -> bool:
    """Whether a loop calls itself, lies too deep, or goes inside another over anything but that one's own rows."""
    root = loop.iter
    while isinstance(root, nodes.Getattr):
        root = root.node
    own = {target.name for one in around if isinstance(target := one.target, nodes.Name)}
    rows_of_the_group = isinstance(root, nodes.Name) and root is not loop.iter and root.name in own
    return loop.recursive or len(around) >= _DEEPEST or (bool(around) and not rows_of_the_group)


def plain(value: Any, *, where: str = "nilai") -> Any:
    """A copy that holds only text, numbers, truth values, lists and dicts; dates in ISO form; no control characters.

    Raises  InputFault where anything else is handed to a template
    """
    if isinstance(value, str):
        return "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one, where=f"{where}.{key}") for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one, where=where) for one in value]
    raise InputFault(
        f"{where} bukan nilai biasa ({type(value).__name__})",
        where="templat dokumen",
        remedy="Serahkan teks, bilangan, tanggal atau daftar.",
        code="SND-DOC-02",
    )


def template_fault(error: TemplateError, *, name: str, paragraph: str = "") -> InputFault:
    """What was wrong in a template, in words of the office; the template's own text is named by paragraph."""
    place = f'{name}, paragraf "{paragraph}"' if paragraph else name
    if isinstance(error, UndefinedError) and not isinstance(error, SecurityError):
        return InputFault(
            f"templat meminta isian yang tidak ada: {error.message}",
            where=place,
            remedy="Periksa ejaan nama isian; daftar isian ada pada panduan templat.",
            code="SND-DOC-03",
        )
    return InputFault(
        "templat memuat perintah yang tidak diizinkan atau tidak lengkap",
        where=place,
        remedy="Hanya isian {{ … }}, pengulangan {% for %} dan syarat {% if %} yang boleh dipakai.",
        code="SND-DOC-04",
    )
