"""Files handed in with letters and sheets: looked at by name, size and first bytes, sealed, given as attachments."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sanding.documents.letter_check import flaw_of
from sanding.errors import InputFault
from sanding.keys import Keys, load_or_create_keys
from sanding.long_numbers import hide_numbers
from sanding.sealed_file import seal_file, unseal_blocks, unseal_file
from sanding_web.district.models import StoredFile

LARGEST = 20 * 1024**2
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LETTERS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": (_ZIP,),
    ".odt": (_ZIP,),
    ".doc": (_OLE, b"{\\rtf"),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
"""Kinds of a scanned or written letter, each with how its content begins."""


def _keys() -> Keys:
    return load_or_create_keys(Path(settings.SANDING_KEYS))


def _path(stored: StoredFile) -> Path:
    return Path(settings.SANDING_UPLOADS) / stored.sealed


def plain_name(upload: UploadedFile) -> str:
    """The upload's own name without folders, printable, at most 150 signs with its suffix kept."""
    name = PurePath((upload.name or "berkas").replace("\\", "/")).name
    name = hide_numbers("".join(sign for sign in name if sign.isprintable())).strip() or "berkas"
    suffix = PurePath(name).suffix[:12]
    return name if len(name) <= 150 else name[: 150 - len(suffix)] + suffix


def check_letter(upload: UploadedFile) -> None:
    """InputFault where a letter is of no known kind, not what it says, empty, too large, or does more than paper."""
    name, suffix = plain_name(upload), PurePath(plain_name(upload)).suffix.lower()
    if suffix not in LETTERS:
        raise InputFault(
            _("jenis berkas %s tidak diterima") % (suffix or _("tanpa akhiran")),
            where=name,
            remedy=_("Pakai %s.") % ", ".join(LETTERS),
            code="SND-DIS-01",
        )
    _check_size(upload, name)
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if not head.startswith(LETTERS[suffix]):
        raise InputFault(
            _("isi berkas bukan %s") % suffix,
            where=name,
            remedy="Simpan ulang atau pindai ulang sebagai .pdf, lalu unggah kembali.",
            code="SND-DIS-02",
        )
    flaw = flaw_of(upload.read(), suffix)
    upload.seek(0)
    if flaw:
        raise InputFault(
            _("berkas tidak disimpan karena %s") % flaw_words()[flaw],
            where=name,
            remedy="Cetak atau pindai naskahnya menjadi .pdf biasa, lalu unggah kembali.",
            code="SND-DIS-05",
        )


def flaw_words() -> dict[str, str]:
    """Why a letter is not kept, by the kinds of ``letter_check``."""
    return {
        "active": _("memuat skrip, makro, lampiran, atau perintah yang berjalan saat dibuka"),
        "outside": _("mengambil isi dari luar berkas saat dibuka"),
        "locked": _("terkunci kata sandi atau sebagian isinya tidak terbaca"),
        "large": _("isinya terlalu besar setelah dibuka"),
        "broken": _("berkasnya rusak"),
    }


def _check_size(upload: UploadedFile, name: str) -> None:
    if not upload.size:
        raise InputFault("berkas kosong", where=name, remedy="Unduh atau kirim ulang berkasnya.", code="SND-DIS-03")
    if upload.size > LARGEST:
        raise InputFault(
            _("berkas lebih besar dari %s MB") % (LARGEST // 1024**2),
            where=name,
            remedy="Pindai dengan mutu lebih rendah, atau unggah lembar yang diperlukan saja.",
            code="SND-DIS-04",
        )


@contextmanager
def kept(actor: Any, upload: UploadedFile) -> Iterator[StoredFile]:
    """An upload sealed, with its name, size and SHA-256 kept; where the block fails, the sealed file goes again."""
    name = plain_name(upload)
    _check_size(upload, name)
    digest, sealed = sha256(), f"{secrets.token_hex(16)}.sealed"
    target = Path(settings.SANDING_UPLOADS) / sealed

    def blocks() -> Iterator[bytes]:
        for chunk in upload.chunks():
            digest.update(chunk)
            yield chunk

    try:
        seal_file(blocks(), target, _keys())
        yield StoredFile.objects.create(
            name=name,
            sealed=sealed,
            sha256=digest.hexdigest(),
            size=upload.size or 0,
            stored_by=actor if getattr(actor, "pk", None) else None,
        )
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def write_plain(stored: StoredFile, target: Path) -> None:
    """The content in plain, in a scratch folder."""
    unseal_file(_path(stored), target, _keys())


def handed_out(stored: StoredFile) -> StreamingHttpResponse:
    """The file as an attachment that the browser keeps and never shows; 404 where its content is gone."""
    if not _path(stored).exists():
        raise Http404
    answer = StreamingHttpResponse(unseal_blocks(_path(stored), _keys()), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
