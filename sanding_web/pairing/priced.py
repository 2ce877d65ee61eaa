"""A price in words: goal by goal what gets worse or better, pairs kept, and who else moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sanding_web.pairing.models import PairingRun, RunAnswer
from sanding_web.ui.words import number, percent, signed

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Priced:
    """One forced pair as a page shows it. ``costs`` and ``moves`` are sentences; ``total`` is what weighs first."""

    agency: str
    short: str
    total: str
    costs: Sequence[str]
    moves: Sequence[str]
    proven: bool


def priced(run: PairingRun, asked: RunAnswer) -> list[Priced]:
    """The alternatives of a what-if, cheapest first."""
    short = {one["code"]: one["short"] for one in run.content["agencies"]}
    name = {row["village_code"]: row["name"] for row in run.rows}
    return [_one(run, found, short, name) for found in asked.content["alternatives"]]


def _one(run: PairingRun, found: Plain, short: Mapping[str, str], name: Mapping[str, str]) -> Priced:
    moves = [
        _("%(village)s: %(before)s menjadi %(after)s")
        % {
            "village": name.get(one["village"], one["village"]),
            "before": short.get(one["before"], _("tanpa pendamping")),
            "after": short.get(one["after"], _("tanpa pendamping")),
        }
        for one in found["moves"]
    ]
    prices = found["prices"]
    unit = _(run.content["question"]["unit"])
    costs = [*prices_in_words(prices, unit), *_parts(found["parts"]), _kept(found["kept"])]
    agency = found["agency"]
    return Priced(agency, short.get(agency, agency), total_in_words(prices, unit), costs, moves, found["proven"])


def prices_in_words(prices: Mapping[str, float], unit: str) -> list[str]:
    """Every goal, also those that cost nothing."""
    return [
        _("Cakupan: %s") % _change(prices["coverage"], _("desa tanpa pendamping")),
        _("Batas jumlah desa: %s") % _change(prices["counts"], _("pelanggaran")),
        _("Beban di atas bagian adil: %s") % _change(prices["overload"], unit),
        _("Keserasian: %s") % (_("tetap") if not prices["worth"] else f"{signed(-prices['worth'], 1)} {_('poin')}"),
    ]


def total_in_words(prices: Mapping[str, float], unit: str) -> str:
    """The first goal that changes; it weighs before all later ones."""
    if prices["coverage"]:
        return f"{signed(prices['coverage'], 0)} {_('desa tanpa pendamping')}"
    if prices["counts"]:
        return f"{signed(prices['counts'], 0)} {_('pelanggaran batas')}"
    if prices["overload"]:
        return f"{signed(prices['overload'], 0)} {unit} {_('beban lebih')}"
    return f"{signed(-prices['worth'], 1)} {_('poin')}" if prices["worth"] else _("sama baik")


def _change(amount: float, unit: str) -> str:
    return f"{signed(amount, 0)} {unit}" if amount else _("tetap")


def _parts(parts: Mapping[str, float]) -> list[str]:
    """What the points are made of: fit, distance, continuity; only what changes."""
    words = {"fit": _("kecocokan tugas"), "distance": _("jarak"), "continuity": _("lanjutan")}
    told = [f"{words[name]} {signed(parts[name], 1)}" for name in words if abs(parts[name]) >= 0.05]
    return [_("Rinciannya: %s poin") % ", ".join(told)] if told else []


def _kept(kept: Sequence[int]) -> str:
    before, after = kept
    if before == after:
        return _("Pasangan tahun lalu: tetap %s") % number(after)
    return _("Pasangan tahun lalu: %(before)s menjadi %(after)s") % {"before": number(before), "after": number(after)}


@dataclass(frozen=True)
class Loss:
    """One row of the loss-against-moves table. ``chosen`` marks the loss that the run itself was given."""

    loss: float
    label: str
    given_up: str
    moves: int
    forced: int
    names: str
    proven: bool
    chosen: bool


def losses(run: PairingRun, asked: RunAnswer) -> list[Loss]:
    """Few moves at which loss, from the least loss."""
    name = {row["village_code"]: row["name"] for row in run.rows}
    return [
        Loss(
            one["loss"], percent(one["loss"], 0), number(one["given_up"], 1), len(one["moves"]), one["forced"],
            ", ".join(name.get(code, code) for code in one["moves"]), one["proven"], one["loss"] == run.loss,
        )
        for one in asked.content["rows"]
    ]  # fmt: skip


def near_ties(run: PairingRun, asked: RunAnswer | None) -> list[dict[str, Any]]:
    """Pairs whose replacement costs next to nothing, with names; cheapest first."""
    if asked is None or asked.computed_at is None:
        return []
    short = {one["code"]: one["short"] for one in run.content["agencies"]}
    rows = {row["village_code"]: row for row in run.rows}
    return [
        {**one, "row": rows[one["village"]], "now": short.get(one["agency"]), "other": short.get(one["instead"])}
        for one in asked.content["ties"]
        if one["village"] in rows
    ]
