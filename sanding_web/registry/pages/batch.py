"""A batch as its page shows it: stages, where its rows go, causes of faults, what was recognised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sanding.registry.rules import LEVEL_WORDS, rules_by_id
from sanding_web.registry.models import Batch
from sanding_web.ui.parts import Action, Column, FaultRow, Pill, Row, Stage, Table, Tone
from sanding_web.ui.words import long_date, number, short_date

TONES: dict[str, tuple[Tone, str]] = {
    "uploaded": ("netral", "upload"),
    "checking": ("info", "refresh"),
    "waiting": ("awas", "hourglass"),
    "reviewing": ("info", "users"),
    "applying": ("info", "refresh"),
    "accepted": ("baik", "circle-check"),
    "returned": ("gawat", "arrow-back-up"),
    "failed": ("gawat", "circle-x"),
    "cancelled": ("netral", "circle-x"),
    "undone": ("netral", "arrow-back-up"),
}
_ORDER = ["uploaded", "checking", "waiting", "applying", "accepted"]
_WIDTH = 1000


def pill(batch: Batch) -> Pill:
    tone, icon = TONES[batch.state]
    return Pill(tone, batch.get_state_display(), icon)


def stages(batch: Batch) -> list[Stage]:
    """Unggah, kenali, periksa, penerimaan, masuk register."""
    sheets = batch.summary.get("sheets", [])
    at = _reached(batch)
    facts = [
        _("%s baris") % number(batch.rows_read) if batch.rows_read else "",
        ", ".join(dict.fromkeys(one["layout_title"] for one in sheets)),
        _("%s ditahan") % number(batch.rows_held) if sheets else "",
        batch.get_state_display().lower() if at >= 3 else _("orang kedua"),
        batch.vintage and _("kurun %s") % batch.period,
    ]
    labels = [_("Unggah"), _("Kenali tata letak"), _("Periksa aturan"), _("Penerimaan"), _("Masuk register")]
    stopped = batch.state in ("failed", "returned", "cancelled", "undone")
    return [
        Stage(label, fact, "done" if index < at else ("fault" if stopped else "now") if index == at else "todo")
        for index, (label, fact) in enumerate(zip(labels, facts, strict=True))
    ]


def _reached(batch: Batch) -> int:
    """Index of the stage where the batch stands; 5 when everything is done."""
    here = {
        "uploaded": 1,
        "checking": 1,
        "waiting": 3,
        "reviewing": 3,
        "applying": 4,
        "accepted": 5,
        "returned": 3,
        "undone": 4,
    }
    if batch.state in here:
        return here[batch.state]
    return 4 if batch.decided_by_id else 1 if not batch.summary.get("sheets") else 3


@dataclass(frozen=True)
class Share:
    """One stretch of the bar: class of its colour, where it begins, how long it is, what it stands for."""

    kind: str
    start: int
    width: int
    rows: int
    label: str


def shares(batch: Batch) -> list[Share]:
    """New, changed, same, held: together all rows of the file."""
    moved = batch.summary.get("changes", {}).get("moved_decile", 0)
    changed = _("berubah (%s keluarga pindah desil)") % number(moved) if moved else _("berubah")
    parts = [
        ("n5", batch.rows_new, _("baru")),
        ("n3", batch.rows_changed, changed),
        ("n1", batch.rows_same, _("tetap")),
        ("k4", batch.rows_held, _("ditahan, dikembalikan")),
    ]
    found, start = [], 0
    for kind, rows, label in parts:
        width = max(4, round(_WIDTH * rows / batch.rows_read)) if rows and batch.rows_read else 0
        found.append(Share(kind, start, min(width, _WIDTH - start), rows, label))
        start += width
    return found


def bar_sentence(batch: Batch) -> str:
    return ", ".join(f"{number(one.rows)} {one.label}" for one in shares(batch))


def causes(batch: Batch) -> list[FaultRow]:
    """Held and warned causes, held ones first, then by rows."""
    rules = rules_by_id()
    found = [
        one for one in batch.summary.get("causes", []) if one["level"] in ("hold", "warn") and one["rule"] in rules
    ]
    found.sort(key=lambda one: (one["level"] != "hold", -one["rows"], one["rule"]))
    return [_cause(batch, one) for one in found]


def _cause(batch: Batch, one: dict[str, Any]) -> FaultRow:
    rule = rules_by_id()[one["rule"]]
    url = reverse("registry:cause", args=[batch.pk, rule.id]) if batch.pk else ""
    return FaultRow(
        one["rows"],
        _("baris"),
        _(rule.title),
        one["level"] == "hold",
        _places(one["places"]),
        f"{_(rule.meaning)} {_(rule.remedy)}",
        Action(_("Lihat baris"), url) if url else None,
    )


def _places(places: Sequence[dict[str, str]]) -> str:
    """Kolom dan lembar; at most two of them by name."""
    named = [
        _("Kolom %(column)s, lembar %(sheet)s") % one if one["column"] else _("Lembar %(sheet)s") % one
        for one in places[:2]
    ]
    more = len(places) - len(named)
    if more > 0:
        named.append(ngettext("dan %d tempat lain", "dan %d tempat lain", more) % more)
    return "; ".join(named)


def mended(batch: Batch) -> Table | None:
    """What was repaired without loss, and lines that are no data."""
    rules = rules_by_id()
    rows = [
        Row([_(rules[one["rule"]].title), _(LEVEL_WORDS[one["level"]]), one["rows"], _(rules[one["rule"]].meaning)])
        for one in batch.summary.get("causes", [])
        if one["level"] in ("mend", "skip") and one["rule"] in rules
    ]
    columns = [
        Column(_("Hal")),
        Column(_("Tindakan")),
        Column(_("Baris"), numeric=True),
        Column(_("Artinya"), wide=True),
    ]
    return Table(_("Diperbaiki tanpa kehilangan isi, dan baris yang bukan data"), columns, rows) if rows else None


def recognised(batch: Batch) -> Table | None:
    """What we took each sheet for."""
    rows = [Row(_recognised_row(one)) for one in batch.summary.get("sheets", [])]
    rows += [Row(_left_out_row(one)) for one in batch.summary.get("left_out", [])]
    columns = [
        Column(_("Lembar"), wide=True),
        Column(_("Tata letak")),
        Column(_("Sistem kode")),
        Column(_("Teks CSV")),
        Column(_("Baris"), numeric=True),
        Column(_("Kolom tak dikenal"), wide=True),
    ]
    return Table(_("Yang kami kenali dari berkas ini"), columns, rows) if rows else None


def _recognised_row(one: dict[str, Any]) -> list[object]:
    system = {"kemendagri": "Kemendagri", "bps": "BPS"}.get(one["code_system"], _("dikenali per baris"))
    text = f"{one['encoding']} · {_delimiter(one['delimiter'])}" if one["encoding"] else _("lembar kerja")
    layout = f"{one['layout_title']} ({one['layout_version']})"
    return [
        f"{one['file']}, {one['sheet']}",
        layout,
        system,
        text,
        one["read"],
        ", ".join(one["unknown"]) or _("semua dikenal"),
    ]


def _left_out_row(one: dict[str, Any]) -> list[object]:
    missing = (
        _("belum dikenali; kolom wajib yang belum ada: %s") % ", ".join(one["missing"])
        if one["missing"]
        else _("belum dikenali")
    )
    return [f"{one['file']}, {one['sheet']}", missing, _("tak dibaca"), _("tak dibaca"), None, _("lembar dilewati")]


def _delimiter(mark: str) -> str:
    return {"\t": _("tab"), ";": _("titik koma"), ",": _("koma")}.get(mark, mark)


def origin(batch: Batch) -> list[tuple[str, object]]:
    """Where the data come from (S1.20), and the files with their hashes."""
    files = [
        (one.name, f"{filesizeformat(one.size)} · SHA-256 {one.sha256[:12]}…{one.sha256[-6:]}")
        for one in batch.files.all()
    ]
    return [
        (_("Register"), batch.get_register_display()),
        (pgettext("data", "Penetapan"), long_date(batch.decreed_on)),
        (pgettext("data", "Diterima"), f"{long_date(batch.received_on)}, {batch.source_agency}"),
        (_("Surat pengantar"), batch.undertaking),
        *files,
    ]


def places_table(places: Iterable[dict[str, Any]]) -> Table:
    """Where one cause stands, row by row; no value of a resident."""
    columns = [
        Column(_("Berkas"), wide=True),
        Column(_("Lembar")),
        Column(pgettext("nomor", "Baris"), numeric=True),
        Column(_("Kolom")),
    ]
    rows = [Row([one["file"], one["sheet"], one["row"], one["column"] or _("seluruh baris")]) for one in places]
    return Table(_("Baris menurut nomor pada lembar asal"), columns, rows)


def batches_table(batches: Sequence[Batch]) -> Table:
    """The list of batches."""
    columns = [
        Column(_("Batch"), wide=True),
        Column(_("Keadaan")),
        Column(pgettext("data", "Penetapan")),
        Column(_("Asal")),
        Column(_("Baris"), numeric=True),
        Column(_("Ditahan"), numeric=True),
        Column(_("Diunggah")),
    ]
    rows = [
        Row(
            [
                f"{one} · {one.number}",
                pill(one),
                one.decreed_on,
                one.source_agency,
                one.rows_read if one.summary else _("belum diperiksa"),
                one.rows_held if one.summary else _("belum diperiksa"),
                f"{one.uploaded_by}, {short_date(one.uploaded_at)}",
            ],
            url=reverse("registry:batch", args=[one.pk]),
        )
        for one in batches
    ]
    return Table(_("Batch yang pernah diunggah, terbaru di atas. Satuan: baris berkas."), columns, rows)
