"""What a person may type at the pairing desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanding_web.district.models import Agency, Village


class RuleForm(forms.Form):
    """One pair to lock or to ban, and why."""

    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[("lock", _("kunci: pasangan ini harus berdiri")), ("ban", _("larangan: pasangan ini tidak boleh"))],
        widget=forms.RadioSelect,
    )
    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=Agency.objects.none(),
        to_field_name="code",
        empty_label=_("pilih perangkat daerah"),
    )
    village = forms.ModelChoiceField(
        label=_("Desa/kelurahan"),
        queryset=Village.objects.none(),
        to_field_name="code",
        empty_label=_("pilih desa/kelurahan"),
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tampil di meja dan tersimpan bersama nama Anda."),
    )

    def __init__(self, *args: Any, villages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.order_by("short")  # type: ignore[attr-defined]
        self.fields["village"].queryset = Village.objects.filter(code__in=villages).order_by("name")  # type: ignore[attr-defined]
