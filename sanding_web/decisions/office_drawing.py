"""How the settings of papers look: overview, history of each part, fields of a template."""

from base64 import b64encode
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sanding_web.decisions import imprints, numbers
from sanding_web.decisions.models import LetterheadVersion, SignatoryTerm, TakenNumber, TemplateVersion
from sanding_web.decisions.paper_kinds import PaperKind, paper_kinds
from sanding_web.district.models import Programme
from sanding_web.ui.parts import Column, Pill, Row, Table
from sanding_web.ui.words import Missing


def kinds_table() -> Table:
    """One row per kind of paper: template in use, pattern and what the next number would be."""
    today, rows = timezone.localdate(), []
    for kind in paper_kinds():
        use = imprints.template_in_use(kind.code)
        version = use.version if use else None
        shown = _("versi %s") % version.number if version else _("bawaan")
        pattern = numbers.pattern_of(kind.code)
        change = format_html('<a href="{}">{}</a>', reverse("decisions:numbering", args=[kind.code]), _("ubah nomor"))
        following = numbers.next_text(kind.code, today) or _("tidak bernomor")
        cell = format_html("{} <small>{}</small>", pattern or _("belum diatur"), change)
        url = reverse("decisions:template", args=[kind.code])
        rows.append(Row((str(kind.label), shown, cell, following), url=url))
    columns = [Column(_("Naskah")), Column(_("Templat")), Column(_("Pola nomor")), Column(_("Nomor berikutnya"))]
    return Table(_("Templat dan nomor menurut jenis naskah"), columns, rows, hidden_caption=True)


def signatories_table(*, may_change: bool) -> Table:
    """Every term with who is signing today marked."""
    today = timezone.localdate()
    acting = {imprints.terms_on(today).filter(signs=signs).order_by("-valid_from", "-pk").first()
              for signs, _word in SignatoryTerm.SIGNS}  # fmt: skip
    rows = []
    for one in SignatoryTerm.objects.all():
        state: object = Pill("baik", _("menandatangani hari ini")) if one in acting else _state(one, today)
        if may_change and (one.valid_to is None or one.valid_to >= today):
            link = reverse("decisions:signatory_end", args=[one.pk])
            until: object = format_html('{} <a href="{}">{}</a>', one.valid_to or "", link, _("akhiri…"))
        else:
            until = one.valid_to
        title = f"{one.capacity} {one.title or _('kepala daerah')}".strip()
        shown = f"a.n. {one.on_behalf}, {title}" if one.on_behalf else title
        rows.append(Row((one.name, shown, one.get_signs_display(), one.valid_from, until, state)))
    columns = [
        Column(_("Nama")), Column(_("Jabatan"), wide=True), Column(_("Menandatangani")), Column(_("Sejak")),
        Column(_("Sampai")), Column(_("Keadaan")),
    ]  # fmt: skip
    return Table(_("Penanda tangan dan masanya"), columns, rows, hidden_caption=True)


def _state(one: SignatoryTerm, today: Any) -> str:
    if one.valid_from > today:
        return _("belum mulai")
    return _("berakhir") if one.valid_to and one.valid_to < today else _("ada yang mulai lebih akhir")


def letterhead_facts() -> list[tuple[str, object]]:
    """What stands above every sheet today."""
    head = LetterheadVersion.objects.first()
    look = imprints.letterhead(Programme.objects.get(), head)
    return [
        (_("Baris"), " / ".join(look.lines)),
        (_("Logo"), logo_picture(head) if head and head.logo else _("tanpa logo")),
        (_("Tempat penandatanganan"), look.place),
        (_("Kertas"), look.paper),
    ]


def logo_picture(head: LetterheadVersion) -> SafeString:
    """The logo as it will be printed."""
    data = b64encode(bytes(head.logo or b"")).decode()
    return format_html('<img width="64" height="64" alt="{}" src="data:image/png;base64,{}">', _("Logo"), data)


