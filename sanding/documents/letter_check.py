"""A letter is kept only if it is a plain document: nothing in it runs, fetches or explodes when it is opened."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from sanding.documents.template_check import active_part

MOST_PIXELS = 80_000_000
"""A page of A3 scanned at 600 dpi has 70 million."""
_MOST_PARTS, _MOST_BYTES = 2000, 50 * 1024**2
_NAMED = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE)(?![A-Za-z0-9])")
_FORM = re.compile(rb"/XFA(?=[\s\[])")
_OPENING = re.compile(rb"/OpenAction(?![A-Za-z])\s*(?!\[|\s|<<[^>]{0,200}/S\s*/GoTo(?![A-Za-z]))")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_ODT_ACTIVE = ("basic/", "scripts/", "configurations2/macro")
_ODT_EVENT = re.compile(rb"<script:event-listener\b|<office:dde-source\b|<draw:(plugin|applet)\b")
_ODT_OUTSIDE = re.compile(
    rb"<(draw:image|draw:object(-ole)?|draw:floating-frame|draw:fill-image|text:section-source|style:background-image)\b"
    rb"[^>]*xlink:href\s*=\s*[\"']\s*([a-z][a-z0-9+.-]*:|/|\.\./)",
    re.IGNORECASE,
)
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_RTF_ACTIVE = re.compile(
    rb"\\obj(data|ocx|emb|autlink|link|class)|\\\*\s*\\template|\\field\b[^}]*\b(DDE|INCLUDE)", re.IGNORECASE
)


def flaw_of(content: bytes, suffix: str) -> str:
    """Why a letter is not kept: ``active``, ``outside``, ``locked``, ``large``, ``broken``; empty where all is well."""
    if suffix == ".pdf":
        return _pdf(content)
    if suffix in (".docx", ".odt"):
        return _office(content)
    if suffix == ".doc":
        rich = content.startswith(b"{")
        return "active" if _VBA in content or (rich and _RTF_ACTIVE.search(content)) else ""
    return _picture(content)


def _pdf(content: bytes) -> str:
    try:
        texts = [content, *_objects(content)]
    except zlib.error:
        return "locked"
    except OverflowError:
        return "large"
    for text in texts:
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
        if _NAMED.search(plain) or _FORM.search(plain) or _OPENING.search(plain):
            return "active"
    return ""


def _objects(content: bytes) -> Iterator[bytes]:
    """The objects that a PDF keeps packed; zlib.error where they cannot be read, OverflowError beyond the bound."""
    left, before = _MOST_BYTES, 0
    for found in _STREAM.finditer(content):
        head = _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), content[before : found.start()])
        before = found.end()
        if b"/ObjStm" not in head or b"/Filter" not in head:
            continue
        stream = zlib.decompressobj()
        unpacked = stream.decompress(content[before : content.find(b"endstream", before)], left)
        left -= len(unpacked)
        if left <= 0:
            raise OverflowError
        if not stream.eof:
            raise zlib.error("cut")
        yield unpacked


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                return "large"
            if len({entry.filename.lower() for entry in entries}) != len(entries):
                return "broken"
            if any(entry.flag_bits & 1 for entry in entries):
                return "locked"
            return next((flaw for entry in entries if (flaw := _part(entry.filename, parts.read(entry)))), "")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return "broken"


def _part(name: str, content: bytes) -> str:
    if why := active_part(name, content):
        return "outside" if "luar" in why else "active"
    if name.lower().startswith(_ODT_ACTIVE) or _ODT_EVENT.search(content):
        return "active"
    return "outside" if name.lower().endswith(".xml") and _ODT_OUTSIDE.search(content) else ""


def _picture(content: bytes) -> str:
    """By the size the picture's head tells, before anything is laid out."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "large"
    except (OSError, ValueError, SyntaxError):
        return "broken"
    return "large" if width * height > MOST_PIXELS else ""
