"""Pockets inside villages, distances and poverty lines: in scope, small counts hidden, gaps said openly."""

from collections.abc import Callable

import pytest
from django.test import Client

from sanding.targeting.pockets import find_pockets, pocket_rule
from sanding_web.accounts.models import User
from sanding_web.district.models import Agency
from sanding_web.targeting.family_results import basis
from tests.cast import Cast
from tests.web.targeting.register import FAR, NEAR, VILLAGE, Kin, count, fill, usual

SignIn = Callable[[User], Client]
PAGE = "/prioritas/kantong/"


@pytest.fixture
def listed(cast: Cast) -> Cast:
    """A village whose dusun KRAJAN is a pocket, and others that are not."""
    fill(cast, usual())
    count()
    return cast


def test_the_page_shows_what_the_rule_of_the_core_finds(listed: Cast, client_for: SignIn) -> None:
    found = basis()
    assert found is not None
    rows = [found.rows(code).families for code in ("339901", "339902", "339903")]
    import polars as pl

    expected = find_pockets(pl.concat(rows), level="dusun", rule=pocket_rule(found.batch.decreed_on)).filter("pocket")
    assert expected.select("village_code", "part").rows() == [(VILLAGE, "KRAJAN")]
    page = client_for(listed.dinsos).get(PAGE)
    shown = [(row.cells[0], row.cells[2]) for row in page.context["table"].rows]
    assert shown == [("Banyusari", "KRAJAN")]
    assert "sedikitnya 20 keluarga" in page.content.decode()


def test_local_roles_see_their_own_villages(listed: Cast, client_for: SignIn) -> None:
    page = client_for(listed.dewi).get(PAGE)
    assert not page.context["table"].rows
    assert [row.url for row in page.context["roads"].rows] == [f"{PAGE}desa/{FAR}/"]
    operator = client_for(listed.operator)
    assert operator.get(f"{PAGE}desa/{VILLAGE}/").status_code == 200
    assert {operator.get(f"{PAGE}desa/{code}/").status_code for code in (NEAR, FAR, "3399999999")} == {404}


def test_who_sees_no_small_counts_sees_dusun_or_rt_never_both(listed: Cast, client_for: SignIn) -> None:
    exact = client_for(listed.siti).get(f"{PAGE}desa/{VILLAGE}/")
    shown = client_for(listed.dinsos).get(f"{PAGE}desa/{VILLAGE}/")
    assert len(exact.context["tables"]) == 2 and len(shown.context["tables"]) == 1
    cells = [list(row.cells) for row in shown.context["tables"][0].rows]
    assert [row[0] for row in cells] == ["KRAJAN", "WETAN"]
    assert "disamarkan" not in exact.content.decode()


def test_hidden_parts_come_in_twos(cast: Cast, client_for: SignIn) -> None:
    fill(
        cast,
        [Kin(1, dusun="A"), *(Kin(n, dusun="B") for n in range(2, 12)), *(Kin(n, dusun="C") for n in range(12, 40))],
    )
    count()
    rows = client_for(cast.dinsos).get(f"{PAGE}desa/{VILLAGE}/").context["tables"][0].rows
    hidden = [row.cells[0] for row in rows if str(row.cells[1]) == "disamarkan"]
    assert hidden == ["A", "B"]


def test_a_register_without_places_says_so(cast: Cast, client_for: SignIn) -> None:
    fill(cast, [Kin(number, dusun=None, rt=None) for number in range(1, 30)])
    count()
    page = client_for(cast.siti).get(PAGE).content.decode()
    assert "tidak memuat dusun" in page and "tidak memuat RT" in page
    assert "tidak diisi" in client_for(cast.siti).get(f"{PAGE}desa/{VILLAGE}/").content.decode()


def test_without_data_or_offices_the_page_says_what_is_missing(cast: Cast, client_for: SignIn) -> None:
    assert "Belum ada data keluarga" in client_for(cast.siti).get(PAGE).content.decode()
    fill(cast, usual())
    Agency.objects.update(lon=None)
    page = client_for(cast.siti).get(PAGE).content.decode()
    assert "Kantong belum dihitung" in page and "Letak kantor perangkat daerah belum dimuat" in page


def test_lines_stand_with_date_unit_source_and_what_is_in_force(cast: Cast, client_for: SignIn) -> None:
    page = client_for(cast.agus).get("/prioritas/garis-kemiskinan/")
    text = page.content.decode()
    assert "Register keluarga memuat desil, bukan pengeluaran" in text
    for words in ("Rp11.941", "USD 1,90 per hari", "S4.12 Dompu", "BPS, Susenas Maret 2024"):
        assert words in text, words
    for name in ("extreme_table", "national_table"):
        states = [str(getattr(cell, "word", "")) for row in page.context[name].rows for cell in row.cells]
        assert states.count("berlaku hari ini") == 1
