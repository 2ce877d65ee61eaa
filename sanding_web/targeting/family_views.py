"""Keluarga sasaran: counts for everyone who sees priorities, names for the right ``family.view`` alone."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.targeting.families import explain_family
from sanding.targeting.family_lots import choose_families
from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import file_of
from sanding_web.defence.limits import limited
from sanding_web.district.models import Village
from sanding_web.targeting import family_actions, family_names, family_pages, family_queries
from sanding_web.targeting.family_forms import QuotaForm
from sanding_web.targeting.family_jobs import running
from sanding_web.targeting.family_pages import Place
from sanding_web.targeting.family_queries import Opened
from sanding_web.targeting.family_results import Result, basis
from sanding_web.ui.small import sees_exact


def _scope(request: HttpRequest) -> Any:
    return request.user.scope  # type: ignore[union-attr]


@dataclass(frozen=True)
class _View:
    """The places that a reader asked for: a list, and the row that they add up to where one may see it."""

    places: list[Place]
    total: Place | None
    head: str
    kecamatan: str


@audience("priority.view")
def families(request: HttpRequest) -> HttpResponse:
    """Counts by kecamatan, or with ``?kecamatan=`` by village; local roles see their own places."""
    found = family_queries.opened()
    context: dict[str, Any] = {"work": _scope(request).may("priority.work"), "running": running()}
    if found is None or found.result is None:
        return render(request, "targeting/families_empty.html", context | {"ready": found is not None})
    shown = _shown(request, found, found.result)
    source, day, rule = str(found.basis.batch), found.basis.batch.decreed_on, found.basis.rules.tiers
    total = shown.total.cells if shown.total else None
    footer = total if len(shown.places) > 1 else None
    context |= {
        "batch": found.basis.batch,
        "shown": shown,
        "figures": family_pages.figures(total, rule, source, day) if total else [],
        "groups": family_pages.groups_table(shown.places, shown.head, footer, source),
        "tiers": family_pages.tiers_table(shown.places, shown.head, footer, rule, source),
        "tier_words": family_pages.tier_words(rule),
        "rule": family_pages.rule_table(found.basis.rules),
        "kecamatan": _kecamatan(request, found),
        "limit": 0 if sees_exact(_scope(request)) else found.basis.pockets.smallest_shown,
        "names": _scope(request).may("family.view"),
        "may_export": _scope(request).may("count.export"),
    }
    return render(request, "targeting/families.html", context)


def _own(request: HttpRequest, found: Opened) -> pl.DataFrame:
    """VILLAGES in the reader's scope."""
    codes = list(_scope(request).villages().values_list("code", flat=True))
    return found.basis.villages.filter(pl.col("code").is_in(codes))


