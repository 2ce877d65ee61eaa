"""Hands on the keyboard: the skip link, a focus that can be seen, and J and K through the rows."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visits

_FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const inside = !one.matches(':focus');  // the calendar button in a date field: the browser draws its ring
  const ring = inside || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
  const free = !middle || one.contains(middle) || middle.contains(one) || middle.closest('label') !== null;
  return {name: `${one.tagName} ${(one.innerText || one.name || '').slice(0, 40)}`, ring, seen, free};
}"""


def _row(page: Page) -> int:
    """Which table row holds the focus, from 0; -1 for none."""
    return int(
        page.evaluate("""() => {
          const row = document.activeElement.closest('tbody tr');
          return row ? [...row.parentElement.rows].indexOf(row) : -1;
        }""")
    )


def test_the_skip_link_is_first_and_leads_to_the_content(full_site: Site, visits: Visits) -> None:
    page = visits.open(full_site, "endah")
    page.goto("/keputusan/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_every_stop_of_the_tab_key_can_be_seen(full_site: Site, visits: Visits) -> None:
    page = visits.open(full_site, "endah", reduced_motion="reduce")
    for path in ("/", "/prioritas/", "/data/unggah/", "/keputusan/"):
        page.goto(path)
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement === document.body"):
                break
            found = page.evaluate(_FOCUS)
            assert found["ring"] and found["seen"] and found["free"], (path, found)


def test_j_and_k_walk_through_the_pairs(full_site: Site, visits: Visits) -> None:
    page = visits.open(full_site, "endah")
    page.goto("/penugasan/")
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert _row(page) == row


def test_letters_in_a_field_stay_letters(full_site: Site, visits: Visits) -> None:
    page = visits.open(full_site, "endah")
    page.goto("/penugasan/")
    field = page.get_by_role("searchbox").first
    field.press_sequentially("jk")
    expect(field).to_be_focused()
    expect(field).to_have_value("jk")
