"""Which register a sheet is: headers against the layouts, misspelt ones by nearness, else the closest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sanding.registry.layouts import Layout, LayoutColumn, all_layouts, header_key
from sanding.registry.profile import OWN, Profile, as_layout, fingerprint
from sanding.registry.read import Sheet

_NEAR = 0.86
ENOUGH = 0.5
_LOOK_CLOSER = 3


@dataclass(frozen=True)
class Match:
    """One of our fields, the sheet's header for it and whether that was spelt wrongly."""

    column: LayoutColumn
    header: str
    misspelt: bool = False


@dataclass(frozen=True)
class Recognition:
    """``layout`` is None where none fits; then ``closest`` names up to three with their confidence."""

    layout: Layout | None
    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    confidence: float
    closest: tuple[tuple[str, float], ...]

    @property
    def mapping(self) -> dict[str, str]:
        """Our field → the sheet's header."""
        return {match.column.field: match.header for match in self.matches if match.column.kind != "ignore"}

    @property
    def absent(self) -> tuple[str, ...]:
        """Fields of the layout that this sheet does not carry (its first header spelling each)."""
        here = {match.column for match in self.matches}
        return (
            tuple(one.headers[0] for one in self.layout.columns if one not in here and one.kind != "ignore")
            if self.layout
            else ()
        )


def recognise(sheet: Sheet, *, layout: str | None = None, profiles: Sequence[Profile] = ()) -> Recognition:
    """The layout that explains most of the sheet's headers and has all its required ones.

    layout    take this one whatever the others say (an operator's choice)
    profiles  mapped by people before: the first one for just these headers is taken
    """
    if layout is None and (known := _by_profile(sheet, profiles)) is not None:
        return known
    exact = sorted(all_layouts().values(), key=lambda one: (-_matched(sheet.headers, one, near=False)[1], one.name))
    likely = [one for at, one in enumerate(exact) if at < _LOOK_CLOSER or one.name == layout]
    scored = sorted(
        ((*_matched(sheet.headers, one, near=True), one) for one in likely), key=lambda one: (-one[1], one[2].name)
    )
    closest = tuple((one.name, round(score, 3)) for _, score, one in scored[:_LOOK_CLOSER])
    chosen = next((one for one in scored if one[2].name == layout), scored[0])
    matches, confidence, best = chosen
    missing = tuple(column.headers[0] for column in best.required if column not in {match.column for match in matches})
    if missing or (confidence < ENOUGH and layout is None):
        return Recognition(None, (), missing, (), round(confidence, 3), closest)
    used = {match.header for match in matches}
    unknown = tuple(
        one for one in sheet.headers if one not in used and header_key(one) not in OWN and not one.startswith("kolom ")
    )
    return Recognition(best, matches, (), unknown, round(confidence, 3), closest)


def _by_profile(sheet: Sheet, profiles: Sequence[Profile]) -> Recognition | None:
    own = fingerprint(sheet.headers)
    profile = next((one for one in profiles if one.fingerprint == own), None)
    if profile is None:
        return None
    layout = as_layout(profile)
    columns = {one.field: one for one in layout.columns}
    headers = {header_key(one): one for one in reversed(sheet.headers)}
    matches = tuple(Match(columns[one.field], headers[header_key(one.header)]) for one in profile.columns)
    used = {one.header for one in matches}
    unknown = (one for one in sheet.headers if one not in used and header_key(one) not in OWN)
    return Recognition(layout, matches, (), tuple(one for one in unknown if not one.startswith("kolom ")), 1.0, ())


def _matched(headers: tuple[str, ...], layout: Layout, *, near: bool) -> tuple[tuple[Match, ...], float]:
    """The headers this layout knows (``near``: also by a near spelling), and how well: required ones found, and the
    share of the sheet's headers known."""
    spellings = layout.spellings()
    found: list[Match] = []
    taken: set[LayoutColumn] = set()
    rest = []
    for header in (one for one in headers if header_key(one) not in OWN):
        column = spellings.get(header_key(header))
        if column is None:
            rest.append(header)
        elif column.kind == "ignore" or column not in taken:
            found.append(Match(column, header, header_key(header) in column.misspelt or _spaced_wrongly(header)))
            taken.add(column)
    for header in rest if near else ():
        if (column := _nearest(header_key(header), layout, taken)) is not None:
            found.append(Match(column, header, misspelt=True))
            taken.add(column)
    required = [column for column in layout.required if column in taken]
    known = [header for header in headers if header_key(header) not in OWN and not header.startswith("kolom ")]
    score = 0.6 * len(required) / max(1, len(layout.required)) + 0.4 * len(found) / max(1, len(known))
    return tuple(found), score


def _spaced_wrongly(header: str) -> bool:
    return "_" in header and " " in header


def _nearest(key: str, layout: Layout, taken: set[LayoutColumn]) -> LayoutColumn | None:
    """The one column still free that is spelt nearly so; long names only, and never one that differs by a number."""
    if len(key) < 6:
        return None
    best, ratio = None, _NEAR
    for spelling, column in layout.spellings().items():
        if column in taken or len(spelling) < 6 or _digits(spelling) != _digits(key):
            continue
        matcher = SequenceMatcher(None, key, spelling)
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio and matcher.ratio() > ratio:
            best, ratio = column, matcher.ratio()
    return best


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdecimal())
