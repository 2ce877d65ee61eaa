"""What the sheets say of villages, agencies and the meeting, cut to one reader: scope first, then small counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from sanding.documents.wording import long_date, number
from sanding.pairing.fit import tags
from sanding.pairing.sheets import Need, Reason, Shown, VillageFacts
from sanding.targeting.explain import explain_village
from sanding_web.decisions.frames import unpack
from sanding_web.decisions.models import Decision, FrozenTable
from sanding_web.decisions.queries import frozen_list, in_force
from sanding_web.district.models import Agency, Village
from sanding_web.district.models import in_force as spans
from sanding_web.pairing import queries
from sanding_web.pairing.drawing import hides_load, shown_reason
from sanding_web.pairing.lists import PAIRED, WHY
from sanding_web.registry.models import Batch, VillageCount, VillageIndex, VillageNeed
from sanding_web.registry.pages.village import shown_counts, shown_deciles
from sanding_web.registry.queries import Counted, counted_batch
from sanding_web.targeting.drawing import shown_reasons
from sanding_web.targeting.freezing import ranking_of
from sanding_web.ui.small import limit_for, plain
from sanding_web.ui.words import Missing

SUPPORT = "pendukung"
"""The list of supporting agencies that a frozen pairing may hold."""


def read_rows(decision: Decision, table: Any) -> list[dict[str, Any]]:
    """One frozen list of a decision; empty where that decision has none of this name."""
    if not FrozenTable.objects.filter(decision=decision, role="list", name=f"{table.name}.csv").exists():
        return []
    rows: list[dict[str, Any]] = unpack(frozen_list(decision, table.name), table).to_dicts()
    return rows


def _supporters(decision: Decision) -> list[dict[str, Any]]:
    """Village and supporting agency; empty for a pairing without supporters."""
    name = f"{SUPPORT}.csv"
    found = FrozenTable.objects.filter(decision=decision, role="list", name=name).first()
    return pl.read_csv(bytes(found.content), infer_schema=False).to_dicts() if found else []


@dataclass
class Facts:
    """Reads for one reader on one day; tables that all villages share are read once."""

    user: Any
    year: int
    on: date

    @cached_property
    def limit(self) -> int:
        return limit_for(self.user.scope)

    @cached_property
    def batch(self) -> Batch | None:
        return counted_batch()

    @cached_property
    def pairing(self) -> Decision | None:
        return in_force("pairing", self.year)

    @cached_property
    def priority(self) -> Decision | None:
        return self.pairing.basis if self.pairing else in_force("priority", self.year)

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(Agency.objects.filter(spans(self.on)).order_by("kind", "code"))

    @cached_property
    def ranking(self) -> Any:
        return ranking_of(self.priority) if self.priority else None

    @cached_property
    def ranked(self) -> dict[str, dict[str, Any]]:
        if self.ranking is None:
            return {}
        return {row["village_code"]: row for row in self.ranking.listed.iter_rows(named=True)}

    @cached_property
    def paired(self) -> dict[str, dict[str, Any]]:
        return {row["village_code"]: row for row in read_rows(self.pairing, PAIRED)} if self.pairing else {}

    @cached_property
    def why(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        rows = read_rows(self.pairing, WHY) if self.pairing else []
        for row in sorted(rows, key=lambda one: (one["village_code"], one["position"])):
            found.setdefault(row["village_code"], []).append(row)
        return found

    @cached_property
    def supporters(self) -> dict[str, list[str]]:
        names = {one.code: one.short for one in self.agencies}
        found: dict[str, list[str]] = {}
        for row in _supporters(self.pairing) if self.pairing else []:
            found.setdefault(row["village_code"], []).append(names.get(row["agency"], row["agency"]))
        return found

    def pairs(self, agency: Agency | None = None) -> list[Any]:
        """Companionships in force in the reader's scope, of one agency or all."""
        rows = queries.companionships(self.user, self.on)
        return list(rows.filter(agency=agency) if agency else rows)

    def villages(self, codes: Sequence[str]) -> list[VillageFacts]:
        """Facts of those villages that lie in the reader's scope, in the order of rank, then code."""
        rows = list(self.user.scope.villages().filter(code__in=codes))
        found = Shared(self, [one.code for one in rows])
        facts = [self._one(village, found) for village in rows]
        return sorted(facts, key=lambda one: (one.rank is None, one.rank or 0, one.code))

    def _one(self, village: Village, found: "Shared") -> VillageFacts:
        row = self.ranked.get(village.code)
        listed = row if row is not None and row["priority"] else None
        pair = found.pairs.get(village.code)
        counted = Counted(village, found.counts.get(village.code))
        index = found.indices.get(village.code)
        return VillageFacts(
            code=village.code,
            name=f"{'Kelurahan' if village.kind == 'kelurahan' else 'Desa'} {village.name}",
            kecamatan=village.kecamatan,
            counts=_words(shown_counts(counted, self.limit)),
            deciles=_words(shown_deciles(counted.count.by_decile, self.limit) if counted.count else {}),
            counted=self.counted,
            index=_index(index, row),
            index_short=number(index.score if index else None, 4),
            rank=row["rank"] if row else None,
            wave=listed["wave"] if listed else None,
            wave_year=listed["year"] if listed else None,
            companion=pair.agency.name if pair else "",
            since=pair.valid_from if pair else None,
            supporting=self.supporters.get(village.code, ()),
            reasons=self._reasons(village.code, pair),
            why=self._why(row),
            needs=found.needs(village.code, pair.agency if pair else None),
        )

    @property
    def counted(self) -> str:
        """Register, period and date of the counts."""
        return f"{self.batch}, penetapan {long_date(self.batch.decreed_on)}" if self.batch else "belum ada hitungan"

    def _reasons(self, code: str, pair: Any) -> list[Reason]:
        """Of the pair that the decision made; a pair from before it says where it comes from."""
        row = self.paired.get(code)
        if pair is None:
            return []
        if row is None or row["agency"] != pair.agency.code:
            return [Reason("Asal", None, pair.source)]
        hidden = hides_load(self.paired.values(), row["agency"], self.limit)
        shown = [shown_reason(one, hidden=hidden) for one in self.why.get(code, [])]
        return [Reason(one["name"], one["points"], one["text"]) for one in shown]

    def _why(self, row: Mapping[str, Any] | None) -> list[tuple[str, str]]:
        if row is None:
            return []
        reasons = explain_village(self.ranking.listed, row["village_code"], parameters=self.ranking.parameters)
        return [(name, str(text)) for name, text in shown_reasons(row, reasons, self.limit)]


