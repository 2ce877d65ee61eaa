"""Jejak audit: who did what and when, whether the chain over it is whole, its anchors and its export."""

from base64 import b64encode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.audit_chain.evidence import compressed
from sanding_web.accounts.access import audience
from sanding_web.accounts.scope import Scope
from sanding_web.audit import drawing, queries
from sanding_web.audit.actions import record
from sanding_web.audit.chain import Chain, DayEnd, chain, day_end, running_day
from sanding_web.audit.evidence import evidence_lines, last_number
from sanding_web.audit.jobs import ask_verify
from sanding_web.audit.models import Anchor, Entry
from sanding_web.defence.limits import limited
from sanding_web.ui.parts import Action, Column, Empty, Pill, Row, Table
from sanding_web.ui.words import Missing, clock, short_date


@audience("audit.view")
def index(request: HttpRequest) -> HttpResponse:
    """The chain's state; entries newest first, filtered by action, person, day and object."""
    wanted = queries.asked(request.GET)
    page = Paginator(queries.entries_for(wanted), 50).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "entries": _table(page, request.user.scope),  # type: ignore[union-attr]
        "wanted": wanted,
        "actions": queries.actions_seen(),
        "people": queries.people_seen(),
        "system": queries.SYSTEM,
        "kinds": queries.kinds(),
        **_chain_shown(chain()),
    }
    return render(request, "audit/index.html", context)


def _chain_shown(now: Chain) -> dict[str, object]:
    last, checked = now.last, now.checked
    return {
        "chain": now,
        "state": _state(now),
        "chain_facts": [
            (_("Terkunci sampai"), timezone.localtime(last.sealed_at) if last else Missing.ABSENT),
            (_("Blok terakhir"), last.number if last else Missing.ABSENT),
            (_("Menunggu dikunci (catatan)"), now.waiting),
            (_("Pemeriksaan terakhir"), timezone.localtime(checked.at) if checked else Missing.ABSENT),
            (_("Hasilnya"), drawing.check_result(checked) if checked else Missing.ABSENT),
        ],
        "verify": Action(_("Periksa sekarang"), reverse("audit:verify"), icon="shield-check", post=True),
        "export": Action(_("Ekspor bukti"), reverse("audit:export"), icon="download"),
        "anchors": Action(_("Jangkar harian"), reverse("audit:anchors"), icon="printer"),
    }


def _state(now: Chain) -> Pill:
    if now.broken:
        return Pill("gawat", _("Tidak utuh"))
    if now.late:
        return Pill("gawat", _("Terlambat dikunci"))
    if now.checked is None:
        return Pill("netral", _("Belum pernah diperiksa"))
    return Pill("baik", _("Utuh saat diperiksa"))


@audience("audit.view", writes=True)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole chain in the background."""
    return redirect("jobs:progress", ask_verify(request.user).pk)


@audience("audit.view")
@limited("export", posts_only=True)  # type: ignore[arg-type]  # a streamed answer is no HttpResponse to the stubs
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Everything sealed, with blocks and anchors, as one packed file that ``sanding audit verify`` proves."""
    until = last_number()
    record(request.user, "audit.export", blocks=until)
    answer = StreamingHttpResponse(compressed(evidence_lines(until)), content_type="application/gzip")
    name = f"jejak-audit-{timezone.localdate().isoformat()}.jsonl.gz"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@audience("audit.view")
def anchors(request: HttpRequest) -> HttpResponse:
    """The last block of each day, newest first; the running day on top."""
    kept = Anchor.objects.select_related("block").defer("block__members").order_by("-day")
    page = Paginator(kept, 60).get_page(request.GET.get("halaman"))
    running = running_day() if page.number == 1 else None
    rows = [running] if running else []
    rows += [DayEnd(one.day, one.block, one.hash, over=True) for one in page]
    nothing = Empty(_("Belum ada blok yang terkunci."), _("Pekerja latar mengunci catatan setiap sepuluh detik."))
    context = {"page": page, "table": _days(rows), "nothing": None if rows else nothing}
    return render(request, "audit/anchors.html", context)


def _days(rows: list[DayEnd]) -> Table:
    columns = [
        Column(_("Hari")), Column(_("Keadaan")), Column(_("Blok"), numeric=True), Column(_("Terkunci pukul")),
        Column(_("Awal sidik"), wide=True),
    ]  # fmt: skip
    cells = [
        Row(
            [
                format_html(
                    '<a href="{}">{}</a>', reverse("audit:anchor", args=[one.day.isoformat()]), short_date(one.day)
                ),
                Pill("baik", _("Tetap")) if one.over else Pill("info", _("Hari berjalan")),
                one.block.number,
                clock(timezone.localtime(one.block.sealed_at)),
                format_html("<code>{}</code>", " ".join(one.groups[:3]) + " …"),
            ]
        )
        for one in rows
    ]
    return Table(_("Jangkar harian: sidik blok terakhir setiap hari"), columns, cells, hidden_caption=True)


@audience("audit.view")
def anchor(request: HttpRequest, day: str) -> HttpResponse:
    """One anchor on one sheet: hash, QR code, room for two signatures."""
    shown = day_end(day)
    facts = [
        (_("Hari"), shown.day),
        (_("Blok"), shown.block.number),
        (_("Terkunci"), timezone.localtime(shown.block.sealed_at)),
        (_("Catatan terakhir pada blok (nomor)"), shown.block.last),
    ]
    code = b64encode(shown.code()).decode()
    return render(request, "audit/anchor.html", {"anchor": shown, "facts": facts, "code": code})


def _table(page: Page[Entry], scope: Scope) -> Table:
    columns = [
        Column(_("Waktu")),
        Column(_("Siapa")),
        Column(_("Peran")),
        Column(_("Tindakan")),
        Column(_("Objek")),
        Column(_("Rincian"), wide=True),
    ]
    rows = [
        Row(
            [
                timezone.localtime(entry.at),
                drawing.actor(entry),
                drawing.role(entry.role),
                drawing.action(entry),
                drawing.subject(entry, scope),
                drawing.details(entry),
            ]
        )
        for entry in page
    ]
    return Table(_("Jejak audit, satu baris satu tindakan, terbaru di atas"), columns, rows, hidden_caption=True)
