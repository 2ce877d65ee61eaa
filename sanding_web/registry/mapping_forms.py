"""The forms of the mapping wizard: one sheet against one target layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding.registry.layouts import Layout, LayoutColumn
from sanding.registry.mapping import Proposal, propose
from sanding.registry.profile import Mapped, Profile, header_set, lists_for
from sanding_web.registry.models import Batch

SYSTEMS = [("detect", _("kenali per baris")), ("kemendagri", "Kemendagri"), ("bps", "BPS")]


@dataclass(frozen=True)
class Unmapped:
    """One sheet of a batch, without any row of it: its headers and masked samples."""

    title: str
    headers: tuple[str, ...]
    samples: dict[str, list[str]]


class ChoiceForm(forms.Form):
    """Which sheet, and what its rows are."""

    lembar = forms.TypedChoiceField(label=_("Lembar"), coerce=int)
    susunan = forms.ChoiceField(label=_("Satu baris lembar ini adalah"))

    def __init__(self, data: Any, sheets: Sequence[Unmapped], layouts: Sequence[Layout]) -> None:
        super().__init__(data)
        self.fields["lembar"].choices = [(at, one.title) for at, one in enumerate(sheets)]  # type: ignore[attr-defined]
        self.fields["susunan"].choices = [(one.name, one.title) for one in layouts]  # type: ignore[attr-defined]


class ProfileFileForm(forms.Form):
    """A profile that another office handed on."""

    file = forms.FileField(
        label=_("Berkas profil (JSON)"), max_length=200, widget=forms.FileInput(attrs={"accept": ".json"})
    )


class MappingForm(forms.Form):
    """For each field of the target the header that fills it, and its code list where several fit."""

    name = forms.CharField(
        label=_("Nama profil"), max_length=80, help_text=_("Nama yang sama menjadi versi berikutnya.")
    )
    source = forms.CharField(label=_("Sumber lembar"), max_length=200)
    year = forms.IntegerField(label=_("Tahun lembar"), min_value=2000, max_value=2100)
    code_system = forms.ChoiceField(
        label=_("Sistem kode wilayah"),
        choices=SYSTEMS,
        help_text=_("Kode BPS dan Kemendagri dapat sama bentuknya tetapi menunjuk desa lain."),
    )

    def __init__(self, data: Any, batch: Batch, sheet: Unmapped, layout: Layout) -> None:
        self.layout, self.sheet = layout, sheet
        self.proposed = propose(sheet.headers, layout)
        super().__init__(data, initial=self._initial(batch))
        headers = [("", _("tidak ada pada lembar")), *((one, self._option(one)) for one in sheet.headers)]
        for column in self._columns():
            self.fields[f"kolom-{column.field}"] = forms.ChoiceField(
                label=column.headers[0].replace("_", " "),
                choices=headers,
                required=column.required,
                help_text=_likeness(self.proposed.get(column.field)),
            )
            if len(lists := lists_for(column)) > 1:
                self.fields[f"daftar-{column.field}"] = forms.ChoiceField(
                    label=_("Daftar kode untuk %s") % column.headers[0].replace("_", " "),
                    choices=[(one, one) for one in lists],
                    required=False,
                )

    def _columns(self) -> list[LayoutColumn]:
        return [one for one in self.layout.columns if one.kind != "ignore"]

    def _initial(self, batch: Batch) -> dict[str, object]:
        headers = {f"kolom-{field}": one.header for field, one in self.proposed.items()}
        lists = {f"daftar-{one.field}": one.codes for one in self._columns() if one.codes}
        system = self.layout.code_system
        return {"source": batch.source_agency, "year": batch.decreed_on.year, "code_system": system, **headers, **lists}

    def _option(self, header: str) -> str:
        shown = self.sheet.samples.get(header)
        return f"{header} – {shown[0]}" if shown else header

    def _bound(self, columns: Sequence[LayoutColumn]) -> list[forms.BoundField]:
        """The fields of some columns, each followed by its code list."""
        wanted = (f"{kind}-{one.field}" for one in columns for kind in ("kolom", "daftar"))
        return [self[one] for one in wanted if one in self.fields]

    def required_columns(self) -> list[forms.BoundField]:
        return self._bound(self.layout.required)

    def proposed_columns(self) -> list[forms.BoundField]:
        return self._bound([one for one in self._columns() if not one.required and one.field in self.proposed])

    def other_columns(self) -> list[forms.BoundField]:
        return self._bound([one for one in self._columns() if not one.required and one.field not in self.proposed])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        chosen = {name: header for name, header in data.items() if name.startswith("kolom-") and header}
        for name, header in chosen.items():
            if (earlier := taken.setdefault(header, name)) != name:
                said = _("Kolom ini sudah dipakai untuk %s. Pilih kolom lain.") % self.fields[earlier].label
                self.add_error(name, said)
        return data

    def profile(self) -> Profile:
        """The profile that the valid form describes; its version is given when it is kept."""
        data = self.cleaned_data
        columns = tuple(
            Mapped(data[f"kolom-{one.field}"], one.field, self._list(one))
            for one in self._columns()
            if data.get(f"kolom-{one.field}")
        )
        told = {name: data[name] for name in ("name", "source", "year", "code_system")}
        return Profile(
            **told, version=1, target=self.layout.name, headers=header_set(self.sheet.headers), columns=columns
        )

    def _list(self, column: LayoutColumn) -> str:
        chosen: str = self.cleaned_data.get(f"daftar-{column.field}", "")
        return "" if chosen == column.codes else chosen


def _likeness(proposal: Proposal | None) -> str:
    if proposal is None:
        return str(_("Tidak ada usulan; pilih sendiri bila lembar memuatnya."))
    told = {"header": proposal.header, "share": round(100 * proposal.confidence)}
    return str(_("Usulan: %(header)s, kemiripan %(share)d%%.") % told)
