"""Meja prioritas: which villages come first, how that was counted, and the way to a decision."""

from typing import Any

import polars as pl
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from sanding.errors import RuleBroken
from sanding.targeting.explain import explain_village
from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import file_of
from sanding_web.decisions.forms import NoteForm
from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import in_force, open_proposal
from sanding_web.defence.limits import limited
from sanding_web.targeting import actions, drawing, export, freezing, queries
from sanding_web.targeting.choice import COMPONENTS
from sanding_web.targeting.desk import Desk, open_desk
from sanding_web.targeting.forms import METHOD_HINTS, ScenarioForm
from sanding_web.targeting.ranking import Ranking
from sanding_web.targeting.reader import desk_of, in_scope, limit_of, ranking_in_scope, sees_whole, shown
from sanding_web.targeting.robust import known, robustness
from sanding_web.targeting.robust_drawing import band, class_pill, draws_sentence
from sanding_web.targeting.robust_views import ranking_part
from sanding_web.targeting.tornado_drawing import tornado_of
from sanding_web.ui.small import has_small

STANDINGS = {
    "prioritas": (_lazy("prioritas"), pl.col("standing") == "prioritas"),
    "di-bawah-kuota": (_lazy("di bawah kuota"), pl.col("standing") == "di bawah kuota"),
    "di-luar-kategori": (_lazy("di luar kategori"), pl.col("standing") == "di luar kategori"),
    "di-luar-rencana": (_lazy("kecamatan di luar rencana gelombang"), pl.col("standing").str.contains("rencana")),
    "belum-lengkap": (_lazy("data belum lengkap"), pl.col("rank").is_null()),
    "tanpa-indeks": (_lazy("tanpa indeks"), pl.col("index_score").is_null()),
}


@audience("priority.view")
def index(request: HttpRequest) -> HttpResponse:
    """The desk; local roles see their villages on the list in force instead."""
    if not sees_whole(request):
        return _own_villages(request)
    desk = open_desk(request.GET, timezone.localdate())
    if desk is None:
        return render(request, "targeting/empty.html", {"programme": queries.programme()})
    template = "targeting/_desk.html" if request.htmx else "targeting/index.html"  # type: ignore[attr-defined]
    answer = render(request, template, _desk_context(request, desk), status=200 if desk.valid else 422)
    if not desk.valid:  # the fields show their faults too, so the whole desk is swapped
        answer["HX-Retarget"] = answer["HX-Reselect"] = "#meja"
    return answer


def _desk_context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    ranking, year = desk.ranking, desk.programme.year
    current, proposal = in_force("priority", year), open_proposal("priority", year)
    drawn = drawing.district_outline(desk.programme.district_code)
    every = f"{reverse('targeting:all')}?{desk.query}"
    return {
        "desk": desk,
        "ranking": ranking,
        **ranking_part(request, desk, known(ranking)),
        "map": drawn and _map(ranking.listed, drawn, ranking, every, limit_of(request)),
        "stages": drawing.stages(ranking, decided=_decided(current, proposal), here=2, query=desk.query),
        "waves": _waves(ranking),
        "hints": METHOD_HINTS,
        "method": _(drawing.METHOD_NAMES[ranking.choice.method]),
        **_against(ranking, desk, current),
        "proposal": proposal,
        "current": current,
        "scenarios": queries.scenarios(year),
        "scenario_form": ScenarioForm(),
        "work": request.user.scope.may("priority.work"),  # type: ignore[union-attr]
        "may_export": request.user.scope.may("count.export"),  # type: ignore[union-attr]
        "weights": [desk.form[f"bobot_{name}"] for name in COMPONENTS],
        "kept": {name: text for name, text in ranking.choice.query().items() if "gel_" in name},
    }


def _against(ranking: Ranking, desk: Desk, current: Decision | None) -> dict[str, Any]:
    """Who enters and who leaves: against the list in force, else against the start of the desk."""
    before = queries.codes_on(current) if current is not None else desk.start.chosen
    now = ranking.chosen
    return {"entering": _names(ranking, now - before), "leaving": _names(ranking, before - now)}


def _map(listed: pl.DataFrame, drawn: Any, ranking: Ranking, table_url: str, limit: int) -> Any:
    source = ranking.inputs.sources["counts"]
    unit = ranking.choice.unit
    return drawing.share_map(listed, drawn, unit=unit, source=source, table_url=table_url, limit=limit)


def _names(ranking: Ranking, codes: frozenset[str]) -> list[str]:
    rows: list[str] = ranking.listed.filter(pl.col("village_code").is_in(list(codes)))["name"].to_list()
    return rows


