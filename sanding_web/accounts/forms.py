"""What a person may type about accounts and roles."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding import roles
from sanding_web.accounts.models import User
from sanding_web.district.models import Agency, Village


class SignInForm(AuthenticationForm):
    """Account and password; the error never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("Akun atau kata sandi belum cocok. Periksa huruf besar dan kecil, lalu coba lagi."),
        "inactive": _("Akun atau kata sandi belum cocok. Periksa huruf besar dan kecil, lalu coba lagi."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Nama akun")
        self.fields["password"].label = _("Kata sandi")


class AccountForm(forms.Form):
    """A new account with its first role."""

    username = forms.CharField(label=_("Nama akun"), max_length=60)
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=150)
    address_as = forms.ChoiceField(label=_("Sapaan"), choices=[("Ibu", "Ibu"), ("Bapak", "Bapak")])
    position = forms.CharField(label=_("Jabatan"), max_length=150, required=False)
    password = forms.CharField(
        label=_("Kata sandi pertama"), widget=forms.PasswordInput, help_text=_("Paling sedikit 12 huruf atau angka.")
    )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip().lower()
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Nama akun ini sudah dipakai. Pilih nama lain."))
        return username

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class GrantForm(forms.Form):
    """A role, its area and its time."""

    role = forms.ChoiceField(label=_("Peran"), choices=[(role.code, _(role.label)) for role in roles.ROLES.values()])
    agency = forms.ModelChoiceField(label=_("Perangkat daerah"), queryset=Agency.objects.all(), required=False)
    area = forms.CharField(
        label=_("Wilayah kerja"),
        max_length=10,
        required=False,
        help_text=_("Kode kecamatan (6 angka) atau desa (10 angka), tanpa titik."),
    )
    rt = forms.RegexField(
        r"^[0-9]{1,3}$",
        label=_("RT"),
        required=False,
        help_text=_("Hanya bagi kader pencacah."),
        error_messages={"invalid": _("Isi paling banyak tiga angka, misalnya 003.")},
    )
    rw = forms.RegexField(
        r"^[0-9]{1,3}$",
        label=_("RW"),
        required=False,
        help_text=_("Hanya bagi kader pencacah; kosongkan bila desa tidak memakai RW."),
        error_messages={"invalid": _("Isi paling banyak tiga angka, misalnya 003.")},
    )
    valid_from = forms.DateField(
        label=_("Berlaku sejak"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    valid_to = forms.DateField(
        label=_("Sampai"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Kosong: sampai batas terlama peran itu."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        scope = roles.ROLES[data["role"]].scope if data.get("role") in roles.ROLES else "none"
        if scope == "pairing" and not data.get("agency"):
            self.add_error("agency", _("Peran pendamping memerlukan perangkat daerahnya."))
        if scope in ("kecamatan", "village", "rt"):
            self._check_area(data.get("area", ""), 6 if scope == "kecamatan" else 10)
        self._check_rt(data, wanted=scope == "rt")
        if data.get("valid_to") and data.get("valid_from") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("Tanggal akhir tidak boleh mendahului tanggal mulai."))
        return data

    def _check_rt(self, data: dict[str, Any], *, wanted: bool) -> None:
        """RT and RW in three digits, for an enumerator alone."""
        for name in ("rt", "rw"):
            data[name] = data[name].zfill(3) if wanted and data.get(name) else ""
        if wanted and not data["rt"] and "rt" not in self.errors:
            self.add_error("rt", _("Kader pencacah memerlukan RT-nya."))

    def _check_area(self, area: str, length: int) -> None:
        known = len(area) == length and Village.objects.filter(code__startswith=area).exists()
        if not known:
            self.add_error("area", _("Kode wilayah ini tidak ada. Isi %(n)s angka tanpa titik.") % {"n": length})
