"""The value of a parameter as a person reads it: groups and lists in words, years without a thousands mark."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from sanding_web.ui.words import number

_BLANK = re.compile(r"\{\w+\}")
"""A place in a text that another value fills."""

_YEARS = {"year", "ppp_base"}
_WORDS = {
    "count": _("jumlah"), "share": _("bagian"), "index": _("indeks"), "low": _("terendah"), "high": _("tertinggi"),
    "line": _("garis batas"), "worst": _("terburuk"), "best": _("terbaik"), "families_d1": _("keluarga desil 1"),
    "share_d1": _("bagian desil 1"), "certain": _("hampir pasti masuk"), "out": _("hampir pasti di luar"),
    "band": _("lebar rentang"), "turnover": _("pergantian"), "spread": _("sebaran"), "error": _("simpangan"),
    "drift": _("pergeseran"), "substitute": _("simpangan pengganti"), "per_day": _("per hari"),
    "per_month": _("per bulan"), "days": _("hari"), "ppp_dollars": _("dolar paritas daya beli"),
    "ppp_base": _("tahun dasar paritas"), "year": _("tahun"), "codes": _("kode"), "domains": _("ranah"),
    "deciles": _("desil"), "unit": _("satuan"), "groups": _("kelompok"), "several": _("beberapa kelompok mulai dari"),
    "minimum": _("sedikitnya"), "minimum_d1": _("sedikitnya desil 1"), "confidence": _("tingkat keyakinan"),
    "sees": _("melihat"), "hears": _("mendengar"), "walks": _("berjalan"), "uses_hands": _("menggerakkan tangan"),
    "learns": _("belajar"), "controls_behaviour": _("mengendalikan perilaku"), "speaks": _("berbicara"),
    "cares_for_self": _("mengurus diri"), "remembers": _("mengingat"), "lone_elderly": _("lanjut usia sendiri"),
    "disability": _("disabilitas"), "migrant_worker": _("pekerja migran"), "woman_head": _("kepala keluarga perempuan"),
    "person": _("per orang"), "address": _("per alamat"), "sign_in": _("masuk"), "search": _("pencarian"),
    "reveal": _("pembukaan nomor"), "export": _("unduhan data"), "upload": _("unggahan"),
    "document_check": _("pemeriksaan naskah"), "csp_report": _("laporan peramban"), "failures": _("kali gagal"),
    "minutes": _("menit"),
}  # fmt: skip


def in_words(value: Any, name: str = "") -> object:
    """Groups and lists as text; a single value as it is."""
    if isinstance(value, dict):
        return "; ".join(_entry(str(key), one) for key, one in value.items())
    if isinstance(value, list):
        parts = [str(_one(one, name)) for one in value]
        return (", " if all(len(part) < 30 and "," not in part for part in parts) else "; ").join(parts)
    return value


def _entry(name: str, value: Any) -> str:
    word = gettext(_WORDS[name]) if name in _WORDS else name
    if isinstance(value, dict):
        return f"{word} ({in_words(value)})"
    return f"{word}: {in_words(value, name)}" if isinstance(value, list) else f"{word} {_one(value, name)}"


def _one(value: Any, name: str) -> object:
    if isinstance(value, bool):
        return pgettext("nilai", "ya") if value else pgettext("nilai", "tidak")
    if isinstance(value, int | float) and name not in _YEARS:
        return number(Decimal(str(value)))
    if isinstance(value, str):
        return gettext(_WORDS[value]) if value in _WORDS else _BLANK.sub("…", value)
    return in_words(value)