def letterhead_history() -> Table | None:
    """Who changed the head of letters, when and why; None where nobody did."""
    rows = [
        Row((one.since.date(), str(one.by), one.reason, str(one), one.paper))
        for one in LetterheadVersion.objects.select_related("by").defer("logo")[:20]
    ]
    columns = [Column(_("Sejak")), Column(_("Oleh")), Column(_("Alasan"), wide=True), Column(_("Baris"), wide=True)]
    return (
        Table(_("Riwayat kepala surat"), [*columns, Column(_("Kertas"))], rows, hidden_caption=True) if rows else None
    )


def versions_table(kind: PaperKind) -> Table:
    """Every version of a kind's template, the product's own last; each with its links."""
    use = imprints.template_in_use(kind.code)
    used = use.version_id if use else None
    rows = [
        Row((_("Versi %s") % one.number, one.filename, str(one.by), one.at.date(), one.reason,
             _links(kind, one.number), _in_use(one.pk == used)))
        for one in TemplateVersion.objects.filter(kind=kind.code).select_related("by").defer("content")
    ]  # fmt: skip
    rows.append(
        Row((_("Bawaan"), kind.own, "Sanding", Missing.ABSENT, _("ikut bersama aplikasi"), _links(kind, 0),
             _in_use(used is None)))
    )  # fmt: skip
    columns = [
        Column(_("Templat")), Column(_("Berkas")), Column(_("Oleh")), Column(_("Diunggah")),
        Column(_("Alasan"), wide=True), Column(_("Lihat")), Column(_("Keadaan")),
    ]  # fmt: skip
    return Table(_("Versi templat"), columns, rows, hidden_caption=True)


def _links(kind: PaperKind, number: int) -> SafeString:
    fetch = reverse("decisions:template_file", args=[kind.code, number])
    pdf, docx = (reverse("decisions:template_preview", args=[kind.code, number, form]) for form in ("pdf", "docx"))
    words = (_("unduh"), _("contoh PDF"), _("contoh DOCX"))
    return format_html(
        '<a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}">{}</a>',
        fetch,
        words[0],
        pdf,
        words[1],
        docx,
        words[2],
    )


def _in_use(yes: bool) -> object:
    return Pill("baik", _("dipakai")) if yes else _("tersimpan")


def uses_table(kind: PaperKind) -> Table | None:
    """From when which version was used, by whose choice and why."""
    from sanding_web.decisions.models import TemplateUse

    found = TemplateUse.objects.filter(kind=kind.code).select_related("version", "by").defer("version__content")
    rows = [
        Row(
            (
                one.since.date(),
                _("versi %s") % one.version.number if one.version else _("bawaan"),
                str(one.by),
                one.reason,
            )
        )
        for one in found[:20]
    ]
    columns = [Column(_("Sejak")), Column(_("Dipakai")), Column(_("Oleh")), Column(_("Alasan"), wide=True)]
    return Table(_("Riwayat pemakaian"), columns, rows, hidden_caption=True) if rows else None


def fields_table(kind: PaperKind) -> Table:
    """What may be written into a template, and what it becomes."""
    rows = [Row((format_html("<code>{{{{ {} }}}}</code>", name), text)) for name, text in kind.fields.items()]
    return Table(_("Isian templat"), [Column(_("Isian")), Column(_("Menjadi"), wide=True)], rows, hidden_caption=True)


def numbers_table(kind: PaperKind) -> Table | None:
    """The numbers taken last."""
    taken = TakenNumber.objects.filter(kind=kind.code).select_related("by")[:20]
    rows = [Row((one.text, one.subject, str(one.by), one.at.date())) for one in taken]
    columns = [Column(_("Nomor")), Column(_("Naskah")), Column(_("Oleh")), Column(_("Diambil"))]
    return Table(_("Nomor yang sudah diambil"), columns, rows, hidden_caption=True) if rows else None
