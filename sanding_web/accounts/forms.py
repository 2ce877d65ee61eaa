"""What a person may type about accounts and roles."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanding import roles
from sanding_web.accounts.models import User
from sanding_web.accounts.second_factor import step_of
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

    def clean_username(self) -> str:
        """Account names are kept in small letters."""
        return str(self.cleaned_data["username"]).strip().lower()


class CodeForm(forms.Form):
    """A code of the telephone or a recovery code; or what a passkey answered."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none"}),
        help_text=_("Enam angka dari aplikasi di telepon, atau satu kode cadangan."),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)

    def refuse(self) -> None:
        """Say that it did not fit, never why."""
        self.is_valid()
        self.add_error("code", _("Kode belum cocok. Tunggu kode berikutnya, lalu ketik lagi."))


class ConfirmForm(CodeForm):
    """Password, code or passkey: one of them proves who sits there."""

    password = forms.CharField(
        label=_("Kata sandi"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code", "passkey"]

    def __init__(self, *args: Any, codes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["password"].required = not codes

    def refuse(self) -> None:
        self.is_valid()
        self.add_error(None, _("Belum cocok. Periksa kata sandi atau kode Anda, lalu coba lagi."))


class TelephoneForm(forms.Form):
    """The first code, which shows that the telephone took the secret."""

    code = forms.CharField(
        label=_("Kode pertama"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("Enam angka yang sekarang ditampilkan aplikasi."),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret, self.step = secret, 0

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        step = step_of(self.secret, code)
        if step is None:
            raise forms.ValidationError(
                _("Kode belum cocok. Periksa jam telepon Anda (atur otomatis), lalu ketik kode berikutnya.")
            )
        self.step = step
        return code


class PasskeyForm(forms.Form):
    """What the browser made, and the name by which its owner will know it."""

    label = forms.CharField(label=_("Nama kunci"), max_length=60, help_text=_("Misalnya: laptop kantor, kunci USB."))
    passkey = forms.JSONField(widget=forms.HiddenInput, error_messages={"required": _("Kunci belum dibuat.")})


class OwnPasswordForm(forms.Form):
    """The present password and a new one, typed once and shown on wish by the browser."""

    old = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Paling sedikit 12 huruf atau angka. Beberapa kata yang mudah Anda ingat lebih baik."),
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if authenticate(self.request, username=self.user.username, password=old) != self.user:
            raise forms.ValidationError(_("Kata sandi sekarang belum cocok."))
        return old

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        if self.user.check_password(password):
            raise forms.ValidationError(_("Kata sandi baru harus berbeda dari yang sekarang."))
        return password


class ReasonForm(forms.Form):
    """Why an administrator does something to another person's account."""

    reason = forms.CharField(
        label=_("Alasan"),
        min_length=10,
        max_length=300,
        help_text=_("Misalnya: lupa kata sandi, datang sendiri ke kantor dengan kartu pegawai."),
    )


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
