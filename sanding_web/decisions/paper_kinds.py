"""Which kinds of papers there are. Steps register theirs at start, so that this app knows no step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import Http404

from sanding.documents.render import own_template

Signs = Literal["decree", "sheet"]


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    own      file name of the template that comes with the product; fields what each field of a template means
    sample   values of an invented paper; real those of the office's own newest one, or None where there is none yet
    signs    whose signature it carries
    """

    code: str
    label: Any
    own: str
    fields: Mapping[str, str]
    sample: Callable[[], dict[str, Any]]
    real: Callable[[Any], dict[str, Any] | None]
    signs: Signs
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def own_template(self) -> bytes:
        return own_template(self.own)


_KINDS: dict[str, PaperKind] = {}


def register_paper(kind: PaperKind) -> None:
    """Make a kind known; called once by its step's AppConfig."""
    _KINDS[kind.code] = kind


def paper_kinds() -> tuple[PaperKind, ...]:
    """All kinds, in the order of their registration."""
    return tuple(_KINDS.values())


def paper_kind(code: str) -> PaperKind:
    """One kind by its code, or 404."""
    if code not in _KINDS:
        raise Http404
    return _KINDS[code]
