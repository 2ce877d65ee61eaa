"""Which letters changed between two values, as safe HTML with <mark>."""

from difflib import SequenceMatcher

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


def marked_pair(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both values with the parts that differ in ``<mark>``; values with little in common are marked whole."""
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < 0.4:
        return _mark(old), _mark(new)
    steps = matcher.get_opcodes()
    return (
        _joined([(old[start:end], kind == "equal") for kind, start, end, _, _ in steps]),
        _joined([(new[start:end], kind == "equal") for kind, _, _, start, end in steps]),
    )


def _mark(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text) if text else mark_safe("")


def _joined(pieces: list[tuple[str, bool]]) -> SafeString:
    return format_html_join("", "{}", ((escape(text) if same else _mark(text),) for text, same in pieces))
