"""Components and words for every page: ``{% load sanding %}``.

Records come from ``sanding_web.ui.parts`` (the view makes them), words from ``sanding_web.ui.words``.

    {% icon "printer" %}                           decoration; {% icon "lock" label %} when it stands alone
    {% pill "awas" "Rancangan" %}  {{ pill }}      {% sureness 0.71 %} gives pasti / batas / tidak with its share
    {% stat figure %}                              Figure: label, value, unit, source, on
    {% queue rows %}                               QueueRow: title, detail, due or since, action
    {% stages stages %}                            Stage: label, fact, state
    {% faults rows %}                              FaultRow: count, unit, cause, held, where, remedy, action
    {% diff rows caption old_label new_label %}    DiffRow: label, old, new
    {% score rows caption unit total_label %}      ScoreRow: reason, points, detail; the total is their sum
    {% options rows name legend unit %}            Option: value, name, change, moves
    {% due date %}  {% nik number reveal_url %}  {% small_number count limit %}
    {% progress job %}  {% confirm act %}  {% empty nothing %}  {% note "awas" text title %}
    {% action button %}                            Action: label, url, icon, primary, danger, post, dialog
    {% error_summary form formset %}  {% field form.name %}
    {% table table %}  {% pages page %}  {% facts pairs %}
    {% village_map map %}                          VillageMap with its table twin (sanding_web.ui.map)

Filters: angka, bertanda, persen, poin_persen, rupiah, rupiah_ringkas, tanggal, tanggal_pendek, tanggal_hari,
pukul, nilai.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect, Select
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sanding.identity import masked
from sanding_web.ui import icons, words
from sanding_web.ui.diff import marked_pair
from sanding_web.ui.map import VillageMap
from sanding_web.ui.parts import (
    Action,
    Column,
    Confirm,
    DiffRow,
    Empty,
    FaultRow,
    Figure,
    Option,
    PartIncomplete,
    Pill,
    Progress,
    QueueRow,
    Row,
    ScoreRow,
    Stage,
    Table,
    Tone,
)

register = template.Library()
Context = dict[str, Any]
_PARTS = "ui/components/"

register.filter("angka", words.number)
register.filter("bertanda", words.signed)
register.filter("persen", words.percent)
register.filter("poin_persen", words.percentage_points)
register.filter("rupiah", words.rupiah)
register.filter("rupiah_ringkas", words.rupiah_short)
register.filter("tanggal", words.long_date)
register.filter("tanggal_pendek", words.short_date)
register.filter("tanggal_hari", words.weekday_date)
register.filter("pukul", words.clock)


@register.filter
def nilai(value: object, word: str = "tak ada") -> object:
    """The value, or its missing word: "tak ada", "belum diisi", "disamarkan", "tidak dapat dihitung"."""
    reason = words.missing(value)
    if reason is None:
        return value
    known = words.Missing(word)
    shown = reason if isinstance(value, words.Missing) or reason is words.Missing.INCOMPUTABLE else known
    return format_html('<span class="s-missing">{}</span>', str(shown))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Tabler icon from the sprite; decoration unless it carries a label."""
    speech = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="s-ic" {}><use href="{}#{}"/></svg>', speech, static("icons.svg"), name)


def render_pill(shown: Pill) -> SafeString:
    """Icon and word in the tone of the state."""
    drawing = icon(shown.icon or icons.PILL[shown.tone])
    return format_html('<span class="s-pill s-pill-{}">{}{}</span>', shown.tone, drawing, shown.word)


@register.simple_tag
def pill(tone: Tone | Pill, word: str = "", icon: str = "") -> SafeString:
    """A state pill from a Pill, or from tone, word and icon."""
    return render_pill(tone if isinstance(tone, Pill) else Pill(tone, word, icon))


def sureness_pill(share: float | None, *, sure: float = 0.95) -> Pill:
    """How often a village is in: pasti at ``sure`` or more, tidak at 1 − ``sure`` or less, batas between."""
    if share is None:
        return Pill("netral", gettext("Tidak dapat dihitung"))
    kind, word, tone = "batas", gettext("Batas"), "awas"
    if share >= sure:
        kind, word, tone = "pasti", gettext("Pasti"), "nila"
    elif share <= 1 - sure:
        kind, word, tone = "tidak", gettext("Tidak"), "netral"
    return Pill(tone, f"{word} {words.percent(share, 0)}", icons.SURENESS[kind])  # type: ignore[arg-type]


@register.simple_tag
def sureness(share: float | None, sure: float = 0.95) -> SafeString:
    """The pill of ``sureness_pill``."""
    return render_pill(sureness_pill(share, sure=sure))


@register.inclusion_tag(f"{_PARTS}stat.html")
def stat(figure: Figure) -> Context:
    """A figure inside a <dl>; it exists only with unit and source."""
    if not isinstance(figure, Figure):
        raise PartIncomplete("{% stat %} takes a Figure")
    return {"figure": figure, "shown": words.number(figure.value, figure.digits), "gone": words.missing(figure.value)}


