"""Addresses: apps in the order of the cycle, Indonesian words, never a NIK or KK in an address."""

from django.urls import URLPattern, URLResolver, include, path

_APPS = (
    ("", "home"),
    ("akun/", "accounts"),
    ("pekerjaan/", "jobs"),
    ("keputusan/", "decisions"),
    ("data/", "registry"),
    ("prioritas/", "targeting"),
    ("penugasan/", "pairing"),
    ("data-pribadi/", "privacy"),
    ("ganti-tahun/", "rollover"),
    ("serah-terima/", "handover"),
    ("wilayah/", "district"),
    ("kesehatan/", "doctor"),
    ("jejak/", "audit"),
    ("tampilan/", "ui"),
    ("pertahanan/", "defence"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"sanding_web.{app}.urls")) for prefix, app in _APPS
]

handler403 = "sanding_web.errors.forbidden"
handler404 = "sanding_web.errors.not_found"
handler500 = "sanding_web.errors.server_error"
handler400 = "sanding_web.errors.bad_request"
