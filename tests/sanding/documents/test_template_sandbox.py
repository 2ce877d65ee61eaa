"""A template the office brings may fill fields and loop over rows; whatever else it tries stays inert."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document

from sanding.documents.render import TEMPLATES, fixed_dates, own_template, render_docx
from sanding.documents.sandbox import plain
from sanding.documents.template_check import check_template
from sanding.errors import InputFault
from scripts.build_templates import template_file

VALUES: dict[str, Any] = {"nama": "Desa Rekaan", "baris": [{"desa": "A"}, {"desa": "B"}], "jumlah": 3}


def template(*paragraphs: str, cells: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(rows=len(cells), cols=1)
        for row, text in zip(table.rows, cells, strict=True):
            row.cells[0].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def altered(content: bytes, changed: dict[str, bytes]) -> bytes:
    """The archive with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in changed:
                target.writestr(entry.filename, source.read(entry))
        for part, data in changed.items():
            target.writestr(part, data)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_fields_loops_and_conditions_are_filled() -> None:
    made = template(
        "Untuk {{ nama|upper }}",
        "{%p if jumlah > 2 %}",
        "banyak",
        "{%p endif %}",
        cells=("{%tr for satu in baris %}", "{{ loop.index }}. {{ satu.desa }}", "{%tr endfor %}"),
    )
    assert text_of(render_docx(made, VALUES)).split("\n") == ["Untuk DESA REKAAN", "banyak", "1. A", "2. B"]


@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ nama.__class__ }}",
        "{{ baris.append(1) }}",
        "{{ nama.format(1) }}",
        "{{ nama|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ loop.__class__ }}",
        "{{ 'a' * 10000000000 }}",
        "{{ nama ~ nama }}",
        "{{ baris[0] }}",
        "{% set x = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro m() %}{% endmacro %}",
        "{{ nama|center(100000000) }}",
        "{% for a in baris %}{% for b in baris %}{% for c in baris %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in baris %}{% for b in baris %}x{% endfor %}{% endfor %}",
        "{% for a in baris %}{% for b in a %}x{% endfor %}{% endfor %}",
        "{% for a in range(1000000) %}x{% endfor %}",
        "{% for a in baris recursive %}x{% endfor %}",
        "{{ nama",
        "{% for a in baris %}",
    ],
)
def test_a_hostile_or_broken_template_is_refused_in_clear_words(payload: str) -> None:
    with pytest.raises(InputFault) as caught:
        render_docx(template("Pembuka", payload), VALUES, name="templat SK")
    assert caught.value.code in {"SND-DOC-03", "SND-DOC-04", "SND-DOC-05"}
    assert str(caught.value).startswith("templat SK")
    assert "root" not in str(caught.value)


@pytest.mark.parametrize("payload", ["{{ 7*7 }}", "{% raw %}", "{{ nama.__class__ }}", "<w:p/>", "&amp;", "=1+1"])
def test_a_value_that_looks_like_a_command_is_only_text(payload: str) -> None:
    made = render_docx(template("[{{ nama }}]"), {"nama": payload})
    assert text_of(made) == f"[{payload}]"


def test_an_unknown_field_is_named_with_its_paragraph() -> None:
    made = template("Pembuka {{ nama }}", "Ditetapkan di {{ tempt }} pada hari ini")
    with pytest.raises(InputFault) as caught:
        render_docx(made, VALUES, name="templat SK")
    assert "'tempt' is undefined" in str(caught.value)
    assert 'paragraf "Ditetapkan di {{ tempt }} pada hari ini"' in str(caught.value)


def test_equal_content_gives_equal_bytes() -> None:
    made = template("{{ nama }}")
    first, second = render_docx(made, VALUES), render_docx(made, VALUES)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert fixed_dates(first) == first
    assert render_docx(made, VALUES | {"nama": "Lain"}) != first


def test_only_plain_values_reach_a_template() -> None:
    assert plain({"a": (1, 2.5, None, True), "b": date(2026, 1, 2)}) == {"a": [1, 2.5, None, True], "b": "2026-01-02"}
    assert plain("a\x00b\x07c\nd") == "abc\nd"
    with pytest.raises(InputFault, match="nilai.a bukan nilai biasa"):
        plain({"a": object()})


OWN = sorted(path.name for path in TEMPLATES.glob("*.docx"))


@pytest.mark.parametrize("name", OWN)
def test_our_own_template_passes_its_own_check_and_is_what_its_script_builds(name: str) -> None:
    check_template(own_template(name), name=name)
    assert template_file(name) == own_template(name)


RELATIONS = "word/_rels/document.xml.rels"
OUTSIDE = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="http://contoh.invalid/a" TargetMode="External"/></Relationships>'
)


def with_relation(kind: bytes) -> bytes:
    made = template("{{ nama }}")
    return altered(made, {RELATIONS: part(made, RELATIONS).replace(b"</Relationships>", OUTSIDE % kind)})


@pytest.mark.parametrize("kind", [b"attachedTemplate", b"oleObject", b"image"])
def test_a_template_that_points_outside_is_refused(kind: bytes) -> None:
    with pytest.raises(InputFault, match="di luar dokumen"):
        render_docx(with_relation(kind), VALUES)


def test_a_hyperlink_is_no_danger() -> None:
    check_template(with_relation(b"hyperlink"), name="templat")


def test_macros_entities_and_bombs_are_refused() -> None:
    made = template("{{ nama }}")
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + part(made, "word/document.xml")
    bad = {
        "makro": altered(made, {"word/vbaProject.bin": b"x"}),
        "deklarasi XML": altered(made, {"word/document.xml": entities}),
        "terlalu besar": altered(made, {"word/media/a.xml": b" " * 21_000_000}),
        "utuh": altered(made, {"word/document.xml": b""}).replace(b"word/document.xml", b"word/dokument.xml"),
    }
    for why, content in bad.items():
        with pytest.raises(InputFault, match=why):
            check_template(content, name="templat")


def test_a_document_whose_parts_do_not_fit_together_is_refused() -> None:
    made = template("{{ nama }}", cells=("{{ nama }}",))
    kinds = part(made, "[Content_Types].xml").replace(b"wordprocessingml.document.main", b"wordprocessingml.other")
    grid = re.sub(rb"<w:tblGrid>.*?</w:tblGrid>", b"", part(made, "word/document.xml"), flags=re.DOTALL)
    for changed in ({"[Content_Types].xml": kinds}, {"word/document.xml": grid}):
        with pytest.raises(InputFault, match="susunan templat rusak"):
            render_docx(altered(made, changed), VALUES)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(InputFault, match="bukan dokumen DOCX"):
        render_docx(content, VALUES)