@register.inclusion_tag(f"{_PARTS}action.html", takes_context=True)
def action(context: Context, button: Action) -> Context:
    """One button: a link, or a form when it posts."""
    return {"button": button, "csrf_token": context.get("csrf_token")}


def _today() -> date:
    return timezone.localdate()


def _queue_entry(row: QueueRow) -> Context:
    if row.due is None:
        lead, small = words.waiting(row.since, _today()) if row.since else ("", "")
        return {"row": row, "lead": lead, "small": small, "tone": "later"}
    lead, small, tone = words.due(row.due, _today())
    return {"row": row, "lead": lead, "small": small, "tone": tone}


@register.inclusion_tag(f"{_PARTS}queue.html", takes_context=True)
def queue(context: Context, rows: Iterable[QueueRow]) -> Context:
    """The work queue: due, what and its consequence, one button."""
    return {"entries": [_queue_entry(row) for row in rows], "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{_PARTS}due.html")
def due(on: date | None) -> Context:
    """A deadline chip: words first, date second."""
    if on is None:
        return {"lead": str(words.Missing.ABSENT), "small": "", "tone": "later"}
    lead, small, tone = words.due(on, _today())
    return {"lead": lead, "small": small, "tone": tone, "iso": on.isoformat()}


@register.inclusion_tag(f"{_PARTS}stages.html")
def stages(rows: Sequence[Stage]) -> Context:
    """The stages of a task, three to six."""
    return {"stages": [{"stage": one, "icon": icons.STAGE[one.state]} for one in rows]}


@register.inclusion_tag(f"{_PARTS}faults.html", takes_context=True)
def faults(context: Context, rows: Sequence[FaultRow]) -> Context:
    """Faults by cause."""
    return {"rows": rows, "csrf_token": context.get("csrf_token")}


def _diff_entry(row: DiffRow) -> Context:
    if row.old is None or row.new is None:
        gone = row.new is None
        return {"row": row, "old": row.old, "new": row.new, "word": gettext("dihapus") if gone else gettext("ditambah")}
    old, new = marked_pair(row.old, row.new)
    return {"row": row, "old": old, "new": new, "word": gettext("tetap") if row.old == row.new else gettext("berubah")}


@register.inclusion_tag(f"{_PARTS}diff.html")
def diff(rows: Iterable[DiffRow], caption: str, old_label: str = "", new_label: str = "") -> Context:
    """Old and new side by side, changed letters marked, the kind of change in words."""
    old_label, new_label = old_label or gettext("Lama"), new_label or gettext("Baru")
    return {
        "entries": [_diff_entry(r) for r in rows],
        "caption": caption,
        "old_label": old_label,
        "new_label": new_label,
    }


def _score_entry(row: ScoreRow, widest: float, digits: int) -> Context:
    width = round(48 * abs(row.points) / widest)
    return {
        "row": row,
        "shown": words.signed(row.points, digits),
        "width": width,
        "start": 50 - width if row.points < 0 else 50,
    }


@register.inclusion_tag(f"{_PARTS}score.html")
def score(
    rows: Sequence[ScoreRow], caption: str, unit: str = "poin", total_label: str = "", digits: int = 1
) -> Context:
    """Reasons in words, a signed bar from a middle line, points, and their sum."""
    widest = max((abs(row.points) for row in rows), default=0) or 1
    total = words.number(float(sum(row.points for row in rows)), digits)
    entries = [_score_entry(row, widest, digits) for row in rows]
    return {
        "entries": entries,
        "caption": caption,
        "unit": unit,
        "total": total,
        "total_label": total_label or gettext("Jumlah"),
    }


@register.inclusion_tag(f"{_PARTS}options.html")
def options(rows: Iterable[Option], name: str, legend: str, unit: str = "poin", digits: int = 1) -> Context:
    """Alternatives of a what-if as radio buttons; nothing changes until a form is sent."""
    entries = [{"option": row, "change": words.signed(row.change, digits)} for row in rows]
    return {"entries": entries, "name": name, "legend": legend, "unit": unit}


@register.inclusion_tag(f"{_PARTS}nik.html")
def nik(number: str | None, reveal_url: str = "", label: str = "NIK") -> Context:
    """A masked NIK or No. KK; the eye leads to the purpose page."""
    return {"masked": masked(number), "reveal_url": reveal_url if number else "", "label": label}


@register.inclusion_tag(f"{_PARTS}small_number.html")
def small_number(count: int | words.Missing | None, limit: int) -> Context:
    """A count, or "< limit (disamarkan)" where it is below; the limit is a dated parameter, given by the view."""
    small = count is words.Missing.SUPPRESSED or (isinstance(count, int) and 0 < count < limit)
    return {"small": small, "limit": limit, "shown": words.number(count)}


