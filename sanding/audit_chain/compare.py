"""The entries of one block as they are, against the members that were sealed: which differ, and how."""

from collections.abc import Iterator, Sequence

from sanding.audit_chain.blocks import Member

Found = tuple[int | None, bytes]


def differences(expected: Sequence[Member], found: Sequence[Found]) -> Iterator[tuple[str, int | None]]:
    """(kind, entry number) of what is not as it was sealed, in the order of the file; nothing where all is equal.

    kind    "changed", "inserted" (also an entry that stands twice), "removed", "reordered"
    found   number None: a line whose number cannot be read; it is taken for the first entry that is missing

    >>> list(differences([(7, b"a"), (8, b"b")], [(8, b"b"), (9, b"c")]))
    [('inserted', 9), ('removed', 7)]
    """
    if list(found) == list(expected):
        return
    sealed, present = dict(expected), {number for number, _leaf in found}
    missing = [number for number, _leaf in expected if number not in present]
    told, seen = False, set[int]()
    for number, leaf in found:
        if number is None:
            told = True
            yield ("changed", missing.pop(0)) if missing else ("inserted", None)
        elif number not in sealed or number in seen:
            told = True
            yield "inserted", number
        elif leaf != sealed[number]:
            told = True
            yield "changed", number
        if number is not None:
            seen.add(number)
    for number in missing:
        told = True
        yield "removed", number
    if not told:
        yield "reordered", _first_moved(expected, found)


def _first_moved(expected: Sequence[Member], found: Sequence[Found]) -> int | None:
    return next((there[0] for here, there in zip(expected, found, strict=False) if here != there), None)
