"""Two lists of pairs side by side: kept, changed, new, ended; and what each is worth under the rules of the newer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from sanding.pairing.hand_made import compare_hand_made
from sanding_web.decisions.queries import in_force
from sanding_web.district.models import Agency, Village
from sanding_web.pairing import priced, queries
from sanding_web.pairing.freezing import read_list
from sanding_web.pairing.keeping import pairs_frame
from sanding_web.pairing.lists import PAIRED
from sanding_web.pairing.models import PairingRun
from sanding_web.pairing.solving import stored_pairing
from sanding_web.ui.parts import Pill, Tone

LAST_YEAR, DECIDED = "lalu", "putusan"
KINDS: dict[str, Tone] = {"tetap": "baik", "berganti": "awas", "baru": "nila", "berakhir": "netral", "kosong": "gawat"}


@dataclass(frozen=True)
class Change:
    """One village in two lists; names, or None where nobody stood."""

    code: str
    village: str
    kecamatan: str
    before: str | None
    now: str | None
    kind: str

    @property
    def pill(self) -> Pill:
        words = {
            "tetap": _("tetap"), "berganti": _("berganti"), "baru": _("baru"), "berakhir": _("berakhir"),
            "kosong": _("tanpa pendamping"),
        }  # fmt: skip
        return Pill(KINDS[self.kind], words[self.kind])


@dataclass(frozen=True)
class Compared:
    """Changes with counts by kind, and the price of the older list against the newer one in sentences."""

    changes: list[Change]
    counts: dict[str, int]
    prices: list[str]
    broken: int
    total: str


def choices(year: int) -> list[tuple[str, str]]:
    """(value, words) of the lists that can be compared: last pairs, the decision in force, each finished run."""
    found = [(LAST_YEAR, _("pasangan yang berlaku atau terakhir berlaku"))]
    decision = in_force("pairing", year)
    if decision is not None:
        found.append((DECIDED, str(decision)))
    rows = queries.run_list(year).filter(computed_at__isnull=False).defer("tables", "content", "proof")
    return found + [(str(one.number), f"{one} ({one.get_way_display()})") for one in rows]


def leads_of(year: int, chosen: str) -> dict[str, str]:
    """Agency code by village code of one such list; 404 for any other value."""
    if chosen == LAST_YEAR:
        rows = queries.past(year)
        return dict(zip(rows["village_code"], rows["agency_code"], strict=True))
    if chosen == DECIDED:
        decision = in_force("pairing", year)
        if decision is None:
            raise Http404
        return {row["village_code"]: row["agency"] for row in read_list(decision, PAIRED) if row["agency"]}
    if not chosen.isdecimal():
        raise Http404
    run = queries.run(year, int(chosen))
    return {row["village_code"]: row["agency"] for row in run.rows if row["agency"]}


def compare(old: Mapping[str, str], run: PairingRun) -> Compared:
    """An older list held against a run: village by village, and priced with the data and rules of the run."""
    new = {row["village_code"]: row["agency"] for row in run.rows}
    changes = [_change(code, old, new) for code in sorted(new.keys() | old.keys())]
    named = _named(changes)
    best = stored_pairing(run.content, run.proof, run.tables)
    frame = pairs_frame(run.year - 1, {code: agency for code, agency in old.items() if code in new})
    held = compare_hand_made(best, frame)
    unit = _(run.content["question"]["unit"])
    counts = {kind: sum(one.kind == kind for one in named) for kind in KINDS}
    price: dict[str, float] = {str(goal): found for goal, found in held.prices.items()}
    prices = priced.prices_in_words(price, unit)
    return Compared(named, counts, prices, len(held.broken), priced.total_in_words(price, unit))


Found = tuple[str, str | None, str | None, str]
"""village code, agency before, agency now, kind of change"""


def _change(code: str, old: Mapping[str, str], new: Mapping[str, str | None]) -> Found:
    before, now = old.get(code), new.get(code)
    if code not in new:
        return code, before, None, "berakhir"
    if now is None:
        return code, before, None, "kosong"
    if before is None:
        return code, None, now, "baru"
    return code, before, now, "tetap" if before == now else "berganti"


def _named(changes: list[Found]) -> list[Change]:
    """With the names of villages and agencies; what changed stands first."""
    places = {one.code: one for one in Village.objects.filter(code__in=[row[0] for row in changes]).defer("geometry")}
    short = dict(Agency.objects.values_list("code", "short"))
    order = ["kosong", "berganti", "baru", "berakhir", "tetap"]
    rows = [
        Change(
            code, str(places.get(code, code)), places[code].kecamatan if code in places else "",
            before and short.get(before, before), now and short.get(now, now), kind,
        )
        for code, before, now, kind in changes
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (order.index(one.kind), one.kecamatan, one.village))


def counts_by_kind(run: PairingRun, old: Mapping[str, str]) -> dict[str, int]:
    """Only the counts, without solving or pricing: for the head of the desk."""
    new: dict[str, Any] = {row["village_code"]: row["agency"] for row in run.rows}
    kinds = [_change(code, old, new)[3] for code in new.keys() | old.keys()]
    return {kind: kinds.count(kind) for kind in KINDS}
