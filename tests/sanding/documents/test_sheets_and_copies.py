"""Workbooks keep codes as text and formulas inert; reading copies fetch nothing; codes can be scanned and compared."""

import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from openpyxl import load_workbook
from weasyprint import HTML

from sanding.documents import reading_copy
from sanding.documents.code_mark import check_address, qr_png, qr_svg
from sanding.documents.reading_copy import refuse_fetch
from sanding.documents.sheet import Column, Sheet, write_workbook
from sanding.documents.wording import in_words, number, percent
from sanding.errors import EngineFault

ROWS = [["3399012003", '=HYPERLINK("http://contoh.invalid")', 412, 0.243], ["0012", "+62|cmd", None, None]]
SHEET = Sheet(
    "Lampiran",
    ["JUDUL"],
    [Column("Kode", 12), Column("Nama", 20), Column("Keluarga", 10, 0), Column("Bagian", 10, 1, percent=True)],
    ROWS,
    note=["Sumber: rekaan"],
)


def written() -> bytes:
    return write_workbook([SHEET], title="Uji", footer="Kode & alamat")


def test_codes_stay_text_and_formulas_stay_words() -> None:
    page = load_workbook(io.BytesIO(written()))["Lampiran"]
    kinds = {cell.coordinate: (cell.value, cell.data_type) for row in page["A4:D5"] for cell in row}
    assert kinds["A4"] == ("3399012003", "s")
    assert kinds["A5"] == ("0012", "s")
    assert kinds["B4"] == ('=HYPERLINK("http://contoh.invalid")', "s")
    assert kinds["B5"] == ("+62|cmd", "s")
    assert kinds["C4"] == (412, "n")
    assert kinds["C5"][0] is None
    assert page["B4"].hyperlink is None
    assert page["D4"].number_format == "0.0%"


def test_a_sheet_is_ready_to_print() -> None:
    page = load_workbook(io.BytesIO(written()))["Lampiran"]
    assert page.freeze_panes == "A4"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 14
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows == "$3:$3"
    assert page["A7"].value == "Sumber: rekaan"


def test_equal_sheets_are_equal_bytes() -> None:
    assert written() == written()


@pytest.mark.parametrize("url", ["http://contoh.invalid/x.png", "file:///etc/passwd", "data:text/plain,x"])
def test_a_reading_copy_fetches_nothing(url: str) -> None:
    with pytest.raises(EngineFault, match="berkas luar"):
        refuse_fetch(url)


def test_the_same_address_gives_the_same_code() -> None:
    address = check_address("https://contoh.go.id/", "0123-4567-89ab")
    assert qr_png(address) == qr_png(address) != qr_png(address + "x")
    assert qr_png(address).startswith(b"\x89PNG")
    assert qr_svg(address).startswith("<svg")
    assert check_address("", "0123") == "/periksa/0123"


def test_numbers_are_written_the_indonesian_way() -> None:
    assert number(1234567.5, 1) == "1.234.567,5"
    assert percent(None) == "tak ada"
    words = {0: "nol", 12: "dua belas", 33: "tiga puluh tiga", 100: "seratus", 223: "dua ratus dua puluh tiga"}
    words |= {1045: "seribu empat puluh lima", 8496: "delapan ribu empat ratus sembilan puluh enam"}
    words |= {110: "seratus sepuluh", 75_266: "tujuh puluh lima ribu dua ratus enam puluh enam"}
    assert {value: in_words(value) for value in words} == words


HOSTILE = {
    "a picture": '<img src="{url}">',
    "a style": '<link rel="stylesheet" href="{url}">',
    "an import": '<style>@import url("{url}");</style>',
    "a background": '<p style="background: url({url})">x',
    "a font": '<style>@font-face {{ font-family: a; src: url("{url}") }} p {{ font-family: a }}</style><p>x',
    "a drawing": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    "a drawing used": '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#a"/></svg>',
    "an object": '<object data="{url}"></object><embed src="{url}">',
    "an attachment": '<link rel="attachment" href="{url}">',
}


@pytest.fixture
def seen() -> Iterator[tuple[list[str], int]]:
    """What a server of our own is asked for and which files are opened, while the test runs; and the server's port."""
    noticed: list[str] = []
    watching = [True]

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            noticed.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Listening)
    Thread(target=server.serve_forever, daemon=True).start()
    sys.addaudithook(lambda event, given: noticed.append(str(given[0])) if event == "open" and watching[0] else None)
    yield noticed, server.server_port
    watching[0] = False
    server.shutdown()
    server.server_close()


def test_whatever_stands_in_a_page_nothing_is_read_or_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seen: tuple[list[str], int]
) -> None:
    noticed, port = seen
    secret = tmp_path / "rahasia.css"
    secret.write_text("p::before { content: 'isi rahasia' }")
    noticed.clear()
    urls = [f"http://127.0.0.1:{port}/a.png", secret.as_uri()]
    wanted = {"/a.png", str(secret)}
    for page in (part.format(url=url) for part in HOSTILE.values() for url in urls):
        monkeypatch.setattr(reading_copy, "page_of", lambda *_, page=page, **__: page)
        with suppress(EngineFault):
            assert reading_copy.reading_copy(b"", title="Uji").startswith(b"%PDF")
    assert not wanted & set(noticed)
    HTML(string="".join(HOSTILE["a style"].format(url=url) for url in urls)).write_pdf()
    assert wanted <= set(noticed), "without our fetcher both would be noticed"