def _decided(current: Decision | None, proposal: Decision | None) -> str:
    if current is not None:
        return _("versi %d berlaku") % current.number
    return _("diusulkan") if proposal is not None else _("belum ditetapkan")


def _waves(ranking: Ranking) -> list[dict[str, Any]]:
    """Each wave with its kecamatan and how many priority villages they hold."""
    chosen = ranking.listed.filter(pl.col("priority"))
    held = dict(chosen.group_by("kecamatan_code").len().iter_rows())
    names = dict(ranking.kecamatan.select("kecamatan_code", "kecamatan").iter_rows())
    return [
        {
            "wave": wave,
            "villages": sum(held.get(code, 0) for code in wave.kecamatan),
            "kecamatan": [(names.get(code, code), held.get(code, 0)) for code in wave.kecamatan],
        }
        for wave in ranking.plan
    ]


def _own_villages(request: HttpRequest) -> HttpResponse:
    """The signed list, cut to one's own villages."""
    programme = queries.programme()
    decision = in_force("priority", programme.year)
    may_export = request.user.scope.may("count.export")  # type: ignore[union-attr]
    context: dict[str, Any] = {"programme": programme, "decision": decision, "may_export": may_export}
    if decision is not None:
        ranking = freezing.ranking_of(decision)
        listed = in_scope(request, ranking.listed)
        choice, index = ranking.choice, ranking.index[1]
        rows = [drawing.village_row(row, method=choice.method, unit=choice.unit) for row in shown(request, listed)]
        caption = _("Desa Anda pada daftar prioritas; urutan dari %d desa/kelurahan.") % ranking.listed.height
        table = drawing.list_table(rows, unit=choice.unit, index=index, caption=caption)
        drawn = drawing.district_outline(programme.district_code)
        shown_map = drawn and _map(listed, drawn, ranking, "#urutan", limit_of(request))
        context |= {"table": table, "map": shown_map, "ranking": ranking}
    return render(request, "targeting/own.html", context)


@audience("priority.view")
def every(request: HttpRequest) -> HttpResponse:
    """All villages in order, by pages; ``?kecamatan=`` keeps one kecamatan, ``?keadaan=`` one standing."""
    desk = desk_of(request)
    ranking, wanted = desk.ranking, request.GET.get("keadaan", "")
    kecamatan = request.GET.get("kecamatan", "")
    listed = ranking.listed.filter(pl.col("kecamatan_code") == kecamatan) if kecamatan else ranking.listed
    listed = listed.filter(STANDINGS[wanted][1]) if wanted in STANDINGS else listed
    page = Paginator(shown(request, listed), 50).get_page(request.GET.get("halaman"))
    choice, firm = ranking.choice, known(ranking)
    rows = [
        drawing.village_row(row, query=desk.query, method=choice.method, unit=choice.unit, firm=firm) for row in page
    ]
    caption = _("Urutan seluruh kabupaten; desil 1 dalam %s.") % _(choice.unit)
    context = {
        "desk": desk,
        "ranking": ranking,
        "page": page,
        "table": drawing.list_table(
            rows, unit=choice.unit, index=ranking.index[1], caption=caption, firm=firm is not None
        ),
        "kecamatan": kecamatan,
        "standings": [(code, word) for code, (word, _rows) in STANDINGS.items()],
        "standing": wanted,
    }
    return render(request, "targeting/all.html", context)


@audience("priority.view")
def kecamatan(request: HttpRequest) -> HttpResponse:
    """The same ranking one level up."""
    desk = desk_of(request)
    table = drawing.kecamatan_table(desk.ranking, desk.query, limit=limit_of(request))
    kept = {name: text for name, text in desk.ranking.choice.query().items() if name not in ("metode", "satuan")}
    context = {"desk": desk, "ranking": desk.ranking, "table": table, "kept": kept}
    return render(request, "targeting/kecamatan.html", context)


@audience("priority.view")
def waves(request: HttpRequest) -> HttpResponse:
    """Which kecamatan begin in which year; a select for each."""
    desk = desk_of(request)
    ranking = desk.ranking
    held = dict(ranking.listed.filter(pl.col("priority")).group_by("kecamatan_code").len().iter_rows())
    rows = [
        {"row": row, "held": held.get(row["kecamatan_code"], 0), "wave": ranking.wave_of.get(row["kecamatan_code"], 0)}
        for row in drawing.kecamatan_rows(ranking, limit_of(request))
    ]
    year = desk.programme.year
    context = {
        "desk": desk,
        "ranking": ranking,
        "rows": rows,
        "waves": _waves(ranking),
        "numbers": [(n, ranking.first_year + n - 1) for n in range(1, len(ranking.sizes) + 1)],
        "kept": {name: text for name, text in ranking.choice.query().items() if "gel_" not in name},
        "quotas": [desk.form[f"kuota_gel_{n}"] for n in range(1, len(ranking.sizes) + 1)],
        "stages": drawing.stages(
            ranking,
            decided=_decided(in_force("priority", year), open_proposal("priority", year)),
            here=3,
            query=desk.query,
        ),
    }
    return render(request, "targeting/waves.html", context, status=200 if desk.valid else 422)


