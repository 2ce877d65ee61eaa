"""The counts of every village right after one acceptance: what pages, priorities and reports quote."""

from collections import defaultdict

import polars as pl

from sanding.registry.load import Database
from sanding_web.registry.changes import accepted_ids, current_sql
from sanding_web.registry.models import Batch, VillageCount


def village_counts_with(batch: Batch, database: Database) -> list[VillageCount]:
    """Unsaved counts of the batch's register as it stands once the batch is accepted: families, and persons in them."""
    accepted = [*accepted_ids(batch.register), batch.pk]
    with database.transaction(writes=False):
        families = database.read(
            _FAMILIES.format(register=batch.register, current=current_sql(accepted, "f")), _FAMILY_TYPES
        )
        persons = database.read(
            _PERSONS.format(
                register=batch.register, current=current_sql(accepted, "p"), family_current=current_sql(accepted, "f")
            ),
            _FAMILY_TYPES,
        )
    return _rows(batch, _by_village(families), _by_village(persons))


_FAMILY_TYPES = {"village_code": pl.String, "decile": pl.Int64, "n": pl.Int64}
_FAMILIES = (
    "SELECT f.village_code, f.decile, COUNT(*) AS n FROM registry_family f "
    "WHERE f.register = '{register}' AND {current} GROUP BY f.village_code, f.decile"
)
# A person counts where the family counts; one without a family row where the person's own row says.
_PERSONS = (
    "SELECT COALESCE(f.village_code, p.village_code) AS village_code, COALESCE(f.decile, p.decile) AS decile, "
    "COUNT(*) AS n FROM registry_person p LEFT JOIN registry_family f ON f.match_key = p.family_key "
    "AND f.register = p.register AND {family_current} WHERE p.register = '{register}' AND {current} GROUP BY 1, 2"
)


def _by_village(counted: pl.DataFrame) -> dict[str, dict[int | None, int]]:
    found: dict[str, dict[int | None, int]] = defaultdict(dict)
    for village, decile, count in counted.iter_rows():
        found[village][decile] = count
    return found


def _rows(
    batch: Batch, families: dict[str, dict[int | None, int]], persons: dict[str, dict[int | None, int]]
) -> list[VillageCount]:
    return [
        VillageCount(
            batch=batch,
            village_code=code,
            families=sum(families.get(code, {}).values()),
            families_d1=families.get(code, {}).get(1, 0),
            families_d1_2=sum(families.get(code, {}).get(decile, 0) for decile in (1, 2)),
            persons=sum(persons.get(code, {}).values()),
            persons_d1=persons.get(code, {}).get(1, 0),
            by_decile={
                "" if decile is None else str(decile): n
                for decile, n in sorted(families.get(code, {}).items(), key=lambda one: one[0] or 99)
            },
        )
        for code in sorted({*families, *persons})
    ]
