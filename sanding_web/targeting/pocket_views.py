"""Kantong kemiskinan di dalam desa, daerah terpencil (S4.5), dan garis kemiskinan bertanggal (S4.12)."""

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sanding.parameters import value
from sanding.targeting.pockets import Level
from sanding.targeting.poverty_lines import extreme_line, national_line
from sanding.targeting.remoteness import remoteness
from sanding_web.accounts.access import audience
from sanding_web.targeting import family_queries, pocket_pages
from sanding_web.targeting.drawing import district_outline
from sanding_web.targeting.family_queries import Opened
from sanding_web.targeting.family_results import LEVELS
from sanding_web.ui.small import sees_exact


def _scope(request: HttpRequest) -> Any:
    return request.user.scope  # type: ignore[union-attr]


@audience("priority.view")
def pockets(request: HttpRequest) -> HttpResponse:
    """Pockets and distances of the villages in scope."""
    found = family_queries.opened()
    if found is None:
        return render(request, "targeting/pockets.html", {"found": None})
    codes = list(_scope(request).villages().values_list("code", flat=True))
    own = found.basis.villages.filter(pl.col("code").is_in(codes))
    names = {code: (name, kecamatan) for code, name, kecamatan in own.select("code", "name", "kecamatan").iter_rows()}
    listed = [one for one in _parts(request, found, list(names)) if one[1]["pocket"]]
    context = {
        "found": found,
        "batch": found.basis.batch,
        "counted": found.result is not None,
        "table": pocket_pages.found_table(listed, names),
        "rule": pocket_pages.rule_words(found.basis.pockets),
        "unwritten": _unwritten(found),
        **_roads(found, names),
    }
    return render(request, "targeting/pockets.html", context)


def _parts(request: HttpRequest, found: Opened, codes: list[str]) -> list[tuple[Level, dict[str, Any]]]:
    """Rows of POCKETS as the reader may see them.

    Who sees no small counts sees the dusun where they are written, the RT elsewhere, never both: the sum of the RT
    would give a hidden dusun back.
    """
    if found.result is None:
        return []
    exact = sees_exact(_scope(request))
    frames = found.result.pockets if exact else found.result.shown_pockets
    mine = {level: frames[level].filter(pl.col("village_code").is_in(codes)) for level in LEVELS}
    if not exact:
        with_dusun = mine["dusun"].filter(pl.col("part").is_not_null())["village_code"].unique()
        mine["dusun"] = mine["dusun"].filter(pl.col("village_code").is_in(with_dusun.to_list()))
        mine["rt"] = mine["rt"].filter(~pl.col("village_code").is_in(with_dusun.to_list()))
    return [(level, row) for level in LEVELS for row in mine[level].to_dicts()]


def _unwritten(found: Opened) -> list[str]:
    """The levels that no family of the register has written."""
    if found.result is None:
        return []
    return [level for level in LEVELS if pocket_pages.empty_level(found.result.pockets[level])]


def _roads(found: Opened, names: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Distances as a table, and as a map where boundaries are known; nothing while the seat's place is unknown."""
    seat, today = family_queries.seat(), timezone.localdate()
    if seat is None:
        return {"roads": None, "map": None}
    rows = remoteness(found.basis.villages, seat=seat, on=today).to_dicts()
    mine = [row for row in rows if row["village_code"] in names]
    drawn = district_outline(family_queries.district_code())
    regions = {code[:6]: kecamatan for code, (_name, kecamatan) in names.items()}
    return {
        "roads": pocket_pages.road_table(mine, names, value("pairing.road_factor", today)),
        "map": pocket_pages.road_map(mine, drawn, today, regions) if drawn else None,
    }


@audience("priority.view")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Every dusun and RT of one village, and how far the village is."""
    place = family_queries.village_or_404(request.user, code)
    found = family_queries.opened()
    context: dict[str, Any] = {"village": place, "found": found, "names": _scope(request).may("family.view")}
    if found is not None:
        rows = _parts(request, found, [code])
        tables = [(level, [row for one, row in rows if one == level]) for level in LEVELS]
        source = str(found.basis.batch)
        road = _roads(found, {code: (place.name, place.kecamatan)})["roads"]
        context |= {
            "batch": found.basis.batch,
            "counted": found.result is not None,
            "tables": [pocket_pages.parts_table(level, mine, source) for level, mine in tables if mine],
            "share": rows[0][1]["share_district"] if rows else None,
            "rule": pocket_pages.rule_words(found.basis.pockets),
            "unwritten": _unwritten(found),
            "road": road.rows[0].cells[2:] if road and road.rows else None,
            "limit": 0 if sees_exact(_scope(request)) else found.basis.pockets.smallest_shown,
        }
    return render(request, "targeting/pockets_village.html", context)


@audience("priority.view")
def lines(request: HttpRequest) -> HttpResponse:
    """The dated poverty lines, and what they are not used for."""
    today = timezone.localdate()
    national, source = national_line(today)
    context = {
        "today": today,
        "extreme": extreme_line(today),
        "national": national,
        "national_source": source,
        "extreme_table": pocket_pages.extreme_table(today),
        "national_table": pocket_pages.national_table(today),
    }
    return render(request, "targeting/poverty_lines.html", context)
