"""The tornado of one village: which single change would move it how far, as bars, as sentences and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sanding.targeting.robustness import tornado
from sanding_web.targeting.ranking import Ranking
from sanding_web.ui.parts import Column, Row, Table
from sanding_web.ui.words import number

WIDTH = 100.0
_ITEMS = (
    gettext_noop("bobot jumlah"), gettext_noop("bobot bagian"), gettext_noop("bobot indeks"),
    gettext_noop("bobot keterpencilan"), gettext_noop("jumlah desil 1 desa ini"), gettext_noop("indeks desa ini"),
)  # fmt: skip
_DIGITS = {"bagian 0..1": 2, "nilai indeks 0..1": 3}


@dataclass(frozen=True)
class Bar:
    """One item: its two ends, the rank at each, and where the bar stands (0..100, rank 1 at the left)."""

    item: str
    low: str
    high: str
    rank_at_low: int
    rank_at_high: int
    swing: int
    start: str
    width: str
    sentences: tuple[str, str]


@dataclass(frozen=True)
class Tornado:
    """All items of one village, the widest first; ``here`` is where its rank stands on the axis."""

    name: str
    rank: int
    first: int
    last: int
    here: str
    bars: Sequence[Bar]

    @property
    def sentence(self) -> str:
        """What the picture says, for those who do not see it."""
        widest = self.bars[0]
        words = {"name": self.name, "rank": number(self.rank), "item": widest.item, "n": number(widest.swing)}
        if not widest.swing:
            return _("%(name)s tetap di peringkat %(rank)s, apa pun yang berubah sendiri-sendiri.") % words
        return _("%(name)s kini peringkat %(rank)s; yang paling menentukan %(item)s, selisih %(n)s tempat.") % words

    @property
    def table(self) -> Table:
        """The same as a table."""
        heads = (
            Column(_("Yang berubah")), Column(_("Bila"), numeric=True), Column(_("Peringkat"), numeric=True),
            Column(_("Atau bila"), numeric=True), Column(_("Peringkat"), numeric=True),
            Column(_("Selisih tempat"), numeric=True),
        )  # fmt: skip
        rows = [Row((one.item, one.low, one.rank_at_low, one.high, one.rank_at_high, one.swing)) for one in self.bars]
        caption = _("Peringkat %(name)s (kini %(rank)s) bila satu hal berubah.") % {
            "name": self.name, "rank": number(self.rank),
        }  # fmt: skip
        return Table(caption, heads, rows)


def tornado_of(ranking: Ranking, row: Mapping[str, Any]) -> Tornado | None:
    """The tornado of a village of the list; None where it has no rank or nothing says how old the data are."""
    given, one = ranking.uncertainty, ranking.inputs
    if given is None or row["rank"] is None:
        return None
    found = tornado(
        one.counts, one.villages, one.index,
        village_code=row["village_code"], parameters=ranking.parameters, unit=ranking.choice.unit, uncertainty=given,
        method=ranking.choice.method, remoteness=one.remoteness,
    )  # fmt: skip
    return _drawn(row["name"], found)


def _drawn(name: str, found: pl.DataFrame) -> Tornado:
    rank = int(found["rank"][0])
    ends = [rank, *found["rank_at_low"], *found["rank_at_high"]]
    first, last = min(ends), max(ends)
    span = max(1, last - first)
    bars = [_bar(row, rank, first, span) for row in found.to_dicts()]
    return Tornado(name, rank, first, last, f"{WIDTH * (rank - first) / span:.1f}", bars)


def _bar(row: Mapping[str, Any], rank: int, first: int, span: int) -> Bar:
    low, high = sorted((row["rank_at_low"], row["rank_at_high"]))
    low, high = min(low, rank), max(high, rank)
    item, digits = _(row["item"]), _DIGITS.get(row["unit"], 0)
    ends = [(number(row[end], digits), row[f"rank_at_{end}"]) for end in ("low", "high")]
    (low_text, at_low), (high_text, at_high) = ends
    return Bar(
        item, low_text, high_text, at_low, at_high, row["swing"],
        start=f"{WIDTH * (low - first) / span:.1f}",
        width=f"{max(1.0, WIDTH * (high - low) / span):.1f}",
        sentences=(_sentence(item, low_text, at_low, rank), _sentence(item, high_text, at_high, rank)),
    )  # fmt: skip


def _sentence(item: str, value: str, then: int, now: int) -> str:
    words = {"item": item, "value": value, "rank": number(then)}
    if then == now:
        return _("bila %(item)s %(value)s, desa ini tetap di peringkat %(rank)s") % words
    if then > now:
        return _("bila %(item)s %(value)s, desa ini turun ke peringkat %(rank)s") % words
    return _("bila %(item)s %(value)s, desa ini naik ke peringkat %(rank)s") % words


def widest(found: Tornado | None) -> str:
    """The change that moves the village farthest, as one sentence."""
    if found is None or not found.bars or not found.bars[0].swing:
        return _("tidak ada satu hal yang memindahkannya")
    bar = found.bars[0]
    low_moves = abs(bar.rank_at_low - found.rank) >= abs(bar.rank_at_high - found.rank)
    return bar.sentences[0 if low_moves else 1]