@audience("priority.view")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Why this village stands where it stands."""
    ranking, query = ranking_in_scope(request)
    rows = in_scope(request, ranking.listed).filter(pl.col("village_code") == code).to_dicts()
    if not rows:
        raise Http404
    row, limit = rows[0], limit_of(request)
    reasons = explain_village(ranking.listed, code, parameters=ranking.parameters)
    hidden = has_small(row, limit)
    context = {
        "row": row,
        "reasons": drawing.shown_reasons(row, reasons, limit),
        "ranking": ranking,
        "query": query,
        "whole": sees_whole(request),
        "hidden": hidden,
        "tornado": None if hidden else tornado_of(ranking, row),
        "firm": _firm_row(ranking, code),
    }
    return render(request, "targeting/village.html", context)


def _firm_row(ranking: Ranking, code: str) -> dict[str, Any] | None:
    """Pill and band of one village where the draws are known already."""
    firm = known(ranking)
    found = firm.by_code.get(code) if firm else None
    if firm is None or found is None:
        return None
    return {"pill": class_pill(found), "band": band(found), "draws": draws_sentence(firm)}


@audience("count.export")
@limited("export")
def export_list(request: HttpRequest, form: str) -> HttpResponse:
    """The list as CSV or XLSX, cut to one's scope."""
    ranking, _query = ranking_in_scope(request)
    rows = shown(request, in_scope(request, ranking.listed))
    year = queries.programme().year
    title = f"Prioritas desa {year}: {drawing.METHOD_NAMES[ranking.choice.method]}, satuan {ranking.choice.unit}"
    response = file_of(
        form,
        export.COLUMNS,
        export.lines(rows),
        name="PRIORITAS",
        title=[title, "; ".join(ranking.inputs.sources.values())],
        filename=f"prioritas-desa-{year}",
    )
    if response is None:
        raise Http404
    record(request.user, "priority.export", None, form=form, rows=len(rows))
    return response


@audience("priority.work", writes=True)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the choice of the address under a name."""
    desk, form = desk_of(request), ScenarioForm(request.POST)
    if not (desk.valid and form.is_valid()):
        return render(request, "targeting/save.html", {"desk": desk, "form": form}, status=422)
    kept = actions.save_scenario(
        request.user, year=desk.programme.year, name=form.cleaned_data["name"], choice=desk.ranking.choice
    )
    messages.success(request, _("Skenario %s tersimpan.") % kept.name)
    return redirect(f"{reverse('targeting:index')}?skenario={kept.pk}")


@audience("decision.propose", writes=True)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask with the numbers (GET), then freeze and propose (POST). What was read is what is proposed."""
    desk, form = desk_of(request), NoteForm(request.POST or None)
    if not desk.valid:
        return redirect(f"{reverse('targeting:index')}?{request.GET.urlencode()}")
    seen = freezing.freeze_ranking(desk.ranking, (), drawn=robustness).digest
    if request.method == "POST" and form.is_valid():
        _refuse_stale(request, seen)
        decision = _propose(request, desk, form.cleaned_data["note"])
        return redirect("decisions:decision", pk=decision.pk)
    waiting = open_proposal("priority", desk.programme.year)
    context = {
        "desk": desk,
        "form": form,
        "seen": seen,
        "summary": freezing.summary_of(desk.ranking),
        "waiting": waiting,
        "stages": drawing.stages(
            desk.ranking, decided=_decided(in_force("priority", desk.programme.year), waiting), here=4, query=desk.query
        ),
    }
    return render(request, "targeting/propose.html", context, status=422 if form.errors else 200)


def _propose(request: HttpRequest, desk: Desk, note: str) -> Decision:
    basis = freezing.legal_lines(desk.programme.basis_for("priority"))
    year = desk.programme.year
    return actions.propose_priority(request.user, year=year, ranking=desk.ranking, legal_basis=basis, note=note)


def _refuse_stale(request: HttpRequest, seen: str) -> None:
    if request.POST.get("seen") != seen:
        raise RuleBroken(
            "data atau parameter berubah sejak Anda membuka halaman ini",
            where="usulan penetapan",
            remedy="Usulan belum disimpan. Buka lagi meja prioritas, periksa daftarnya, lalu usulkan.",
            code="SND-TGW-03",
        )
