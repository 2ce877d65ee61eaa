"""Letters that run, fetch or explode are not kept; plain ones, as offices make them, are."""

import io
import struct
import time
import zipfile
import zlib
from typing import Any

import pytest
from docx import Document
from PIL import Image
from weasyprint import HTML

from sanding.documents.letter_check import MOST_PIXELS, flaw_of

OUTSIDE = (
    b'<Relationship Id="r9" Type="http://x/attachedTemplate" Target="http://contoh.invalid/a" TargetMode="External"/>'
)
ODT = b"<office:document-content><office:body>%s</office:body></office:document-content>"


def pdf(*objects: bytes) -> bytes:
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, one) for at, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def packed(inner: bytes, kind: bytes = b"/ObjStm", filtered: bytes = b"/FlateDecode") -> bytes:
    data = zlib.compress(inner)
    head = b"<< /Type %s /N 1 /First 4 /Filter %s /Length %d >>" % (kind, filtered, len(data))
    return head + b"\nstream\n" + data + b"\nendstream"


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    Document().save(out)
    with zipfile.ZipFile(out) as source:
        return archive({name: source.read(name) for name in source.namelist()} | (more or {}))


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size).save(out, kind)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG whose head claims any size and that holds almost nothing."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (head, data, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PLAIN = {
    "a page drawn by a library": (HTML(string="<p>Surat /JavaScript").write_pdf(), ".pdf"),
    "a page that opens at its top": (pdf(b"<< /Type /Catalog /OpenAction[1 0 R /XYZ null null 0] >>"), ".pdf"),
    "a page that goes to a place": (pdf(b"<< /OpenAction << /Type /Action /S /GoTo /D [1 0 R /Fit] >> >>"), ".pdf"),
    "packed objects": (pdf(packed(b"1 0 << /Type /Page >>")), ".pdf"),
    "a signed page": (pdf(b"<< /Type /Sig /Filter /Adobe.PPKLite >>"), ".pdf"),
    "a document": (docx(), ".docx"),
    "an odt": (archive({"content.xml": ODT % b'<draw:image xlink:href="Pictures/a.png"/>'}), ".odt"),
    "an odt with a link": (archive({"content.xml": ODT % b'<text:a xlink:href="https://contoh.invalid">x'}), ".odt"),
    "an old document": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".doc"),
    "a rich text": (b"{\\rtf1 Surat}", ".doc"),
    "a photograph": (picture("JPEG"), ".jpg"),
    "a scan": (picture("PNG"), ".png"),
}
UNREADABLE = pdf(packed(b"x", filtered=b"/LZWDecode").replace(b"x\x9c", b"qq"))
HARMFUL = {
    "a script at opening": (pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"), ".pdf", "active"),
    "a script with escaped letters": (pdf(b"<< /S /J#61vaScript /JS (x) >>"), ".pdf", "active"),
    "a script in packed objects": (pdf(packed(b"1 0 << /S /JavaScript /JS (x) >>")), ".pdf", "active"),
    "packed objects by an escaped name": (pdf(packed(b"1 0 << /S /Launch >>", b"/#4fbjStm")), ".pdf", "active"),
    "a program started": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), ".pdf", "active"),
    "a file inside": (pdf(b"<< /Names << /EmbeddedFiles 2 0 R >> >>", b"<< /Type /EmbeddedFile >>"), ".pdf", "active"),
    "an address opened": (pdf(b"<< /OpenAction << /S /URI /URI (http://contoh.invalid) >> >>"), ".pdf", "active"),
    "an opening that stands elsewhere": (pdf(b"<< /OpenAction 2 0 R >>"), ".pdf", "active"),
    "a form that sends": (pdf(b"<< /S /SubmitForm /F (http://contoh.invalid) >>"), ".pdf", "active"),
    "packed objects that nobody can read": (UNREADABLE, ".pdf", "locked"),
    "packed objects that explode": (pdf(packed(b"\0" * 60 * 1024**2)), ".pdf", "large"),
    "macros": (docx({"word/vbaProject.bin": b"x"}), ".docx", "active"),
    "an object inside": (docx({"word/embeddings/oleObject1.bin": b"x"}), ".docx", "active"),
    "a template from elsewhere": (docx({"word/_rels/settings.xml.rels": OUTSIDE}), ".docx", "outside"),
    "an entity": (docx({"word/a.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), ".docx", "active"),
    "an archive that explodes": (docx({"word/media/a.bin": b"\0" * 60 * 1024**2}), ".docx", "large"),
    "macros of an odt": (archive({"Basic/Standard/Module1.xml": b"<x/>"}), ".odt", "active"),
    "a script of an odt": (archive({"Scripts/python/a.py": b"x"}), ".odt", "active"),
    "an event of an odt": (archive({"content.xml": ODT % b"<script:event-listener/>"}), ".odt", "active"),
    "a picture from elsewhere": (
        archive({"content.xml": ODT % b'<draw:image xlink:href="http://contoh.invalid/a.png"/>'}), ".odt", "outside"
    ),
    "a file of the reader": (
        archive({"content.xml": ODT % b'<text:section-source xlink:href="file:///etc/passwd"/>'}), ".odt", "outside"
    ),
    "no archive": (b"PK\x03\x04 rusak", ".docx", "broken"),
    "macros of an old document": (b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le"), ".doc", "active"),
    "an object of a rich text": (b"{\\rtf1 {\\object\\objemb{\\*\\objdata 01}}}", ".doc", "active"),
    "a picture of a milliard points": (png_of(40_000, 40_000), ".png", "large"),
    "a picture somewhat too large": (png_of(MOST_PIXELS // 8000 + 1, 8000), ".png", "large"),
    "no picture": (b"\x89PNG\r\n\x1a\n", ".png", "broken"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLAIN.values(), ids=PLAIN)
def test_a_plain_letter_is_kept(case: tuple[bytes, str]) -> None:
    assert flaw_of(*case) == ""


@pytest.mark.parametrize("case", HARMFUL.values(), ids=HARMFUL)
def test_a_letter_that_runs_fetches_or_explodes_is_refused_quickly(case: tuple[Any, ...]) -> None:
    content, suffix, why = case
    begin = time.monotonic()
    assert flaw_of(content, suffix) == why
    assert time.monotonic() - begin < 5
