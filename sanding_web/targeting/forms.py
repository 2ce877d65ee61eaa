"""The fields of the priority desk. They arrive by address, so that a calculation can be sent, kept and compared."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sanding_web.targeting.choice import COMPONENTS, Choice, lots_of
from sanding_web.targeting.models import Scenario

METHODS = [
    ("pemalang", _("Jumlah desil 1 ÷ indeks")),
    ("count", _("Jumlah desil 1 saja")),
    ("share", _("Bagian desil 1")),
    ("weighted", _("Jumlah berbobot")),
    ("topsis", _("TOPSIS")),
    ("quadrant_count", _("Kuadran jumlah dan indeks")),
    ("quadrant_share", _("Kuadran bagian dan indeks")),
]
METHOD_HINTS = {
    "pemalang": _("cara Pemalang; hampir sama dengan jumlah saja"),
    "count": _("tanpa indeks; desa besar menang"),
    "share": _("tanpa indeks; desa kecil menang"),
    "weighted": _("berbobot; tiang nilai tetap antartahun"),
    "topsis": _("berbobot; unsur terburuk lebih terasa"),
    "quadrant_count": _("desa dekat garis mudah berpindah"),
    "quadrant_share": _("desa dekat garis mudah berpindah"),
}
UNITS = [("keluarga", _("keluarga")), ("orang", _("orang"))]
_WEIGHTS = {
    "count": _("Jumlah desil 1"),
    "share": _("Bagian desil 1"),
    "index": _("Indeks rendah"),
    "remoteness": _("Keterpencilan"),
}
_LARGEST_SEED = 2**32 - 1


class ChoiceForm(forms.Form):
    """Method, unit, quota, weights, and one select per kecamatan. Absent fields keep the given start."""

    metode = forms.ChoiceField(label=_("Metode"), choices=METHODS, widget=forms.RadioSelect)
    satuan = forms.ChoiceField(label=_("Satuan"), choices=UNITS)
    kuota = forms.IntegerField(label=_("Kuota desa/kelurahan"), min_value=1)
    benih = forms.IntegerField(label=_("Benih uji ketahanan"), min_value=0, max_value=_LARGEST_SEED)
    undian = forms.CharField(label=_("Benih undian"), max_length=80)

    def __init__(
        self, data: QueryDict, *, start: Choice, kecamatan: Mapping[str, str], villages: int, waves: int
    ) -> None:
        self.kecamatan, self.waves = kecamatan, waves
        super().__init__(_filled(data, start))
        self.fields["kuota"].max_value = villages  # type: ignore[attr-defined]
        self.fields["kuota"].widget.attrs.update(min=1, max=villages)
        for name in COMPONENTS:
            self.fields[f"bobot_{name}"] = forms.IntegerField(
                label=_WEIGHTS[name],
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"step": 5, "class": "form-control"}),
            )
        options = [(0, _("di luar rencana")), *((n, _("gelombang %d") % n) for n in range(1, waves + 1))]
        for number in range(1, waves + 1):
            self.fields[f"kuota_gel_{number}"] = forms.IntegerField(
                label=_("Kuota gelombang %d") % number, min_value=0, max_value=villages, required=False
            )
        for code, name in kecamatan.items():
            self.fields[f"gel_{code}"] = forms.TypedChoiceField(label=name, choices=options, coerce=int, required=False)

    def clean_kuota(self) -> int:
        quota: int = self.cleaned_data["kuota"]
        most = self.fields["kuota"].max_value  # type: ignore[attr-defined]
        if quota > most:
            raise forms.ValidationError(
                _("Kabupaten ini mempunyai %d desa/kelurahan. Isi kuota yang lebih kecil.") % most
            )
        return quota

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        weights = [data.get(f"bobot_{name}") for name in COMPONENTS]
        if all(weight == 0 for weight in weights):
            self.add_error("bobot_count", _("Isi sedikitnya satu bobot di atas 0."))
        self._check_wave_quotas(data)
        return data

    def _check_wave_quotas(self, data: Mapping[str, Any]) -> None:
        """Either no wave has a quota of its own, or each has one and together they take at least one village."""
        given = {n: data.get(f"kuota_gel_{n}") for n in range(1, self.waves + 1)}
        if all(one is None for one in given.values()):
            return
        for number, one in given.items():
            if one is None and f"kuota_gel_{number}" not in self.errors:
                self.add_error(f"kuota_gel_{number}", _("Isi kuota setiap gelombang, atau kosongkan semuanya."))
        if not self.errors and not sum(one or 0 for one in given.values()):
            self.add_error("kuota_gel_1", _("Isi sedikitnya satu kuota di atas 0."))

    def choice(self) -> Choice:
        """The plain value, once the form is valid."""
        data = self.cleaned_data
        waves = {code: data[f"gel_{code}"] or 0 for code in self.kecamatan}
        chosen = any(f"gel_{code}" in self.data for code in self.kecamatan)
        quotas = {str(n): data[f"kuota_gel_{n}"] for n in range(1, self.waves + 1)}
        own = all(quota is not None for quota in quotas.values())
        weights = {name: data[f"bobot_{name}"] for name in COMPONENTS}
        return Choice(
            method=data["metode"],
            unit=data["satuan"],
            quota=sum(quotas.values()) if own else data["kuota"],
            weights={name: part for name, part in weights.items() if part or name != "remoteness"},
            waves=waves if chosen else None,
            wave_quotas=quotas if own else None,
            seed=data["benih"],
            lots=data["undian"],
        )


def _filled(data: QueryDict, start: Choice) -> dict[str, str]:
    """What the address says, over the start."""
    filled = start.query()
    for given in ("gel_", "kuota_gel_"):
        if any(name.startswith(given) for name in data):
            filled = {name: text for name, text in filled.items() if not name.startswith(given)}
    for name in data:
        filled[name] = str(data[name])
    return filled


class ScenarioForm(forms.Form):
    """The name under which a choice is kept."""

    name = forms.CharField(label=_("Nama skenario"), max_length=80)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        return name


def start_of(scenario: Scenario | None, *, year: int, quota: int, weights: Mapping[str, float]) -> Choice:
    """The choice of a scenario, else the dated weights and the programme's quota; seeds follow from the year."""
    if scenario is not None:
        kept = Choice(**scenario.choice)
        return replace(
            kept, seed=year if kept.seed is None else kept.seed, lots=lots_of(year) if kept.lots is None else kept.lots
        )
    parts = {name: round(100 * weight) for name, weight in weights.items()}
    return Choice(method="weighted", unit="keluarga", quota=quota, weights=parts, seed=year, lots=lots_of(year))
