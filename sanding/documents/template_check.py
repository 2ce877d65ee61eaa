"""A template the office brings is opened only if it is a plain document: no macros, no outside links, no bombs."""

import io
import re
import zipfile

from sanding.errors import InputFault

_MOST_BYTES = 20_000_000
_MOST_PARTS = 500
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODED_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ACTIVE = ("vbaproject.bin", "activex", "embeddings/")


def check_template(content: bytes, *, name: str) -> None:
    """Raise InputFault where a DOCX is broken, too large, or carries macros, objects, entities or outside links."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise _refused(name, "terlalu besar setelah dibuka")
            names = {entry.filename for entry in entries}
            if "word/document.xml" not in names or len(names) != len(entries):
                raise _refused(name, "bukan dokumen DOCX yang utuh")
            for entry in entries:
                _check_part(entry.filename, parts.read(entry), name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _refused(name, "bukan dokumen DOCX yang utuh") from None


def _check_part(part: str, content: bytes, name: str) -> None:
    if why := active_part(part, content):
        raise _refused(name, f"{why} ({part})")


def active_part(part: str, content: bytes) -> str:
    """Why one part of an office file is more than a document: macros, objects, entities, outside links; or nothing."""
    lower = part.lower()
    if any(active in lower for active in _ACTIVE):
        return "memuat makro atau objek tertanam"
    if not lower.endswith((".xml", ".rels")):
        return ""
    if content.startswith(_ENCODED_WIDE) or _ENTITIES.search(content):
        return "memuat deklarasi XML yang tidak diizinkan"
    outside = (found.group() for found in _EXTERNAL.finditer(content))
    return "menunjuk berkas di luar dokumen" if any(not _HYPERLINK.search(one) for one in outside) else ""


def _refused(name: str, why: str) -> InputFault:
    return InputFault(
        f"templat {why}",
        where=name,
        remedy="Pakai templat bawaan atau simpan ulang sebagai .docx biasa tanpa makro dan tautan.",
        code="SND-DOC-01",
    )
