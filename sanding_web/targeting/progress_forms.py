"""What is typed about a milestone, and the filters of the progress page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding.long_numbers import holds_number
from sanding.targeting.milestones import misfit
from sanding_web.targeting.progress_queries import Followed
from sanding_web.ui.words import long_date

_MISFITS = {
    "future": _("Tanggalnya belum tiba; hari ini %(day)s."),
    "early": _("Tanggalnya sebelum pendampingan gelombang ini mulai (%(day)s)."),
    "before": _("Tahap %(other)s tercatat sesudahnya (%(day)s). Tahap selesai menurut urutannya."),
    "after": _("Tahap %(other)s tercatat sebelumnya (%(day)s). Tahap selesai menurut urutannya."),
}


def _no_number(text: str) -> str:
    if holds_number(text):
        raise forms.ValidationError(_("Jangan menulis NIK atau nomor KK di sini."))
    return text


class MilestoneForm(forms.Form):
    """Day and evidence of one milestone; a correction says why."""

    done_on = forms.DateField(
        label=_("Tanggal selesai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=300,
        help_text=_("Nomor dan tanggal berita acara, surat, atau keputusan. Jangan menulis nama atau NIK warga."),
    )
    reason = forms.CharField(label=_("Alasan pembetulan"), max_length=300)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, name: str, village: Followed, begins: date, seen: int | None, evidence: str = ""
    ) -> None:
        self.name, self.village, self.begins = name, village, begins
        day = village.done.get(name)
        super().__init__(data, initial={"done_on": day, "evidence": evidence, "seen": seen})
        if seen is None:
            del self.fields["reason"]

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        others = {name: when for name, when in self.village.done.items() if name != self.name}
        wrong = misfit(
            self.name,
            day,
            others=others,
            needed=self.village.needed,
            begins=self.begins,
            today=timezone.localdate(),
        )
        if wrong is not None:
            raise forms.ValidationError(_MISFITS[wrong.kind] % {"day": long_date(wrong.limit), "other": wrong.other})
        return day

    def clean_evidence(self) -> str:
        return _no_number(self.cleaned_data["evidence"])

    def clean_reason(self) -> str:
        return _no_number(self.cleaned_data["reason"])


class WithdrawForm(forms.Form):
    """Why a record should not stand."""

    reason = forms.CharField(
        label=_("Alasan menarik catatan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_reason(self) -> str:
        return _no_number(self.cleaned_data["reason"])


STATES = [
    ("tuntas", _("tuntas")),
    ("berjalan", _("berjalan")),
    ("belum mulai", _("belum mulai")),
    ("belum tuntas", _("terbawa")),
    ("terjadwal", _("terjadwal")),
]


class FilterForm(forms.Form):
    """Year, wave, kecamatan and state of the progress page; a wrong value keeps everything."""

    tahun = forms.TypedChoiceField(label=_("Dilihat pada tahun"), coerce=int, required=False)
    gelombang = forms.TypedChoiceField(label=_("Gelombang"), coerce=int, required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), choices=[("", _("semua keadaan")), *STATES], required=False)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        self.fields["tahun"].choices = [(one, str(one)) for one in years]  # type: ignore[attr-defined]

    def offer(self, rows: Sequence[Followed]) -> None:
        """The waves and kecamatan that there are."""
        waves = sorted({one.place.wave_year for one in rows})
        names = {one.place.village.kecamatan_code: one.place.village.kecamatan for one in rows}
        every = [("", _("semua gelombang")), *((one, str(one)) for one in waves)]
        self.fields["gelombang"].choices = every  # type: ignore[attr-defined]
        self.fields["kecamatan"].choices = [("", _("semua kecamatan")), *sorted(names.items())]  # type: ignore[attr-defined]

    def kept(self, rows: Sequence[Followed]) -> list[Followed]:
        """The rows that pass."""
        self.full_clean()
        given = self.cleaned_data
        return [
            one
            for one in rows
            if (not given.get("gelombang") or one.place.wave_year == given["gelombang"])
            and (not given.get("kecamatan") or one.place.village.kecamatan_code == given["kecamatan"])
            and (not given.get("keadaan") or one.state == given["keadaan"])
        ]
