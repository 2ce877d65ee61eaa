"""Target families and pockets of the whole district, counted once for each state of the register and kept as a result.

A result is an immutable folder of encrypted Parquet beside the vintages (ADR 0003): counts only, no family. Its name
follows from what it was computed from, so that a changed register, rule or list of villages is another result.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import polars as pl
from django.conf import settings
from django.utils import timezone

from sanding.canonical import canonical_json, digest
from sanding.registry.tables import VILLAGES
from sanding.store import Store
from sanding.targeting.families import FamilyRules, family_rules, target_families
from sanding.targeting.family_counts import count_families
from sanding.targeting.family_disclosure import hide_small
from sanding.targeting.pockets import Level, PocketRule, find_pockets, pocket_rule
from sanding.targeting.vulnerability import GROUPS
from sanding_web.district.models import Programme, Village
from sanding_web.registry import storage
from sanding_web.registry.changes import register_state
from sanding_web.registry.models import Batch, VillageCount
from sanding_web.registry.pages.village import shown_deciles
from sanding_web.registry.queries import counted_batch
from sanding_web.targeting.family_rows import Rows, rows_of
from sanding_web.ui.words import Missing

LEVELS: tuple[Level, ...] = ("dusun", "rt")
_PLACES = ["village_code", "decile", "dusun", "rt", "rw"]
_KEPT = ["village_code", "decile", "tier", *GROUPS]


@dataclass(frozen=True)
class Basis:
    """What the families are judged by today: the counted batch, the rules in force, and the villages."""

    batch: Batch
    rules: FamilyRules
    pockets: PocketRule
    villages: pl.DataFrame

    @property
    def name(self) -> str:
        """The result's folder: equal names, equal content."""
        rules = {"families": asdict(self.rules), "pockets": asdict(self.pockets)}
        places = self.villages.select("code", "kecamatan_code").rows()
        state = [self.batch.pk, register_state(self.batch.register)]
        mark = digest(canonical_json({"rules": rules, "villages": places, "register": state}))
        return f"keluarga-{self.batch.register.lower()}-{mark[:16]}"

    def targets(self, rows: Rows) -> pl.DataFrame:
        """TARGET_FAMILIES of some rows; ages are those of the register's own day."""
        day = self.batch.decreed_on
        return target_families(
            rows.families, rows.persons, rules=self.rules, on=day, source=str(self.batch), source_date=day
        )

    def rows(self, place: str) -> Rows:
        """The register's rows of a village or kecamatan."""
        return rows_of(self.batch, place, self.rules.flags.domains)


@dataclass(frozen=True, eq=False)
class Result:
    """FAMILY_COUNTS, and POCKETS of each level: as they are, and as those may see them who see no small counts."""

    counts: pl.DataFrame
    pockets: Mapping[Level, pl.DataFrame]
    shown_pockets: Mapping[Level, pl.DataFrame]


def basis() -> Basis | None:
    """What today's pages stand on; None while there is no programme, village or accepted batch with counts."""
    programme, batch = Programme.current(), counted_batch()
    if programme is None or batch is None:
        return None
    rows = Village.objects.filter(district_code=programme.district_code, valid_to__isnull=True).order_by("code")
    villages = pl.DataFrame(list(rows.values_list(*VILLAGES.names)), schema=VILLAGES.schema(), orient="row")
    today = timezone.localdate()
    return None if villages.is_empty() else Basis(batch, family_rules(today), pocket_rule(today), villages)


def result_of(found: Basis) -> Result | None:
    """The result for a basis, or None where it was not computed yet."""
    store = _store()
    if found.name not in store.names():
        return None
    folder = store.open(found.name)
    return Result(
        folder.frame("counts"),
        {level: folder.frame(f"pockets-{level}") for level in LEVELS},
        {level: folder.frame(f"shown-{level}") for level in LEVELS},
    )


def compute(found: Basis, progress: Callable[[str, int, int | None], None]) -> None:
    """Count every kecamatan and keep the result; one that is there already stays."""
    store = _store()
    if found.name in store.names():
        return
    families, targets = _whole_district(found, progress)
    without = families.filter(pl.col("decile").is_null())
    counts = count_families(targets, without, found.villages, rule=found.rules.tiers)
    limit = found.pockets.smallest_shown
    hidden = hide_small(
        counts, found.villages, rule=found.rules.tiers, limit=limit, elsewhere=_hidden_elsewhere(found.batch, limit)
    )
    draft = store.draft(found.name)
    draft.write("counts", hidden)
    exact = replace(found.pockets, smallest_shown=0)
    for level in LEVELS:
        draft.write(f"pockets-{level}", find_pockets(families, level=level, rule=exact))
        draft.write(f"shown-{level}", find_pockets(families, level=level, rule=found.pockets))
    store.finish(found.name, {"batch": found.batch.pk, "families": families.height, "targets": targets.height})


def _whole_district(
    found: Basis, progress: Callable[[str, int, int | None], None]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Places of all families and flags of the target families; one kecamatan in memory at a time."""
    codes = found.villages["kecamatan_code"].unique().sort().to_list()
    families, targets = [], []
    for done, code in enumerate(codes):
        progress("Menghitung keluarga sasaran", done, len(codes))
        rows = found.rows(code)
        families.append(rows.families.select(_PLACES))
        targets.append(found.targets(rows).select(_KEPT))
    return pl.concat(families), pl.concat(targets)


def _hidden_elsewhere(batch: Batch, limit: int) -> dict[str, list[str]]:
    """The deciles that the village pages of the registry hide."""
    rows = VillageCount.objects.filter(batch=batch).order_by().values_list("village_code", "by_decile")
    return {
        code: [one for one, shown in shown_deciles(by_decile, limit).items() if shown is Missing.SUPPRESSED]
        for code, by_decile in rows
    }


def _store() -> Store:
    return Store(Path(settings.SANDING_STORE) / "hasil", storage.keys())
