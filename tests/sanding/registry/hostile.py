"""Files made to harm, made by code: each a name, how it is written, the code that refuses it (None: read)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_HEADER = ("NIK", "NAMA", "ALAMAT")
_ROWS = [_HEADER, ("3399010101010017", "WARGA", "DUSUN 1"), ("3399010101010025", "WARGI", "DUSUN 2")]


@dataclass(frozen=True)
class Hostile:
    name: str
    write: Callable[[Path], None]
    code: str | None
    file: str = "lembar.xlsx"


def cells(rows: list[tuple[str, ...]] = _ROWS) -> str:
    """Rows as inline strings."""
    return "".join(
        f'<row r="{at}">'
        + "".join(f'<c r="{chr(65 + x)}{at}" t="inlineStr"><is><t>{v}</t></is></c>' for x, v in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )


def sheet(body: str, before: str = "", after: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def parts(sheet1: str | None = None, **more: str) -> dict[str, bytes]:
    """The members of a small workbook."""
    content = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet1 if sheet1 is not None else sheet(cells()),
        **more,
    }
    return {name: text.encode() for name, text in content.items()}


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(sheet1: str | None = None, **more: str) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(packed(parts(sheet1, **more))) and None


def raw(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def _with(**members: bytes) -> Callable[[Path], None]:
    return raw(packed({**parts(), **{name: content for name, content in members.items()}}))


def _member(name: str, content: bytes) -> Callable[[Path], None]:
    return raw(packed({**parts(), name: content}))


def _liar(path: Path) -> None:
    """The directory says 1 KB, the stream holds 300 MB."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(stream.compress(b" " * 1_000_000) for _ in range(300)) + stream.flush()
    content = packed({**parts(), "xl/sharedStrings.xml": b"\x01" * 1024})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = archive.getinfo("xl/sharedStrings.xml")
    begin = member.header_offset + 30 + len("xl/sharedStrings.xml")
    directory = content.index(b"PK\x01\x02")
    grown = len(body) - member.compress_size
    front = bytearray(content[:begin] + body)
    struct.pack_into("<I", front, member.header_offset + 18, len(body))
    back = bytearray(content[directory:])
    at = back.index(b"xl/sharedStrings.xml") - 46
    struct.pack_into("<I", back, at + 20, len(body))
    end = back.rindex(b"PK\x05\x06")
    struct.pack_into("<I", back, end + 16, directory + grown)
    path.write_bytes(bytes(front + back))


def _overlap(path: Path) -> None:
    """Many names for the bytes of one member."""
    names = [f"xl/worksheets/sheet{at:03}.xml" for at in range(2, 400)]
    content = packed({**parts(), **{name: sheet("<row/>" * 5000).encode() for name in names}})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.getinfo(names[0]).header_offset
    out = bytearray(content)
    at = out.index(b"PK\x01\x02")
    while out[at : at + 4] == b"PK\x01\x02":
        name, extra, note = struct.unpack_from("<HHH", out, at + 28)
        if bytes(out[at + 46 : at + 46 + name]).startswith(b"xl/worksheets/sheet1") is False and name > 20:
            struct.pack_into("<I", out, at + 42, first)
        at += 46 + name + extra + note
    path.write_bytes(bytes(out))


def _encrypted(path: Path) -> None:
    out = bytearray(packed(parts()))
    at = 0
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        out[at + 8] |= 1
        at += 4
    path.write_bytes(bytes(out))


def _bzip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)


def _nested(path: Path) -> None:
    inner = packed({"a.txt": b"0" * 50_000_000})
    path.write_bytes(packed({**parts(), "xl/embeddings/inner.zip": inner * 20}))


def _ods(body: str, head: str = "") -> Callable[[Path], None]:
    text = (
        f'{HEAD}{head}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return raw(
        packed({"mimetype": mime.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": text.encode()})
    )


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9)
) + "]>"  # fmt: skip
_FAR = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row>'
_VALUE = '<table:table-cell office:value-type="string"{0}><text:p>x</text:p></table:table-cell>'