def _kecamatan(request: HttpRequest, found: Opened) -> list[tuple[str, str]]:
    own = _own(request, found)
    return list(own.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code").iter_rows())


def _shown(request: HttpRequest, found: Opened, result: Result) -> _View:
    """Kecamatan for those who see the whole district and ask for none, else villages."""
    own, kind = _own(request, found), _scope(request).kind
    wanted = request.GET.get("kecamatan", "") or (_scope(request).area[:6] if kind == "kecamatan" else "")
    exact = sees_exact(_scope(request))
    if kind == "district" and not wanted:
        names = dict(own.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code").iter_rows())
        total = _places(result, "kabupaten", {found.basis.villages["district_code"][0]: ""}, exact=exact)
        places = _places(result, "kecamatan", names, exact=exact)
        return _View(places, total[0] if total else None, _("Kecamatan"), "")
    listed = own.filter(pl.col("kecamatan_code") == wanted) if wanted else own
    whole = bool(wanted) and kind in ("district", "kecamatan") and not listed.is_empty()
    names = dict(listed.select("code", "name").iter_rows())
    places = _places(result, "desa", names, exact=exact, named=_scope(request).may("family.view"))
    total = _places(result, "kecamatan", {wanted: ""}, exact=exact) if whole else places if len(places) == 1 else []
    return _View(places, total[0] if total else None, _("Desa/kelurahan"), wanted)


def _places(result: Result, level: str, names: dict[str, str], *, exact: bool, named: bool = False) -> list[Place]:
    cells = family_queries.cells(result.counts, level, list(names), exact=exact)
    return [Place(code, name, cells[code], _url(level, code, named)) for code, name in names.items() if code in cells]


def _url(level: str, code: str, named: bool) -> str:
    if level == "kecamatan":
        return f"{reverse('targeting:families')}?kecamatan={code}"
    return reverse("targeting:families_village" if named else "targeting:pockets_village", args=[code])


@audience("count.export")
@limited("export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The counts of every village in scope, and of the kecamatan and the district where one sees them whole."""
    found = family_queries.opened()
    if found is None or found.result is None:
        raise Http404
    rows = _export_places(request, found, found.result)
    rule, batch = found.basis.rules.tiers, found.basis.batch
    response = file_of(
        form,
        family_pages.export_columns(rule),
        family_pages.export_rows(rows, rule),
        name="KELUARGA SASARAN",
        title=[f"Keluarga sasaran menurut tempat, {batch}", f"Penetapan {batch.decreed_on:%d-%m-%Y}; satuan keluarga"],
        filename="keluarga-sasaran",
    )
    if response is None:
        raise Http404
    record(request.user, "family.export", batch, form=form, rows=len(rows))
    return response


def _export_places(request: HttpRequest, found: Opened, result: Result) -> list[tuple[Place, str]]:
    own, kind, exact = _own(request, found), _scope(request).kind, sees_exact(_scope(request))
    kecamatan = dict(own.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code").iter_rows())
    upper: list[Place] = []
    if kind == "district":
        names = {found.basis.villages["district_code"][0]: str(found.basis.villages["district"][0])}
        upper += _places(result, "kabupaten", names, exact=exact)
    if kind in ("district", "kecamatan"):
        upper += _places(result, "kecamatan", kecamatan, exact=exact)
    villages = _places(result, "desa", dict(own.select("code", "name").iter_rows()), exact=exact)
    return [
        *((one, kecamatan.get(one.code, "")) for one in upper),
        *((one, kecamatan[one.code[:6]]) for one in villages),
    ]


@audience("priority.work", writes=True)
@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Ask for the count where it is missing, for example after a rule has changed."""
    family_actions.ask_count(request.user)
    messages.success(request, _("Hitungan keluarga sasaran dimulai."))
    return redirect("targeting:families")


@audience("family.view")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """The target families of one village by name; each opening is one entry of the audit log."""
    place = family_queries.village_or_404(request.user, code)
    listed = _listed(place)
    form = QuotaForm(request.GET, year=family_names.year())
    targets, quota = listed.targets, None
    if form.is_valid() and (quota := form.cleaned_data["kuota"]):
        targets = choose_families(targets, quota, seed=form.cleaned_data["benih"])
    page = Paginator(family_names.in_order(listed, targets), family_names.PAGE).get_page(request.GET.get("halaman"))
    record(request.user, "family.list", None, village=code, page=page.number, rows=len(page.object_list))
    context = {
        "village": place,
        "listed": listed,
        "form": form,
        "quota": quota,
        "page": page,
        "table": family_names.table(listed, list(page.object_list), quota=bool(quota)),
        "tiers": family_names.tier_counts(listed),
        "never_known": family_names.never_known(listed),
        "tier_words": family_pages.tier_words(listed.basis.rules.tiers),
    }
    return render(request, "targeting/families_village.html", context, status=422 if form.errors else 200)


def _listed(place: Village) -> family_names.Listed:
    found = basis()
    if found is None:
        raise Http404
    return family_names.listed(found, place.code)


@audience("family.view")
def family(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Why this family: its decile, what each flag rests on, its tier."""
    place = family_queries.village_or_404(request.user, code)
    listed = _listed(place)
    row = listed.row(str(number))
    if row is None:
        raise Http404
    record(request.user, "family.open", None, village=code, number=number)
    reasons = explain_family(row, rules=listed.basis.rules)
    context = {
        "village": place,
        "listed": listed,
        "number": number,
        "home": family_names.homes_of(listed, [row])[row["family_key"]],
        "reasons": family_names.reasons(reasons),
        "rule": family_pages.rule_table(listed.basis.rules),
    }
    return render(request, "targeting/family.html", context)
