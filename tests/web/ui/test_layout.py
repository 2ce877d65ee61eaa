"""The frame around every page: who sees which step, theme, language, errors."""

import re

import pytest
from django.test import Client

from sanding_web.ui.context import DEVICE_COOKIE, THEME_COOKIE
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def rail(html: str) -> str:
    found = re.search(r'<nav class="s-rail".*?</nav>', html, re.DOTALL)
    return found[0] if found else ""


def test_the_rail_follows_the_cycle_and_marks_the_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    html = rail(client.get("/").content.decode())
    labels = [label for label in ("Data terpadu", "Prioritas desa", "Penugasan") if label in html]
    assert labels == sorted(labels, key=html.index)
    assert html.count('aria-current="page"') == 1


def test_steps_a_role_may_not_open_are_absent(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    html = rail(client.get("/").content.decode())
    assert "Data terpadu" not in html


def test_before_signing_in_there_is_no_rail_and_no_search(client: Client, cast: Cast) -> None:
    html = client.get("/", follow=True).content.decode()
    assert 'class="s-rail"' not in html
    assert 'role="search"' not in html
    assert "hx-headers" not in html


@pytest.mark.parametrize(
    ("cookies", "header", "shown"),
    [
        ({}, "", "light"),
        ({THEME_COOKIE: "dark"}, "", "dark"),
        ({THEME_COOKIE: "auto", DEVICE_COOKIE: "dark"}, "", "dark"),
        ({THEME_COOKIE: "light", DEVICE_COOKIE: "dark"}, "", "light"),
        ({THEME_COOKIE: "merah"}, '"dark"', "dark"),
    ],
)
def test_the_server_writes_the_theme(
    client: Client, cast: Cast, cookies: dict[str, str], header: str, shown: str
) -> None:
    for name, value in cookies.items():
        client.cookies[name] = value
    headers = {"Sec-CH-Prefers-Color-Scheme": header} if header else {}
    html = client.get("/", follow=True, headers=headers).content.decode()
    assert f'data-bs-theme="{shown}"' in html


def test_choosing_a_theme_returns_to_the_page_on_this_site_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    kept = client.post("/tampilan/tema/", {"theme": "dark", "next": "/pekerjaan/?halaman=2"})
    assert (kept["Location"], kept.cookies[THEME_COOKIE].value) == ("/pekerjaan/?halaman=2", "dark")
    strange = client.post("/tampilan/tema/", {"theme": "merah", "next": "https://example.org/"})
    assert (strange["Location"], strange.cookies[THEME_COOKIE].value) == ("/", "auto")
    assert client.get("/tampilan/tema/").status_code == 405


def test_the_language_is_one_of_ours(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    assert client.post("/tampilan/bahasa/", {"language": "en"}).cookies["django_language"].value == "en"
    assert client.post("/tampilan/bahasa/", {"language": "xx"}).cookies["django_language"].value == "id"


def test_unknown_addresses_answer_with_the_same_bytes(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    first, second = client.get("/tidak-ada/"), client.get("/tidak-ada-juga/")
    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content


@pytest.mark.usefixtures("with_gallery")
def test_a_page_has_one_heading_one_main_and_a_skip_link(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    html = client.get("/galeri/").content.decode()
    assert [html.count("<h1"), html.count("<main"), html.count('class="s-skip"'), 'lang="id"' in html] == [
        1,
        1,
        1,
        True,
    ]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_page_outside_the_role_answers_in_words_not_with_a_fault(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    answer = client.get("/jejak/")
    assert answer.status_code == 403
    assert "belum berhak" in answer.content.decode()


def test_the_language_is_indonesian_whatever_the_browser_prefers(client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    answer = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert 'lang="id"' in answer.content.decode()
    client.cookies["django_language"] = "en"
    assert 'lang="en"' in client.get("/").content.decode()
