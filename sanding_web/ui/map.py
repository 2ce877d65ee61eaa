"""The district map: layers of villages by class name, drawn on the server; never without its table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext

from sanding_web.ui.outline import WIDTH, Outline
from sanding_web.ui.parts import PartIncomplete, Table
from sanding_web.ui.words import Missing, number

LayerKind = Literal[
    "blank", "nodata", "k1", "k2", "k3", "k4", "k5", "n1", "n2", "n3", "n4", "n5",
    "other", "mine", "picked", "moved", "outlined", "hatched", "selected",
]  # fmt: skip
RAMPS: dict[str, tuple[LayerKind, ...]] = {
    "poverty": ("k1", "k2", "k3", "k4", "k5"),
    "progress": ("n1", "n2", "n3", "n4", "n5"),
}
MARGIN = 8


@dataclass(frozen=True)
class MapLayer:
    """Villages drawn alike; a label puts the layer into the legend. Later layers lie on top."""

    kind: LayerKind
    codes: Collection[str]
    label: str = ""


@dataclass(frozen=True)
class MapLabel:
    """A word on the map at (lon, lat); ``seat`` also draws the square of an office."""

    text: str
    lon: float
    lat: float
    seat: bool = False


@dataclass(frozen=True)
class MapLine:
    """A straight line between two places in lon/lat."""

    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True)
class VillageMap:
    """One picture: what it says (``sentence``, read aloud), unit, source with date, layers, and its table twin.

    table        the same rows as a table below the map, or
    table_url    where on the page or site that table already stands
    regions      kecamatan code -> name, for the labels
    """

    outline: Outline
    sentence: str
    unit: str
    source: str
    layers: Sequence[MapLayer]
    table: Table | None = None
    table_url: str = ""
    regions: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Sequence[MapLabel] = ()
    lines: Sequence[MapLine] = ()
    id: str = "peta"

    def __post_init__(self) -> None:
        if not (self.sentence and self.unit and self.source):
            raise PartIncomplete("a map needs its sentence, unit and source")
        if self.table is None and not self.table_url:
            raise PartIncomplete("a map needs its table: table or table_url")

    def drawing(self) -> "Drawing":
        """What the template draws."""
        shown = self.outline
        layers = [DrawnLayer(layer.kind, path, layer.label) for layer in self.layers if (path := self._path(layer))]
        return Drawing(
            view_box=f"{-MARGIN} {-MARGIN} {WIDTH + 2 * MARGIN} {shown.height + 2 * MARGIN}",
            layers=layers,
            legend=[DrawnLayer(layer.kind, "", layer.label) for layer in self.layers if layer.label],
            borders=shown.borders,
            regions=[
                DrawnText(*shown.regions[code], name) for code, name in self.regions.items() if code in shown.regions
            ],
            labels=[*self._names(), *(self._text(label) for label in self.labels)],
            points=[self._text(label) for label in self.labels if label.seat],
            lines=[self._line(line) for line in self.lines],
        )

    def _path(self, layer: MapLayer) -> str:
        return "".join(self.outline.villages.get(code, "") for code in sorted(layer.codes))

    def _names(self) -> list["DrawnText"]:
        centres = self.outline.centres
        return [
            DrawnText(centres[code][0], centres[code][1], name) for code, name in self.names.items() if code in centres
        ]

    def _text(self, label: MapLabel) -> "DrawnText":
        return DrawnText(*self.outline.projection(label.lon, label.lat), label.text)

    def _line(self, line: MapLine) -> str:
        (x1, y1), (x2, y2) = (self.outline.projection(*end) for end in (line.start, line.end))
        return f"M{x1} {y1}L{x2} {y2}"


@dataclass(frozen=True)
class DrawnLayer:
    """One path, one class; or one legend entry."""

    kind: str
    path: str
    label: str


@dataclass(frozen=True)
class DrawnText:
    """A word at a grid point."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """Everything in grid units."""

    view_box: str
    layers: Sequence[DrawnLayer]
    legend: Sequence[DrawnLayer]
    borders: str
    regions: Sequence[DrawnText]
    labels: Sequence[DrawnText]
    points: Sequence[DrawnText]
    lines: Sequence[str]


def class_layers(
    values: Mapping[str, float | Missing | None],
    limits: Sequence[float],
    *,
    ramp: str = "poverty",
    suffix: str = "%",
    factor: float = 100.0,
    digits: int = 0,
) -> list[MapLayer]:
    """At most five classes with printed limits, and layers for villages without data or suppressed.

    values    village code -> value (a share in 0..1 with the default factor); None is no data, suppressed says so
    limits    two to four rising class limits in the unit of the values; a value at a limit belongs to the upper class
    """
    kinds = RAMPS[ramp]
    if not 1 <= len(limits) <= len(kinds) - 1 or list(limits) != sorted(limits):
        raise PartIncomplete("a choropleth has two to five classes with rising limits")
    members: list[list[str]] = [[] for _ in range(len(limits) + 1)]
    for code, value in values.items():
        if value is not None and not isinstance(value, Missing):
            members[sum(value >= limit for limit in limits)].append(code)
    labels = _class_labels([number(float(limit * factor), digits) for limit in limits], suffix)
    chosen = _spread(kinds, len(members))
    layers = [MapLayer(kind, codes, label) for kind, codes, label in zip(chosen, members, labels, strict=True)]
    return [*layers, *_unshown(values)]


def _unshown(values: Mapping[str, float | Missing | None]) -> list[MapLayer]:
    hidden = [code for code, value in values.items() if value is Missing.SUPPRESSED]
    unknown = [code for code, value in values.items() if value is None or value in set(Missing) - {Missing.SUPPRESSED}]
    named: list[MapLayer] = [
        MapLayer("hatched", hidden, str(Missing.SUPPRESSED)),
        MapLayer("nodata", unknown, gettext("tak ada data")),
    ]
    return [layer for layer in named if layer.codes]


def _spread(kinds: Sequence[LayerKind], count: int) -> list[LayerKind]:
    return [kinds[round(at * (len(kinds) - 1) / max(1, count - 1))] for at in range(count)]


def _class_labels(limits: Sequence[str], suffix: str) -> Iterable[str]:
    middle = [f"{low}–{high}{suffix}" for low, high in zip(limits, limits[1:], strict=False)]
    return [f"< {limits[0]}{suffix}", *middle, f"≥ {limits[-1]}{suffix}"]