@register.inclusion_tag(f"{_PARTS}progress.html", takes_context=True)
def progress(context: Context, job: Progress) -> Context:
    """A background job; the live region speaks at quarters."""
    remaining = words.duration(job.remaining) if job.remaining is not None else ""
    return {
        "job": job,
        "remaining": remaining,
        "quarter": job.share // 25 * 25,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag(f"{_PARTS}confirm.html", takes_context=True)
def confirm(context: Context, act: Confirm) -> Context:
    """A reasoned confirmation form; put it in <dialog class="s-dialog" id=…> or on its own page."""
    return {"act": act, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{_PARTS}empty.html", takes_context=True)
def empty(context: Context, nothing: Empty) -> Context:
    """An empty state."""
    return {"empty": nothing, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{_PARTS}note.html")
def note(tone: str, text: object, title: str = "") -> Context:
    """A note in one of four tones: baik, awas, gawat, info."""
    return {"tone": tone, "icon": icons.NOTE[tone], "text": text, "title": title}


_MESSAGE_TONES = {"success": "baik", "warning": "awas", "error": "gawat"}


@register.filter
def note_tone(level: str) -> str:
    """The tone of a django.contrib.messages level."""
    return _MESSAGE_TONES.get(level, "info")


def _form_errors(form: Form) -> list[Context]:
    general = [{"id": "", "text": text} for text in form.non_field_errors()]
    fields = [
        {"id": bound.id_for_label or f"{bound.auto_id}_0", "text": f"{bound.label}: {text}"}
        for bound in form
        for text in bound.errors
    ]
    return general + fields


@register.inclusion_tag(f"{_PARTS}error_summary.html")
def error_summary(*forms: Form) -> Context:
    """All faults of the bound forms, each linked to its field; nothing where there is none."""
    return {"errors": [error for form in forms if form is not None and form.is_bound for error in _form_errors(form)]}


def _control_class(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        return ""
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.inclusion_tag(f"{_PARTS}field.html")
def field(bound: BoundField, hint: str = "") -> Context:
    """Label, hint, control and faults of one form field, tied together for screen readers."""
    widget = bound.field.widget
    style = _control_class(bound)
    attrs: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {style}".strip()} if style else {}
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    control = bound.as_widget(attrs=attrs)
    single = isinstance(widget, CheckboxInput)
    return {"bound": bound, "control": control, "hint": hint or bound.help_text, "group": group, "single": single}


def render_cell(value: object, digits: int | None) -> object:
    """What stands in a cell: pills drawn, numbers and dates written, missing values in words."""
    if isinstance(value, Pill):
        return render_pill(value)
    if words.missing(value) is not None:
        return nilai(value)
    if isinstance(value, bool):
        return gettext("ya") if value else gettext("tidak")
    if isinstance(value, int | float):
        return words.number(value, digits)
    if isinstance(value, datetime):
        return f"{words.short_date(value)} {words.clock(value)}"
    return words.short_date(value) if isinstance(value, date) else value


def _shown(column: Column, value: object) -> object:
    """The cell's content; a suppressed number is short to see and whole to hear, so that narrow tables hold it."""
    if value is words.Missing.SUPPRESSED and column.numeric:
        short = gettext("samar")
        return format_html(
            '<span class="s-missing"><span aria-hidden="true">{}</span><span class="s-vh">{}</span></span>',
            short,
            value,
        )
    return render_cell(value, column.digits)


def _cell(column: Column, value: object, is_header: bool) -> Context:
    raw = value if isinstance(value, int | float) and not isinstance(value, bool) else ""
    return {"column": column, "shown": _shown(column, value), "header": is_header, "raw": raw}


def _table_row(shown: Table, row: Row) -> Context:
    if row.kind != "row":
        return {"row": row, "whole": row.cells[0]}
    pairs = zip(shown.columns, row.cells, strict=True)
    return {"row": row, "cells": [_cell(column, value, at == shown.header) for at, (column, value) in enumerate(pairs)]}


@register.inclusion_tag(f"{_PARTS}table.html")
def table(shown: Table) -> Context:
    """A responsive table with explicit roles and phone labels."""
    rows = [_table_row(shown, row) for row in shown.rows]
    foot = (
        [_cell(c, v, at == 0) for at, (c, v) in enumerate(zip(shown.columns, shown.footer, strict=True))]
        if shown.footer
        else []
    )
    return {"table": shown, "rows": rows, "footer": foot, "span": len(shown.columns)}


@register.inclusion_tag(f"{_PARTS}pages.html", takes_context=True)
def pages(context: Context, page: Any, unit: str = "baris", parameter: str = "halaman") -> Context:
    """Links to the pages of a Paginator page, keeping the rest of the query."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    query = context["request"].GET.copy()

    def link(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    entries = [
        {"number": n, "url": link(n) if isinstance(n, int) else "", "current": n == page.number} for n in numbers
    ]
    before = link(page.previous_page_number()) if page.has_previous() else ""
    after = link(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "entries": entries, "unit": unit, "before": before, "after": after}


@register.inclusion_tag(f"{_PARTS}facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> Context:
    """A definition list of label and value; missing values in words."""
    return {"pairs": [(label, render_cell(value, None)) for label, value in pairs]}


@register.inclusion_tag(f"{_PARTS}village_map.html")
def village_map(shown: VillageMap) -> Context:
    """The map of the district and its table twin, one at a time; both without a script."""
    return {"map": shown, "drawing": shown.drawing()}
