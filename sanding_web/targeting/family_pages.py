"""How target families look as counts: tables by place, the rule with its dates and sources, and the sheet."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sanding.documents.sheet import Column as SheetColumn
from sanding.parameters import in_force
from sanding.targeting.families import FamilyRules
from sanding.targeting.family_counts import ANSWERS, DECILES, NO_DECILE, TARGETS, parts, tier_subject, tiers_of
from sanding.targeting.rules import TierRule
from sanding.targeting.vulnerability import GROUPS
from sanding_web.targeting.family_queries import Cell
from sanding_web.ui.parts import Column, Figure, Row, Table
from sanding_web.ui.small import plain
from sanding_web.ui.words import Missing, number, short_date

Cells = Mapping[tuple[str, str], Cell]
YES, NO, UNKNOWN = ANSWERS["yes"], ANSWERS["no"], ANSWERS["unknown"]
GROUP_NAMES = {
    "lone_elderly": gettext_noop("Lansia tunggal"),
    "disability": gettext_noop("Penyandang disabilitas"),
    "migrant_worker": gettext_noop("Pekerja migran"),
    "woman_head": gettext_noop("Perempuan kepala keluarga"),
}

_SHORT = {
    "lone_elderly": gettext_noop("Lansia"),
    "disability": gettext_noop("Disabilitas"),
    "migrant_worker": gettext_noop("Migran"),
    "woman_head": gettext_noop("Perempuan KK"),
}


class Place:
    """One row of the tables: a kecamatan or a village, where its name leads, and its counts."""

    def __init__(self, code: str, name: str, cells: Cells, url: str = "") -> None:
        self.code, self.name, self.cells, self.url = code, name, cells, url


def figures(cells: Cells, rule: TierRule, source: str, on: date) -> list[Figure]:
    """Target families, by decile, and those that the source gave no decile."""
    unit = _("keluarga")
    by_decile = [
        Figure(_("Desil %d") % decile, cells[DECILES, str(decile)], unit, source, on) for decile in rule.deciles
    ]
    return [
        Figure(_("Keluarga sasaran"), cells[TARGETS, ""], unit, source, on, large=True),
        *by_decile,
        Figure(_("Desil belum ditentukan"), cells[NO_DECILE, ""], unit, source, on),
    ]


def groups_table(places: Sequence[Place], head: str, total: Cells | None, source: str) -> Table:
    """Families of each vulnerable group; what the register cannot say stands beside it."""
    columns = [
        Column(head, sortable=True),
        Column(_("Keluarga sasaran"), numeric=True, sortable=True),
        *(Column(_(GROUP_NAMES[group]), numeric=True, short=_(short)) for group, short in _SHORT.items()),
        Column(_("Desil belum ditentukan"), numeric=True, short=_("Tanpa desil")),
    ]
    rows = [Row([one.name, *_group_cells(one.cells)], url=one.url) for one in places]
    footer = [_("Seluruhnya"), *_group_cells(total)] if total else ()
    caption = _("Keluarga sasaran menurut golongan rentan, satuan keluarga. Sumber: %s") % source
    return Table(caption, columns, rows, footer=footer, id="golongan")


def _group_cells(cells: Cells) -> list[object]:
    return [cells[TARGETS, ""], *(_answer(cells, group) for group in GROUPS), cells[NO_DECILE, ""]]


def _answer(cells: Cells, group: str) -> object:
    """Yes, and beside it how many are unknown; where nothing is known no zero is shown."""
    yes, no, unknown = (cells[group, answer] for answer in (YES, NO, UNKNOWN))
    if isinstance(yes, Missing) or isinstance(unknown, Missing) or not unknown:
        return yes
    if not yes and not no:
        return _("tidak diketahui")
    return format_html("{} <small>{}</small>", number(yes), _("%s tidak diketahui") % number(unknown))


def tiers_table(places: Sequence[Place], head: str, total: Cells | None, rule: TierRule, source: str) -> Table:
    """Families of each tier."""
    wanted = _tiers(rule)
    columns = [
        Column(head, sortable=True),
        *(Column(_("T%s") % part, numeric=True, short=_("Tingkat %s") % part) for _subject, part in wanted),
    ]
    rows = [Row([one.name, *(one.cells[cell] for cell in wanted)], url=one.url) for one in places]
    footer = [_("Seluruhnya"), *(total[cell] for cell in wanted)] if total else ()
    caption = _("Keluarga sasaran menurut tingkat (T1 didahulukan), satuan keluarga. Sumber: %s") % source
    return Table(caption, columns, rows, footer=footer, id="tingkat")


def _tiers(rule: TierRule) -> list[tuple[str, str]]:
    return [(tier_subject(decile), str(tier)) for decile in rule.deciles for tier in tiers_of(decile, rule)]


def tier_words(rule: TierRule) -> list[tuple[int, str]]:
    """Each tier and whom it holds."""
    kinds = [
        _("%d golongan rentan atau lebih") % rule.several,
        *(_("hanya %s") % _(GROUP_NAMES[group]).lower() for group in rule.groups),
        _("tidak ada golongan yang terbukti"),
    ]
    return [
        (tier, _("desil %(decile)d, %(kind)s") % {"decile": decile, "kind": kind})
        for decile in rule.deciles
        for tier, kind in zip(tiers_of(decile, rule), kinds, strict=True)
    ]


def rule_table(rules: FamilyRules) -> Table:
    """The dated figures behind the flags and tiers, with their sources."""
    today = timezone.localdate()
    several = {"deciles": _and(rules.tiers.deciles), "several": rules.tiers.several}
    values = (
        (
            "family_tiers",
            _("Urutan tingkat"),
            _("desil %(deciles)s; %(several)s golongan atau lebih didahulukan") % several,
        ),
        ("elderly_age", _("Umur lansia"), _("%d tahun atau lebih") % rules.flags.elderly_age),
        (
            "disability_codes",
            _("Disabilitas"),
            _("kode %(codes)s pada salah satu dari %(n)d ranah fungsi")
            % {"codes": _and(rules.flags.disabled), "n": len(rules.flags.domains)},
        ),
    )
    found = [(in_force(f"targeting.{name}", today), label, words) for name, label, words in values]
    rows = [Row([label, words, short_date(one.valid_from), one.source]) for one, label, words in found]
    columns = [
        Column(_("Aturan")),
        Column(_("Nilai"), wide=True),
        Column(_("Berlaku sejak")),
        Column(_("Sumber"), wide=True),
    ]
    return Table(_("Aturan yang dipakai hari ini, dengan tanggal dan sumbernya"), columns, rows)


def _and(values: Sequence[object]) -> str:
    return ", ".join(str(one) for one in values)


_GROUP_HEADS = {
    "lone_elderly": "LANSIA TUNGGAL",
    "disability": "DISABILITAS",
    "migrant_worker": "PEKERJA MIGRAN",
    "woman_head": "PEREMPUAN KK",
}


def export_columns(rule: TierRule) -> list[SheetColumn]:
    """The columns of the sheet: every part of every subject."""
    heads = [
        SheetColumn("KELUARGA SASARAN", 11, 0),
        SheetColumn("DESIL BELUM DITENTUKAN", 11, 0),
        *(SheetColumn(f"DESIL {decile}", 9, 0) for decile in rule.deciles),
        *(SheetColumn(f"TINGKAT {part}", 9, 0) for _subject, part in _tiers(rule)),
        *(
            SheetColumn(f"{_GROUP_HEADS[group]}: {word.upper()}", 12, 0)
            for group in GROUPS
            for word in ANSWERS.values()
        ),
    ]
    return [SheetColumn("KODE", 13), SheetColumn("TEMPAT", 24), SheetColumn("KECAMATAN", 20), *heads]


def export_rows(places: Sequence[tuple[Place, str]], rule: TierRule) -> list[list[Any]]:
    """The same values as on the page; suppressed cells say so. Each place with the name of its kecamatan."""
    wanted = parts(rule)
    return [
        [place.code, place.name, kecamatan, *(plain(place.cells[cell]) for cell in wanted)]
        for place, kecamatan in places
    ]
