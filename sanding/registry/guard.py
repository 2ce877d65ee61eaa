"""Before a file is opened: is it what its name says, unlocked, and not made to harm? Else InputFault."""

import zipfile
import zlib
from pathlib import Path
from typing import Literal

from sanding.errors import InputFault
from sanding.registry.archive import Flaw, look_through

Form = Literal["xlsx", "xls", "ods", "csv", "html"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORMS: dict[str, tuple[Form, ...]] = {
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".xls": ("xls", "html"),
    ".ods": ("ods",),
    ".csv": ("csv",),
    ".txt": ("csv",),
    ".tsv": ("csv",),
}


def recognise_form(path: Path) -> Form:
    """The form of a file by its content, checked against its name."""
    allowed = _FORMS.get(path.suffix.lower())
    if allowed is None:
        raise _fault(path, f"jenis berkas {path.suffix or 'tanpa akhiran'} tidak dikenal", _USE, "SND-IMP-01")
    if path.stat().st_size == 0:
        raise _fault(path, "berkas kosong", "Unduh atau kirim ulang berkasnya.", "SND-IMP-02")
    with path.open("rb") as file:
        head = file.read(4096)
    form = _by_content(path, head)
    if form not in allowed:
        raise _fault(
            path,
            f"isi berkas bukan {path.suffix.lower()}",
            "Buka di aplikasi lembar kerja, lalu simpan ulang sebagai .xlsx.",
            "SND-IMP-03",
        )
    return form


_USE = "Pakai .xlsx, .xlsm, .xls, .ods atau .csv."


def _by_content(path: Path, head: bytes) -> Form | None:
    if head.startswith(b"PK\x03\x04"):
        return _checked_zip(path)
    if head.startswith(_OLE):
        return _checked_ole(path)
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<?xml") and b"<html" not in text:
        return None
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<?xml", b"<div")):
        return "html"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    return None if b"\x00" in head or head.startswith((b"%PDF", b"{\\rtf")) else "csv"


def _checked_zip(path: Path) -> Form | None:
    """The kind of zipped workbook, after everything in it was looked through."""
    try:
        names = look_through(path)
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "content.xml" not in names:
            return None
        with zipfile.ZipFile(path) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise _locked(path)
        return "ods"
    except Flaw as flaw:
        raise _locked(path) if flaw.kind == "locked" else _fault(path, *_FLAWS[flaw.kind]) from None
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, ValueError, OSError):
        raise _fault(path, *_FLAWS["broken"]) from None


_RESAVE = "Buka di aplikasi lembar kerja, lalu simpan ulang sebagai .xlsx."
_FLAWS = {
    "broken": ("berkas rusak", "Simpan ulang lembarnya, lalu unggah kembali.", "SND-IMP-04"),
    "bomb": (
        "isi berkas membengkak tidak wajar saat dibuka",
        "Simpan ulang hanya lembar yang diperlukan, atau kirim sebagai .csv.",
        "SND-IMP-05",
    ),
    "doctype": ("berkas memuat bagian XML yang tidak lazim (DOCTYPE)", _RESAVE, "SND-IMP-06"),
    "texts": ("teks di dalam berkas terlalu besar", "Kirim sebagai .csv, atau bagi per kecamatan.", "SND-IMP-05"),
    "sheet": (
        "ada isi yang sangat jauh dari tabel, sehingga lembarnya terlalu luas untuk dibaca",
        "Hapus baris dan kolom kosong sesudah tabel (Ctrl+End menunjukkan ujungnya), lalu simpan ulang.",
        "SND-IMP-91",
    ),
    "names": ("susunan bagian di dalam berkas tidak lazim", _RESAVE, "SND-IMP-92"),
}


def _checked_ole(path: Path) -> Form:
    """An old workbook, or the wrapper of an encrypted new one."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _locked(path)
    return "xls"


def _locked(path: Path) -> InputFault:
    return _fault(
        path,
        "berkas terkunci kata sandi",
        "Hapus kata sandinya di aplikasi lembar kerja, lalu unggah kembali.",
        "SND-IMP-07",
    )


def _fault(path: Path, what: str, remedy: str, code: str) -> InputFault:
    return InputFault(what, where=path.name, remedy=remedy, code=code)


def unreadable(path: Path, error: Exception) -> InputFault:
    """What a reader's own error means for the office."""
    said = str(error).lower()
    if "password" in said or "encrypt" in said:
        return _locked(path)
    return _fault(
        path, "berkas tidak dapat dibaca", "Simpan ulang sebagai .xlsx atau .csv, lalu unggah kembali.", "SND-IMP-04"
    )


def too_wide(path: Path) -> InputFault:
    """A table whose rectangle is far larger than what stands in it."""
    return _fault(path, *_FLAWS["sheet"])
