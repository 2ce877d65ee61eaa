"""Who is reading the desk, and what of it: the whole district or their own villages, exact or suppressed."""

from typing import Any

import polars as pl
from django.http import Http404, HttpRequest
from django.utils import timezone

from sanding_web.decisions.queries import in_force
from sanding_web.targeting import freezing, queries
from sanding_web.targeting.desk import Desk, open_desk
from sanding_web.targeting.ranking import Ranking
from sanding_web.ui.small import limit_for, shown_row


def desk_of(request: HttpRequest) -> Desk:
    """The desk of the address, for those who see the whole district; 404 for others, or while there is no data."""
    desk = open_desk(request.GET, timezone.localdate()) if sees_whole(request) else None
    if desk is None:
        raise Http404
    return desk


def sees_whole(request: HttpRequest) -> bool:
    """Whether this person's scope is the whole district."""
    return request.user.scope.kind == "district"  # type: ignore[union-attr]


def limit_of(request: HttpRequest) -> int:
    """Counts below this are suppressed for this reader (ADR 0014)."""
    return limit_for(request.user.scope)  # type: ignore[union-attr]


def shown(request: HttpRequest, listed: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as this reader may see them (ADR 0014)."""
    limit = limit_of(request)
    return [shown_row(row, limit) for row in listed.to_dicts()]


def in_scope(request: HttpRequest, listed: pl.DataFrame) -> pl.DataFrame:
    """The villages of a list that lie in this person's scope."""
    mine = list(request.user.scope.villages().values_list("code", flat=True))  # type: ignore[union-attr]
    return listed.filter(pl.col("village_code").is_in(mine))


def ranking_in_scope(request: HttpRequest) -> tuple[Ranking, str]:
    """The desk's ranking for district roles, the signed one for others; 404 where there is none."""
    if sees_whole(request):
        desk = desk_of(request)
        return desk.ranking, desk.query
    decision = in_force("priority", queries.programme().year)
    if decision is None:
        raise Http404
    return freezing.ranking_of(decision), ""