HOSTILE = [
    Hostile("one member of a huge ratio", _member("xl/media/a.png", b"0" * 60_000_000), "SND-IMP-05"),
    Hostile("a stream longer than its directory says", _liar, "SND-IMP-05"),
    Hostile("members that share their bytes", _overlap, "SND-IMP-05"),
    Hostile("archives within the archive", _nested, None),
    Hostile("very many members", _with(**{f"xl/media/{n}": b"" for n in range(2500)}), "SND-IMP-05"),
    Hostile("shared strings beyond all need", _member("xl/sharedStrings.xml", b"<t>ab</t>" * 9_000_000), "SND-IMP-05"),
    Hostile("one far cell", book(sheet(cells() + _FAR)), "SND-IMP-91"),
    Hostile("a far cell in a near row", book(sheet(cells() + '<row r="9"><c r="ALL900000"/></row>')), "SND-IMP-91"),
    Hostile("a far cell in single quotes", book(sheet(cells() + _FAR.replace('"', "'"))), "SND-IMP-91"),
    Hostile("a far cell with spaces", book(sheet(cells() + _FAR.replace('r="', 'r = "'))), "SND-IMP-91"),
    Hostile("cells without names, very many", book(sheet("<row/>" * 20_000 + f"<row>{'<c/>' * 16_000}</row>")),
            "SND-IMP-91"),
    Hostile("a dimension that is a lie", book(sheet(cells(), '<dimension ref="A1:XFD1048576"/>')), None),
    Hostile("a tag without an end", book(sheet(cells() + "<c " + " " * 3_000_000)), "SND-IMP-91"),
    Hostile("a cell of ten million signs", book(sheet(cells([*_ROWS, ("x" * 10_000_000, "a", "b")]))), None),
    Hostile("entities in the sheet", book(LAUGHS + sheet("&a8;")), "SND-IMP-06"),
    Hostile("entities behind a long comment", book(f"<!--{'x' * 40_000}-->{LAUGHS}" + sheet("&a8;")), "SND-IMP-06"),
    Hostile("entities in small letters", book(LAUGHS.lower() + sheet("")), "SND-IMP-06"),
    Hostile("entities in a part of another name", _member("docProps/APP.XML", LAUGHS.encode()), "SND-IMP-06"),
    Hostile("entities in UTF-16", _member("xl/styles.xml", (LAUGHS + "<a/>").encode("utf-16")), "SND-IMP-06"),
    Hostile("entities in UTF-7", _member("xl/styles.xml", b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE"),
            "SND-IMP-06"),
    Hostile("a network entity", book(f'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">{sheet("")}'), "SND-IMP-06"),
    Hostile("broken XML", book("<worksheet><sheetData><row r='1'><c"), "SND-IMP-04"),
    Hostile("an archive cut short", lambda path: path.write_bytes(packed(parts())[:-60]) and None, "SND-IMP-04"),
    Hostile("an encrypted archive", _encrypted, "SND-IMP-07"),
    Hostile("an unusual way of packing", _bzip, "SND-IMP-04"),
    Hostile("a member that climbs out", _member("../../etc/cron.d/a", b"x"), "SND-IMP-92"),
    Hostile("an absolute member", _member("/etc/passwd", b"x"), "SND-IMP-92"),
    Hostile("a member with backslashes", _member("..\\..\\a", b"x"), "SND-IMP-92"),
    Hostile("a member of a drive", _member("C:/a", b"x"), "SND-IMP-92"),
    Hostile("a member of 300 signs", _member("xl/" + "a" * 300, b"x"), "SND-IMP-92"),
    Hostile("two members of one name", _member("XL/WORKBOOK.XML", b"<workbook/>"), "SND-IMP-92"),
    Hostile("links to the network", book(**{
        "xl/externalLinks/_rels/externalLink1.xml.rels": f'{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/externalLinkPath" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></Relationships>'
    }), None),
    Hostile("formulas", book(sheet(cells() + '<row r="4"><c r="A4" t="str"><f>cmd|\' /C calc\'!A0</f><v>=cmd|x</v></c>'
            '<c r="B4" t="str"><f>HYPERLINK("http://192.0.2.1")</f><v>=HYPERLINK(1)</v></c></row>')), None),
    Hostile("macros", book(**{"xl/vbaProject.bin": "Attribute VB_Name"}), None, "lembar.xlsm"),
    Hostile("a document of another kind", raw(packed({"word/document.xml": b"<w/>"})), "SND-IMP-03"),
    Hostile("PDF and archive in one", raw(b"%PDF-1.7\n" + packed(parts())), "SND-IMP-03"),
    Hostile("PDF as text", raw(b"%PDF-1.7\nnik;nama\n1;2\n"), "SND-IMP-03", "a.csv"),
    Hostile("a broken old workbook", raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096), "SND-IMP-04", "a.xls"),
    Hostile("zeros as text", raw(b"nik;nama\n" + b"\0" * 100 + b";x\n"), "SND-IMP-03", "a.csv"),
    Hostile("zeros late in a text", raw(b"nik;nama;alamat\n" + b"1;a;b\n" * 2000 + b"\0\0;x;y\n"), None, "a.csv"),
    Hostile("a text of one line", raw(b"nik;nama" + b"x" * 40_000_000), "SND-IMP-93", "a.csv"),
    Hostile("a quote that never ends", raw(b'nik;nama;alamat\n1;"a;b\n' + b"1;a;b\n" * 3_000_000), "SND-IMP-93",
            "a.csv"),
    Hostile("two codings", raw(b"nik;nama;alamat\n1;caf\xe9;\xc3\xa9\n" * 20), None, "a.csv"),
    Hostile("scripts and outside files in a page", raw(
        b"<html><script>alert(1)</script><img src=http://192.0.2.1/a><iframe src=file:///etc/passwd></iframe><table>"
        b"<tr><td>NIK<td>NAMA<td>ALAMAT<tr><td>1<td>a<script>x</script><td>b</table></html>"), None, "a.xls"),
    Hostile("a wide and long page", raw(b"<table>" + b"<tr>" * 30_000 + b"<td>" * 20_000 + b"</table>"), "SND-IMP-91",
            "a.xls"),
    Hostile("a page of nested tables", raw(b"<table><tr><td>" * 60_000), "SND-IMP-16", "a.xls"),
    Hostile("entities in OpenDocument", _ods("&a8;", LAUGHS), "SND-IMP-06", "a.ods"),
    Hostile("cells repeated without end", _ods(
        "<table:table-row>" + _VALUE.format(' table:number-columns-repeated="900000000"') + "</table:table-row>"),
        "SND-IMP-91", "a.ods"),
    Hostile("rows repeated without end", _ods(
        f'<table:table-row table:number-rows-repeated="900000000">{_VALUE.format("")}</table:table-row>'),
        "SND-IMP-91", "a.ods"),
]  # fmt: skip