class Shared:
    """The rows of several villages, one query for each table."""

    def __init__(self, facts: Facts, codes: Sequence[str]) -> None:
        self.counts = {
            one.village_code: one
            for one in VillageCount.objects.filter(batch=facts.batch, village_code__in=codes).order_by("village_code")
        }
        self.indices: dict[str, VillageIndex] = {}
        for one in VillageIndex.objects.filter(village_code__in=codes).order_by("village_code", "-year", "index"):
            self.indices.setdefault(one.village_code, one)
        self.pairs = {one.village_id: one for one in facts.pairs() if one.village_id in set(codes)}
        self._needs: dict[str, list[VillageNeed]] = {}
        for need in VillageNeed.objects.filter(village_code__in=codes).order_by("village_code", "-gain", "pk"):
            self._needs.setdefault(need.village_code, []).append(need)
        self._tags = [(one, tags(one.competences)) for one in facts.agencies]

    def needs(self, code: str, agency: Agency | None) -> list[Need]:
        """The village's lacking indicators with the agencies able to act; an actor nobody here is, by its own word."""
        own = tags(agency.competences) if agency else frozenset()
        found = []
        for need in self._needs.get(code, []):
            actors = tags(need.actor)
            able = [one.short for one, competences in self._tags if competences & actors]
            said = ", ".join(able) or (f"{need.actor} (di luar daftar perangkat)" if need.actor else "belum disebut")
            found.append(Need(need.indicator, need.activity, said, bool(actors & own)))
        return found


def _words(counts: Mapping[str, Any]) -> dict[str, Shown]:
    """Counts as the core takes them: hidden in its word, absent as None."""
    return {name: plain(None if count is Missing.ABSENT else count) for name, count in counts.items()}


def _index(index: VillageIndex | None, row: Mapping[str, Any] | None) -> str:
    if index is None:
        used = row and row.get("index_used")
        return (
            f"Indeks: tak ada; dipakai {number(used, 4)}, {row['index_source']}."
            if row and used
            else "Indeks: tak ada."
        )
    status = f" ({index.status})" if index.status else ""
    return f"{index.get_index_display()} {index.year}: {number(index.score, 4)}{status}."
