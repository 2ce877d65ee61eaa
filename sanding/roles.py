"""Roles × actions, as one table (design 4). Scope says where a role may act; this table says what it may do."""

from dataclasses import dataclass
from typing import Literal

ScopeKind = Literal["district", "pairing", "kecamatan", "village", "rt", "none"]


@dataclass(frozen=True)
class Role:
    """One role: its Indonesian name, where it acts, and what it may do."""

    code: str
    label: str
    scope: ScopeKind
    actions: frozenset[str]


ACTIONS: dict[str, str] = {
    "home.view": "membuka pekan ini",
    "account.self": "mengatur akun sendiri",
    "job.view": "melihat pekerjaan latar miliknya",
    "programme.view": "melihat gerakan dan dasar hukumnya",
    "file.check": "memeriksa berkas sebelum diunggah",
    "batch.upload": "mengunggah lembar",
    "batch.view": "melihat batch dan kesalahannya",
    "batch.decide": "menerima atau mengembalikan batch sebagai orang kedua",
    "vintage.view": "melihat kurun data",
    "village.view": "melihat halaman desa",
    "count.export": "mengunduh angka tanpa nama",
    "priority.view": "melihat prioritas desa",
    "priority.work": "menyusun prioritas desa",
    "milestone.record": "mencatat tahap pendampingan",
    "family.view": "melihat keluarga sasaran dengan nama di wilayahnya",
    "person.search": "mencari satu orang di wilayahnya",
    "person.reveal": "membuka NIK dan No. KK dengan tujuan",
    "pairing.view": "melihat penugasan",
    "pairing.work": "menyusun penugasan",
    "decision.view": "melihat keputusan",
    "decision.propose": "mengusulkan penetapan",
    "decision.sign": "menetapkan",
    "document.download": "mengunduh naskah",
    "sheet.print": "mencetak lembar desa dan perangkat daerah",
    "year.change": "mengganti tahun pendampingan",
    "agency.view": "melihat halaman perangkat daerah",
    "setting.view": "melihat pengaturan",
    "setting.change": "mengubah pengaturan",
    "account.manage": "mengelola akun dan peran",
    "audit.view": "melihat jejak audit",
    "health.view": "melihat kesehatan situs",
}

_EVERYONE = "home.view account.self job.view"
_READS_LISTS = "programme.view village.view priority.view pairing.view agency.view decision.view sheet.print"


def _role(code: str, label: str, scope: ScopeKind, actions: str) -> Role:
    return Role(code, label, scope, frozenset(f"{_EVERYONE} {actions}".split()))


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "secretariat",
            "Sekretariat TKPK",
            "district",
            f"{_READS_LISTS} file.check batch.upload batch.view batch.decide vintage.view count.export priority.work "
            "family.view person.search person.reveal pairing.work milestone.record decision.propose year.change "
            "document.download setting.view setting.change",
        ),
        _role(
            "leader",
            "Pimpinan daerah",
            "district",
            f"{_READS_LISTS} vintage.view count.export decision.sign document.download",
        ),
        _role(
            "social",
            "Dinas Sosial",
            "district",
            f"{_READS_LISTS} file.check batch.upload batch.view batch.decide vintage.view count.export "
            "family.view person.search person.reveal document.download",
        ),
        _role(
            "companion",
            "Perangkat daerah pendamping",
            "pairing",
            f"{_READS_LISTS} milestone.record count.export document.download",
        ),
        _role("kecamatan", "TPK kecamatan", "kecamatan", f"{_READS_LISTS} family.view person.search count.export"),
        _role(
            "village",
            "TPK desa/kelurahan (operator)",
            "village",
            f"{_READS_LISTS} family.view person.search person.reveal file.check",
        ),
        _role("enumerator", "Kader pencacah", "rt", ""),
        _role("facilitator", "Pendamping desa, TKSK, PKH", "kecamatan", _READS_LISTS),
        _role("treasurer", "Bendahara", "district", "programme.view decision.view"),
        _role("analyst", "Analis", "district", f"{_READS_LISTS} vintage.view count.export"),
        _role("partner", "Mitra (CSR)", "none", ""),
        _role(
            "inspector",
            "Inspektorat",
            "district",
            f"{_READS_LISTS} batch.view vintage.view document.download audit.view health.view setting.view",
        ),
        _role(
            "administrator",
            "Administrator",
            "none",
            "programme.view setting.view setting.change account.manage audit.view health.view",
        ),
    )
}


def may(role: str, action: str) -> bool:
    """Whether a role may do an action; an unknown role or action is never allowed.

    >>> may("companion", "batch.upload"), may("secretariat", "batch.upload")
    (False, True)
    """
    return role in ROLES and action in ACTIONS and action in ROLES[role].actions


def roles_with(action: str) -> tuple[str, ...]:
    """The roles that may do an action, in the order of the table."""
    return tuple(code for code in ROLES if may(code, action))
