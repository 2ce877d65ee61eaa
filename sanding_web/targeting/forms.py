"""The fields of the priority desk. They arrive by address, so that a calculation can be sent, kept and compared."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sanding_web.targeting.choice import COMPONENTS, Choice
from sanding_web.targeting.models import Scenario

METHODS = [
    ("pemalang", _("Jumlah desil 1 ÷ indeks")),
    ("share", _("Bagian desil 1")),
    ("weighted", _("Jumlah berbobot")),
]
METHOD_HINTS = {
    "pemalang": _("cara Pemalang; condong ke desa besar"),
    "share": _("condong ke desa kecil"),
    "weighted": _("tiang nilai tetap antartahun"),
}
UNITS = [("keluarga", _("keluarga")), ("orang", _("orang"))]
_WEIGHTS = {"count": _("Jumlah desil 1"), "share": _("Bagian desil 1"), "index": _("Indeks rendah")}


class ChoiceForm(forms.Form):
    """Method, unit, quota, weights, and one select per kecamatan. Absent fields keep the given start."""

    metode = forms.ChoiceField(label=_("Metode"), choices=METHODS, widget=forms.RadioSelect)
    satuan = forms.ChoiceField(label=_("Satuan"), choices=UNITS)
    kuota = forms.IntegerField(label=_("Kuota desa/kelurahan"), min_value=1)

    def __init__(
        self, data: QueryDict, *, start: Choice, kecamatan: Mapping[str, str], villages: int, waves: int
    ) -> None:
        self.kecamatan = kecamatan
        super().__init__(_filled(data, start))
        self.fields["kuota"].max_value = villages  # type: ignore[attr-defined]
        self.fields["kuota"].widget.attrs.update(min=1, max=villages)
        for name in COMPONENTS:
            self.fields[f"bobot_{name}"] = forms.IntegerField(
                label=_WEIGHTS[name],
                min_value=0,
                max_value=100,
                widget=forms.NumberInput(attrs={"type": "range", "step": 5}),
            )
        options = [(0, _("di luar rencana")), *((n, _("gelombang %d") % n) for n in range(1, waves + 1))]
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
        return data

    def choice(self) -> Choice:
        """The plain value, once the form is valid."""
        data = self.cleaned_data
        waves = {code: data[f"gel_{code}"] or 0 for code in self.kecamatan}
        chosen = any(f"gel_{code}" in self.data for code in self.kecamatan)
        return Choice(
            method=data["metode"],
            unit=data["satuan"],
            quota=data["kuota"],
            weights={name: data[f"bobot_{name}"] for name in COMPONENTS},
            waves=waves if chosen else None,
        )


def _filled(data: QueryDict, start: Choice) -> dict[str, str]:
    """What the address says, over the start."""
    filled = start.query()
    if any(name.startswith("gel_") for name in data):
        filled = {name: text for name, text in filled.items() if not name.startswith("gel_")}
    for name in data:
        filled[name] = str(data[name])
    return filled


class ScenarioForm(forms.Form):
    """The name under which a choice is kept."""

    name = forms.CharField(label=_("Nama skenario"), max_length=80)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        return name


def start_of(scenario: Scenario | None, *, quota: int, weights: Mapping[str, float]) -> Choice:
    """The choice of a scenario, else the dated weights and the programme's quota."""
    if scenario is not None:
        return Choice(**scenario.choice)
    parts = {name: round(100 * weights[name]) for name in COMPONENTS}
    return Choice(method="weighted", unit="keluarga", quota=quota, weights=parts)
