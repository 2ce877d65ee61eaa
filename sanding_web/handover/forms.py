"""What is asked for a handover: to whom, since when, for how long, on which paper, and which roles."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding_web.accounts.models import Grant, User


class HandoverForm(forms.Form):
    """``giver`` and ``roles`` come from the page; the rules themselves are the action's."""

    taker = forms.ModelChoiceField(label=_("Penerima tugas"), queryset=User.objects.none())
    from_day = forms.DateField(
        label=_("Berlaku sejak"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Hari pertama penerima. Hak yang menyerahkan habis sehari sebelumnya."),
    )
    acting_until = forms.DateField(
        label=_("Plt sampai"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Isi hanya bagi pelaksana tugas; kosong berarti pejabat definitif."),
    )
    basis = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Nomor keputusan mutasi atau surat perintah pelaksana tugas.")
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("Peran yang diserahkan"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, giver: User, roles: list[Grant]) -> None:
        first = {"from_day": timezone.localdate(), "roles": [one.pk for one in roles]}
        super().__init__(data, initial=first)
        people = User.objects.filter(is_active=True, demo=giver.demo).exclude(pk=giver.pk).order_by("full_name")
        self.fields["taker"].queryset = people  # type: ignore[attr-defined]
        choices = [(one.pk, f"{one.get_role_display()} {one.place}".strip()) for one in roles]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]
