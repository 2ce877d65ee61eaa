"""The target families of one village by name: order, reasons and the table. Only for the right ``family.view``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sanding.targeting.explain import Reason
from sanding.targeting.vulnerability import GROUPS
from sanding_web.district.models import Programme
from sanding_web.targeting.family_pages import GROUP_NAMES
from sanding_web.targeting.family_queries import Home, homes, without_decile
from sanding_web.targeting.family_results import Basis
from sanding_web.targeting.family_rows import Rows
from sanding_web.ui.parts import Column, Pill, Row, Table

PAGE = 25
_PLACE = ("dusun", "rw", "rt")


@dataclass(frozen=True, eq=False)
class Listed:
    """One village's families of the register and its target families."""

    basis: Basis
    code: str
    rows: Rows
    targets: pl.DataFrame

    @property
    def size(self) -> int:
        """How many target families there are."""
        return self.targets.height

    @cached_property
    def without_decile(self) -> int:
        return without_decile(self.rows.families)

    @cached_property
    def others(self) -> int:
        """Families of other deciles."""
        return self.rows.families.height - self.targets.height - self.without_decile

    @cached_property
    def never_known(self) -> list[str]:
        """Groups that no family of the list is known to be in or not."""
        return [name for name in GROUPS if self.size and self.targets[name].is_null().all()]

    def row(self, key: str) -> dict[str, Any] | None:
        """The target family of that key, if it is one of this village."""
        found = self.targets.filter(pl.col("family_key") == key).to_dicts()
        return found[0] if found else None


def listed(basis: Basis, code: str) -> Listed:
    """The village's rows, judged by the rules of the basis."""
    rows = basis.rows(code)
    return Listed(basis, code, rows, basis.targets(rows))


def year() -> int:
    """The year of accompaniment."""
    programme = Programme.current()
    return programme.year if programme else 0


def in_order(found: Listed, targets: pl.DataFrame) -> list[dict[str, Any]]:
    """Target families by tier; inside a tier by place and number, which is no order of need."""
    places = found.rows.families.select("family_key", "uid", *_PLACE)
    joined = targets.join(places, on="family_key", how="left")
    return joined.sort("tier", *_PLACE, "uid", nulls_last=True).to_dicts()


def homes_of(found: Listed, rows: Sequence[Mapping[str, Any]]) -> dict[str, Home]:
    """Head and place of some families of the list."""
    keys = [row["family_key"] for row in rows]
    return homes(found.basis, found.rows.families.filter(pl.col("family_key").is_in(keys)))


def place_of(home: Home) -> str:
    """Dusun, RT and RW as far as they are written.

    >>> place_of(Home("", "KARANG", "003", ""))
    'KARANG, RT 003'
    """
    numbers = " ".join(f"{name} {part}" for name, part in (("RT", home.rt), ("RW", home.rw)) if part)
    return ", ".join(part for part in (home.dusun, numbers) if part) or _("tempat tidak diisi")


def table(found: Listed, rows: Sequence[Mapping[str, Any]], *, quota: bool) -> Table:
    """One page of families; with a quota also who is chosen and by which lot."""
    known = homes_of(found, rows)
    columns = [
        Column(_("Tingkat"), numeric=True),
        Column(_("Kepala keluarga, tempat"), wide=True),
        Column(_("Desil"), numeric=True),
        Column(_("Golongan rentan yang terbukti"), wide=True),
        Column(_("No. keluarga"), numeric=True, digits=0),
        *([Column(_("Kuota"), wide=True)] if quota else []),
    ]
    shown = [_row(found, row, known[row["family_key"]], quota=quota) for row in rows]
    caption = _("Keluarga sasaran menurut tingkat. Sumber: %s") % found.basis.batch
    return Table(caption, columns, shown, header=1, id="keluarga")


def _row(found: Listed, row: Mapping[str, Any], home: Home, *, quota: bool) -> Row:
    head = format_html("{} <small>{}</small>", home.head or _("nama tidak tercatat"), place_of(home))
    cells: list[object] = [row["tier"], head, row["decile"], _groups(found, row), str(row["uid"])]
    url = reverse("targeting:family", args=[found.code, row["uid"]])
    return Row([*cells, _chosen(row)] if quota else cells, url=url)


def _groups(found: Listed, row: Mapping[str, Any]) -> SafeString:
    """The proven groups, and small which ones this family's data leave open."""
    proven = "; ".join(_(GROUP_NAMES[name]) for name in GROUPS if row[name]) or _("tidak ada")
    open_ones = [_(GROUP_NAMES[name]) for name in GROUPS if row[name] is None and name not in found.never_known]
    unknown = _("tidak diketahui: %s") % "; ".join(open_ones) if open_ones else ""
    return format_html("{} <small>{}</small>", proven, unknown)


def never_known(found: Listed) -> list[tuple[str, str]]:
    """The groups that the register leaves open for every family of the list, each with the reason."""
    return [(_(GROUP_NAMES[name]), found.targets[f"{name}_basis"][0]) for name in found.never_known]


def _chosen(row: Mapping[str, Any]) -> object:
    if not row["chosen"]:
        return _("tidak; undian %s…") % row["lot"][:8] if row["lot"] else _("tidak")
    return Pill("nila", _("terpilih; undian %s…") % row["lot"][:8] if row["lot"] else _("terpilih"))


def tier_counts(found: Listed) -> list[tuple[int, int]]:
    """How many families stand in each tier of the village."""
    return list(found.targets.group_by("tier").len().sort("tier").iter_rows())


def reasons(found: Sequence[Reason]) -> list[tuple[str, str]]:
    """Name and sentence of each reason."""
    return [(_(one.name), one.text) for one in found]
