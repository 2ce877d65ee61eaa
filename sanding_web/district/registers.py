"""The secretariat's notes as registers of one shape: a table, a form, and who changed what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanding_web.district.context_forms import BasisForm, EffortForm, FigureForm, StatusForm
from sanding_web.district.editing import SeenForm
from sanding_web.district.models import LegalBasis, MacroFigure, NationalStatus, PastEffort
from sanding_web.ui.parts import Action, Column, Empty, Row, Table
from sanding_web.ui.words import Missing, number, rupiah


@dataclass(frozen=True)
class Register:
    """One register. ``event`` begins its codes in the audit log; ``cells`` gives a row of its table."""

    name: str
    event: str
    model: type[Model]
    form: type[SeenForm]
    title: Any
    add: Any
    sub: Any
    columns: Callable[[], Sequence[Column]]
    cells: Callable[[Any], Sequence[object]]
    related: tuple[str, ...] = ()
    key: Callable[[Any], Any] | None = None

    def rows(self) -> "QuerySet[Any]":
        """All entries in the model's order."""
        return self.model._default_manager.select_related(*self.related).all()

    def table(self, *, linked: bool) -> Table:
        """The register as a table; its rows lead to the form where the person may change them."""
        entries = sorted(self.rows(), key=self.key) if self.key else list(self.rows())
        rows = [
            Row(self.cells(one), url=reverse("district:entry", args=[self.name, one.pk]) if linked else "")
            for one in entries
        ]
        return Table(by_row(str(self.title)), self.columns(), rows, hidden_caption=True)

    def nothing(self, *, may_change: bool) -> Empty:
        """What stands there before the first entry."""
        add = Action(str(self.add), reverse("district:entry_new", args=[self.name]), icon="plus", primary=True)
        who = _("Sekretariat TKPK mengisinya dari naskah atau terbitan resmi.")
        return Empty(_("Belum ada yang dicatat."), who, add if may_change else None)


def by_row(title: str) -> str:
    """The caption of a table under a heading of the same words."""
    return _("%s, satu baris satu catatan") % title


def file_link(basis: LegalBasis) -> object:
    """The letter's file as a link, or that it is missing."""
    if basis.file is None:
        return Missing.UNFILLED
    url = reverse("district:basis_file", args=[basis.pk])
    label = _("Unduh naskah %s") % basis.number
    return format_html('<a href="{}" download aria-label="{}">{}</a>', url, label, _("Unduh"))


def _basis_columns() -> list[Column]:
    return [
        Column(_("Nomor")), Column(_("Menjadi dasar")), Column(_("Jenis naskah")), Column(_("Tanggal naskah")),
        Column(_("Tentang"), wide=True), Column(_("Penerbit")), Column(_("Berkas naskah")),
    ]  # fmt: skip


def _basis_cells(one: LegalBasis) -> list[object]:
    return [one.number, one.get_of_display(), one.kind, one.date, one.about, one.issuer, file_link(one)]


def _status_columns() -> list[Column]:
    return [
        Column(_("Tahun")), Column(_("Status nasional")), Column(_("Kabupaten/kota pada daftar"), numeric=True),
        Column(_("Sumber"), wide=True), Column(_("Catatan"), wide=True),
    ]  # fmt: skip


def _status_cells(one: NationalStatus) -> list[object]:
    return [str(one.year), one.status, one.districts, one.source, one.note]


def _effort_columns() -> list[Column]:
    return [
        Column(_("Nama upaya")), Column(_("Tahun")), Column(_("Golongan upaya")),
        Column(_("Anggaran (rupiah)"), numeric=True), Column(_("Sumber"), wide=True), Column(_("Catatan"), wide=True),
    ]  # fmt: skip


def _effort_cells(one: PastEffort) -> list[object]:
    amount = rupiah(one.amount) if one.amount is not None else None
    return [one.name, str(one.year), one.kind, amount, one.source, one.note]


def _figure_columns() -> list[Column]:
    return [
        Column(_("Ukuran")), Column(_("Tanggal berlaku")), Column(_("Nilai"), numeric=True), Column(_("Satuan")),
        Column(_("Cara menghitung"), wide=True), Column(_("Sumber"), wide=True),
    ]  # fmt: skip


def _figure_cells(one: MacroFigure) -> list[object]:
    return [one.measure, one.on, number(one.value.normalize()), one.unit, one.method, one.source]


REGISTERS: dict[str, Register] = {
    one.name: one
    for one in (
        Register(
            "dasar",
            "legal_basis",
            LegalBasis,
            BasisForm,
            gettext_lazy("Dasar hukum dan surat"),
            gettext_lazy("Catat naskah"),
            gettext_lazy(
                "Naskah yang menjadi dasar program induk, program kabupaten, daftar prioritas, dan penugasan."
            ),
            _basis_columns,
            _basis_cells,
            ("file",),
            lambda one: one.place,
        ),
        Register(
            "status",
            "national_status",
            NationalStatus,
            StatusForm,
            gettext_lazy("Status prioritas nasional"),
            gettext_lazy("Catat status"),
            gettext_lazy("Tahun-tahun kabupaten ini masuk daftar prioritas nasional, dengan sumbernya."),
            _status_columns,
            _status_cells,
        ),
        Register(
            "upaya",
            "past_effort",
            PastEffort,
            EffortForm,
            gettext_lazy("Upaya yang sudah berjalan"),
            gettext_lazy("Catat upaya"),
            gettext_lazy("Upaya penanggulangan kemiskinan sebelum dan di luar gerakan ini, menurut golongannya."),
            _effort_columns,
            _effort_cells,
        ),
        Register(
            "angka",
            "macro_figure",
            MacroFigure,
            FigureForm,
            gettext_lazy("Garis dan angka kemiskinan BPS"),
            gettext_lazy("Catat angka"),
            gettext_lazy(
                "Angka terbitan BPS untuk kabupaten. Bukan hitungan register, jadi tidak dijumlahkan dengannya."
            ),
            _figure_columns,
            _figure_cells,
        ),
    )
}
