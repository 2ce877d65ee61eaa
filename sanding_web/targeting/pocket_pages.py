"""How pockets, distances and poverty lines look: tables that say what was judged, and a map of the distances."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sanding.parameters import all_parameters, value
from sanding.targeting.pockets import Level, PocketRule
from sanding.targeting.poverty_lines import extreme_line, extreme_lines
from sanding_web.ui.map import MapLayer, VillageMap, class_layers
from sanding_web.ui.outline import Outline
from sanding_web.ui.parts import Column, Pill, Row, Table
from sanding_web.ui.words import Missing, number, percent, rupiah, short_date

HIDDEN = gettext_noop("hitungan kecil disamarkan")
UNWRITTEN = gettext_noop("tempat tidak diisi pada data")
ROAD_SOURCES = (
    gettext_noop("titik desa"),
    gettext_noop("pengganti: median desa sekecamatan"),
    gettext_noop("pengganti: median desa sekabupaten"),
    gettext_noop("tak ada"),
)
"""What the core writes into its tables, for the other language."""


def _head(level: Level) -> str:
    return _("Dusun/lingkungan") if level == "dusun" else _("RT/RW")


def found_table(found: Sequence[tuple[Level, Mapping[str, Any]]], names: Mapping[str, tuple[str, str]]) -> Table:
    """Every pocket of the villages in scope, the surest first. ``names``: village and kecamatan by code."""
    columns = [
        Column(_("Desa/kelurahan"), sortable=True),
        Column(_("Kecamatan"), sortable=True),
        Column(_("Dusun atau RT"), sortable=True),
        Column(_("Keluarga"), numeric=True),
        Column(_("Desil 1"), numeric=True),
        Column(_("Bagian"), numeric=True),
        Column(_("Batas bawah"), numeric=True),
        Column(_("Seluruh desa"), numeric=True),
    ]
    rows = [
        Row(
            [*names[row["village_code"]], row["part"], *_numbers(row), percent(row["share_village"])],
            url=reverse("targeting:pockets_village", args=[row["village_code"]]),
        )
        for _level, row in sorted(found, key=lambda one: -(one[1]["share_low"] or 0))
    ]
    caption = _("Kantong kemiskinan: dusun atau RT yang bagian desil 1-nya pasti di atas bagian kabupaten")
    return Table(caption, columns, rows, id="kantong")


def parts_table(level: Level, rows: Sequence[Mapping[str, Any]], source: str) -> Table:
    """Every dusun or RT of one village; families whose place is not written stand in a row of their own."""
    columns = [
        Column(_head(level)),
        Column(_("Keluarga"), numeric=True),
        Column(_("Desil 1"), numeric=True),
        Column(_("Bagian"), numeric=True),
        Column(_("Batas bawah"), numeric=True),
        Column(_("Penilaian"), wide=True),
    ]
    shown = [Row([row["part"] or _("tidak diisi"), *_numbers(row), _judged(row)]) for row in rows]
    caption = _("Keluarga menurut %(part)s. Sumber: %(source)s") % {"part": _head(level), "source": source}
    return Table(caption, columns, shown)


def _numbers(row: Mapping[str, Any]) -> list[object]:
    """Families, decile 1, its share and the lower bound; hidden ones say so, unjudged ones are "tidak dinilai"."""
    counts = [Missing.SUPPRESSED if row[name] is None else row[name] for name in ("families", "families_d1")]
    hidden = row["note"] == HIDDEN
    shares = [row["share_d1"], row["share_low"]]
    return [*counts, *(Missing.SUPPRESSED if hidden else _share(one) for one in shares)]


def _share(share: float | None) -> str:
    return _("tidak dinilai") if share is None else percent(share)


def _judged(row: Mapping[str, Any]) -> object:
    if row["pocket"]:
        return Pill("nila", _("kantong kemiskinan"))
    if row["note"] in (HIDDEN, UNWRITTEN):
        return _(row["note"])
    return _("terlalu sedikit keluarga: tidak dinilai") if row["note"] else _("bukan kantong")


def rule_words(rule: PocketRule) -> str:
    """The rule in one sentence."""
    figures = {
        "families": number(rule.minimum),
        "poor": number(rule.minimum_d1),
        "sure": percent(rule.confidence, 0),
    }
    return (
        _(
            "Dusun atau RT dinilai bila ada sedikitnya %(families)s keluarga, dan disebut kantong bila sedikitnya "
            "%(poor)s keluarga desil 1 serta bagian terendah yang mungkin (selang Wilson, keyakinan %(sure)s) masih di "
            "atas bagian kabupaten. Dengan begitu beberapa keluarga saja tidak membuat kantong."
        )
        % figures
    )


def road_table(rows: Sequence[Mapping[str, Any]], names: Mapping[str, tuple[str, str]], factor: float) -> Table:
    """Every village in scope with its estimated distance, the farthest first."""
    columns = [
        Column(_("Desa/kelurahan"), sortable=True),
        Column(_("Kecamatan"), sortable=True),
        Column(_("Perkiraan jarak (km jalan)"), numeric=True, sortable=True, digits=1),
        Column(_("Asal jarak"), wide=True),
    ]
    ordered = sorted(rows, key=lambda row: (-(row["road_km"] or 0), row["village_code"]))
    shown = [
        Row(
            [*names[row["village_code"]], row["road_km"], _(row["road_source"])],
            url=reverse("targeting:pockets_village", args=[row["village_code"]]),
        )
        for row in ordered
    ]
    caption = _("Perkiraan jarak jalan ke pusat kabupaten: garis lurus dikalikan %s, bukan jarak yang diukur")
    return Table(caption % number(factor, 1), columns, shown, id="jarak")


def road_map(rows: Sequence[Mapping[str, Any]], drawn: Outline, on: date, regions: Mapping[str, str]) -> VillageMap:
    """The distances on the map."""
    roads = {row["village_code"]: row["road_km"] for row in rows}
    limits = value("targeting.road_map_classes", on)
    return VillageMap(
        outline=drawn,
        sentence=_("Peta perkiraan jarak jalan dari tiap desa ke pusat kabupaten; makin tua warnanya makin jauh."),
        unit=_("km jalan, perkiraan"),
        source=_("titik desa dan letak kantor perangkat daerah"),
        layers=[
            MapLayer("blank", drawn.villages.keys() - roads.keys()),
            *class_layers(roads, limits, ramp="progress", suffix=" km", factor=1.0),
        ],
        table_url="#jarak",
        regions=regions,
    )


def extreme_table(on: date) -> Table:
    """Every known line of extreme poverty, newest first."""
    now = extreme_line(on)
    columns = [
        Column(_("Berlaku sejak")),
        Column(_("Per orang per hari"), numeric=True),
        Column(_("Per orang per bulan"), numeric=True),
        Column(_("Cara"), wide=True),
        Column(_("Keadaan")),
        Column(_("Sumber"), wide=True),
    ]
    rows = [
        Row(
            [
                short_date(begins),
                rupiah(line.per_day),
                rupiah(line.per_month),
                _("USD %(dollars)s per hari, daya beli %(base)s; %(days)s hari sebulan")
                % {"dollars": number(line.ppp_dollars, 2), "base": line.ppp_base, "days": line.days},
                _in_force(line == now),
                line.source,
            ]
        )
        for begins, line in reversed(extreme_lines())
    ]
    return Table(_("Garis kemiskinan ekstrem, rupiah per orang"), columns, rows)


def national_table(on: date) -> Table:
    """Every known national poverty line, newest first."""
    known = [one for one in all_parameters()["targeting.poverty_line"]]
    now = max((one.valid_from for one in known if one.valid_from <= on), default=None)
    columns = [
        Column(_("Berlaku sejak")),
        Column(_("Per orang per bulan"), numeric=True),
        Column(_("Keadaan")),
        Column(_("Sumber"), wide=True),
    ]
    rows = [
        Row([short_date(one.valid_from), rupiah(one.value), _in_force(one.valid_from == now), one.source])
        for one in reversed(known)
    ]
    return Table(_("Garis kemiskinan nasional (BPS), rupiah per orang per bulan"), columns, rows)


def _in_force(now: bool) -> object:
    return Pill("baik", _("berlaku hari ini")) if now else _("sudah diganti")


def empty_level(frame: pl.DataFrame) -> bool:
    """Whether no family has its dusun (or RT) written."""
    return bool(frame["part"].is_null().all())
