"""How a person's name is read: titles off, marks of death and aliases noticed, Bin and Binti kept."""

import re
from functools import cache

from sanding.registry.code_lists import words
from sanding.registry.values import Reading, tidy

_LETTER = re.compile(r"[^\W\d_]")
_PARENTHESES = re.compile(r"[()\[\]]")
_EDGES = " .,;:-/\\'\"`’*"


@cache
def _sets() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    return tuple(frozenset(words()[name]) for name in ("deceased", "alias", "titles_before", "titles_after"))  # type: ignore[return-value]


def read_name(text: str) -> Reading:
    """The name in capitals and the notes about it.

    >>> read_name("H. SUTRISNO/TRISNO, S.Pd (ALM)")
    Reading(value='SUTRISNO', notes=('name_deceased', 'name_alias', 'name_titled'))
    """
    clean, notes = tidy(text)
    if clean is None:
        return Reading(None, ("name_blank",))
    if not _LETTER.search(clean):
        return Reading(None, ("name_not_a_name",))
    tokens = _tokens(clean.upper())
    tokens, died = _without_marks(tokens)
    tokens, aliased = _without_alias(tokens)
    tokens, titled = _without_titles(tokens)
    value = " ".join(token.strip(_EDGES) for token in tokens).strip()
    found = (("name_deceased", died), ("name_alias", aliased), ("name_titled", titled))
    said = (*notes, *(note for note, seen in found if seen))
    return Reading(value, said) if _LETTER.search(value) else Reading(None, ("name_not_a_name",))


def _tokens(upper: str) -> list[str]:
    spaced = _PARENTHESES.sub(" ", upper)
    spaced = re.sub(r"\s*/\s*", " / ", spaced)
    spaced = re.sub(r",(?=\S)", ", ", spaced)
    spaced = re.sub(r"\b(H|HJ|NY|TN|DRS|DRA|DR|IR|KH|ALM|ALMH|AL)\.(?=[A-Z])", r"\1. ", spaced)
    return [token for token in spaced.split() if token.strip(_EDGES) or token == "/"]


def _word(token: str) -> str:
    return re.sub(r"[^A-Z]", "", token)


def _without_marks(tokens: list[str]) -> tuple[list[str], bool]:
    kept = [token for token in tokens if _word(token) not in _sets()[0]]
    return kept, len(kept) < len(tokens)


def _without_alias(tokens: list[str]) -> tuple[list[str], bool]:
    """What stands before "/", "alias" or "AL." (AL alone, without its point, may be part of a name)."""
    for number, token in enumerate(tokens[1:], start=1):
        if token == "/" or (_word(token) in _sets()[1] and (_word(token) != "AL" or token.endswith("."))):
            return tokens[:number], True
    return tokens, False


def _without_titles(tokens: list[str]) -> tuple[list[str], bool]:
    before, after = _sets()[2], _sets()[3]
    start, end = 0, len(tokens)
    while (
        start < end - 1
        and _word(tokens[start]) in before
        and (len(_word(tokens[start])) > 1 or _is_haji(tokens[start]))
    ):
        start += 1
    while end - 1 > start and _word(tokens[end - 1]) in after and _looks_degree(tokens, end - 1):
        end -= 1
    return tokens[start:end], start > 0 or end < len(tokens)


def _is_haji(token: str) -> bool:
    return token.strip(",") in ("H.", "H")


def _looks_degree(tokens: list[str], at: int) -> bool:
    """A degree carries a point inside or follows a comma: "MA" alone may be a name."""
    return "." in tokens[at].rstrip(".,") or tokens[at - 1].endswith(",")
