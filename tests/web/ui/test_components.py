"""What each component refuses and what it shows."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sanding_web.ui.diff import marked_pair
from sanding_web.ui.parts import (
    Action,
    Column,
    Confirm,
    DiffRow,
    Figure,
    PartIncomplete,
    Pill,
    Progress,
    QueueRow,
    Row,
    ScoreRow,
    Stage,
    Table,
)
from sanding_web.ui.templatetags.sanding import sureness_pill
from sanding_web.ui.words import Missing

NUMBER = "3399" + "01" * 4 + "0017"


def draw(source: str, **values: Any) -> str:
    return Template("{% load sanding %}" + source).render(Context(values))


@pytest.mark.parametrize("gap", ["unit", "source", "label"])
def test_a_figure_without_unit_source_or_label_does_not_exist(gap: str) -> None:
    whole = {"label": "Keluarga desil 1", "unit": "keluarga", "source": "DTSEN TW II 2026"}
    with pytest.raises(PartIncomplete):
        Figure(value=24963, **{**whole, gap: ""})


def test_a_figure_shows_value_unit_source_and_date() -> None:
    html = draw("{% stat f %}", f=Figure("Keluarga desil 1", 24963, "keluarga", "DTSEN TW II 2026", date(2026, 7, 3)))
    for words in ("Keluarga desil 1", "24.963", "keluarga", "DTSEN TW II 2026", "3 Juli 2026"):
        assert words in html


def test_a_figure_that_cannot_be_computed_says_so_without_a_unit() -> None:
    html = draw("{% stat f %}", f=Figure("IDM", Missing.INCOMPUTABLE, "indeks", "IDM 2024"))
    assert "tidak dapat dihitung" in html
    assert "<small>" not in html


def test_a_pill_is_icon_and_word_and_never_without_a_word() -> None:
    html = draw('{% pill "awas" "Rancangan" %}')
    assert "alert-triangle" in html
    assert "Rancangan" in html
    with pytest.raises(PartIncomplete):
        Pill("awas", "")
    with pytest.raises(PartIncomplete):
        Pill("merah", "Berhenti")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "word"), [(0.95, "Pasti 95%"), (0.94, "Batas 94%"), (0.06, "Batas 6%"), (0.05, "Tidak 5%")]
)
def test_sureness_is_a_word_with_its_share(share: float, word: str) -> None:
    assert sureness_pill(share).word == word


def test_the_queue_marks_late_and_due_rows_and_posts_with_a_token() -> None:
    today = timezone.localdate()
    rows = [
        QueueRow("Tegur desa", due=today - timedelta(3), action=Action("Kirim", "/kirim/", post=True)),
        QueueRow("Putuskan batch", due=today),
        QueueRow("Tunggu Dinsos", since=today - timedelta(5)),
    ]
    html = draw("{% queue rows %}", rows=rows, csrf_token="tanda")  # noqa: S106
    assert ['class="s-late"' in html, 'class="s-now"' in html, "5 hari" in html] == [True] * 3
    assert 'name="csrfmiddlewaretoken" value="tanda"' in html


def test_only_the_running_stage_is_the_current_step() -> None:
    html = draw("{% stages s %}", s=[Stage("Unggah", state="done"), Stage("Periksa", state="now"), Stage("Terima")])
    assert html.count('aria-current="step"') == 1
    assert "Periksa" in html[html.index('aria-current="step"') :]


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=6))
def test_a_score_breakdown_adds_up_and_its_bars_stay_inside(points: list[float]) -> None:
    html = draw('{% score rows "Uraian" digits=2 %}', rows=[ScoreRow("sebab", one) for one in points])
    total = html[html.index("<tfoot") :]
    shown = re.search(r'class="s-num">([−\d.,]+)', total)
    assert shown is not None
    assert float(shown[1].replace(".", "").replace(",", ".").replace("−", "-")) == pytest.approx(sum(points), abs=0.006)
    for start, width in re.findall(r'x="(\d+)" width="(\d+)"', html):
        assert 0 <= int(start) <= int(start) + int(width) <= 100


@given(st.text("abc ", max_size=12), st.text("abc ", max_size=12))
def test_marked_differences_still_read_as_both_values(old: str, new: str) -> None:
    assert tuple(re.sub("</?mark>", "", side) for side in marked_pair(old, new)) == (old, new)
    assert ("<mark>" in "".join(marked_pair(old, new))) == (old != new)


def test_differences_escape_what_people_type() -> None:
    html = draw(
        '{% diff rows "Perubahan" %}', rows=[DiffRow("Nama", "<b>A</b>", "<i>A</i>"), DiffRow("Desil", None, "1")]
    )
    assert "<b>A" not in html
    assert "ditambah" in html


def test_an_identity_number_is_never_written_out() -> None:
    html = draw('{% nik number "/tampilkan/" %}', number=NUMBER)
    assert NUMBER not in html
    assert "3399••••••••0017" in html
    assert "reveal" not in draw("{% nik number %}", number="")


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "0"), (1, "&lt; 5"), (4, "&lt; 5"), (5, "5"), (Missing.SUPPRESSED, "&lt; 5"), (1412, "1.412")],
)
def test_a_small_count_is_a_mark_and_nothing_else(count: int | Missing, shown: str) -> None:
    html = draw("{% small_number count 5 %}", count=count)
    assert re.sub("<[^>]+>", "", html).replace("(disamarkan)", "").strip() == shown


def test_progress_speaks_at_quarters_only() -> None:
    html = draw("{% progress job %}", job=Progress("Pemadanan", 64, 100, 240, cancel_url="/batal/"))
    assert ["64%" in html, "sisa ± 4 menit" in html, 'data-say="Pemadanan 50%"' in html, "Batalkan" in html] == [
        True
    ] * 4
    assert Progress("x", 5, 0).share == 0


def test_a_confirmation_asks_for_the_reason_and_names_who_signs() -> None:
    html = draw("{% confirm act %}", act=Confirm("Kembalikan batch", "Kembalikan 3 baris", "/x/", "Ratna", danger=True))
    assert ["required" in html, "Tercatat atas nama Ratna." in html, "btn-danger" in html, "autofocus" in html] == [
        True,
        True,
        True,
        False,
    ]


def sample_table() -> Table:
    columns = [
        Column("Desa"),
        Column("Keluarga desil 1", numeric=True, short="Desil 1"),
        Column("IDM", numeric=True, digits=3),
    ]
    return Table("Desa, keluarga, DTSEN", columns, [Row(["Brunosari", 1412, None]), Row(["Garis batas"], kind="cut")])


def test_a_table_keeps_its_roles_and_phone_labels() -> None:
    html = draw("{% table t %}", t=sample_table())
    assert html.count("<tr") == html.count('role="row"')
    assert html.count("<td") == html.count('role="cell"')
    assert html.count('role="columnheader"') == 3
    assert ['data-l="Desil 1"' in html, 'data-v="1412"' in html, "1.412" in html, "tak ada" in html] == [True] * 4


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw("{% table t %}", t=Table("x", [Column("a"), Column("b")], [Row(["hanya satu"])]))


def test_pages_keep_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/desa/", {"q": "bruno", "halaman": "2"})
    html = draw('{% pages page unit="desa" %}', page=Paginator(range(494), 50).page(2), request=request)
    assert "?q=bruno&amp;halaman=3" in html
    assert "51–100 dari 494 desa" in html


class SampleForm(forms.Form):
    name = forms.CharField(label="Nama desa", help_text="Seperti pada Kepmendagri")
    method = forms.ChoiceField(label="Metode", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_the_error_summary_links_each_fault_to_its_field() -> None:
    form = SampleForm({})
    page = draw("{% error_summary form %}{% for one in form %}{% field one %}{% endfor %}", form=form)
    targets = re.findall(r'<a href="#([^"]+)">', page)
    assert len(targets) == 2
    for target in targets:
        assert f'id="{target}"' in page
    assert "Nama desa: " in page


def test_every_description_a_field_points_to_exists() -> None:
    page = draw("{% for one in form %}{% field one %}{% endfor %}", form=SampleForm({}))
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
    assert described
    assert described <= set(re.findall(r'id="([^"]+)"', page))


def test_an_unbound_form_has_no_error_summary() -> None:
    assert draw("{% error_summary form %}", form=SampleForm()).strip() == ""
