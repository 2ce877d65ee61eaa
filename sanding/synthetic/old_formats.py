"""The old formats offices still send: .xls through xlwt (a tool of development only) and .ods written as it stands."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from sanding.synthetic.workbook import Laid

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_XLS_ROWS = 65_536
_MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def write_xls(path: Path, sheet: Laid) -> Path | None:
    """The sheet as .xls; None where xlwt is not installed or the format's rows do not suffice."""
    try:
        import xlwt
    except ImportError:
        return None
    if sheet.grid.height > _XLS_ROWS:
        return None
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    for number, row in enumerate(sheet.grid.iter_rows()):
        for column, value in enumerate(row):
            if value:
                page.write(number, column, _typed(value, column in sheet.numeric))
    book.save(str(path))
    return path


def _typed(value: str, numeric: bool) -> str | int:
    return int(value) if numeric and value.isdecimal() and len(value) < 12 else value


def write_ods(path: Path, sheet: Laid) -> Path:
    """The sheet as an OpenDocument spreadsheet, all cells text."""
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MEDIA}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr(zipfile.ZipInfo("mimetype", _ZIP_DATE), _MEDIA)
        for name, content in (("content.xml", _content(sheet)), ("META-INF/manifest.xml", manifest)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(entry, '<?xml version="1.0" encoding="UTF-8"?>\n' + content)
    return path


def _content(sheet: Laid) -> str:
    rows = "".join(
        f"<table:table-row>{''.join(_cell(one) for one in row)}</table:table-row>" for row in sheet.grid.iter_rows()
    )
    return (
        f'<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0" '
        f'xmlns:text="{_OASIS}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(sheet.name)}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _cell(value: str | None) -> str:
    if not value:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
