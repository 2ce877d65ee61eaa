"""Which pages each person can reach: links followed by plain requests, named by their view."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.urls.exceptions import NoReverseMatch
from playwright.sync_api import APIRequestContext

from sanding_web.accounts.access import all_views

SAMPLES = 2
MORE = {"registry:batch": 4, "decisions:decision": 4}
"""Views whose pages differ much by the state of their object."""
VISITS = 400

NOT_PAGES = {
    "home:health": "plain text for the machine that watches",
    "accounts:sign_in_demo": "POST only",
    "accounts:sign_out": "POST only",
    "accounts:second_step": "only between the two proofs; looked at in test_second_factor",
    "accounts:password": "sample accounts have none; looked at in test_second_factor",
    "accounts:codes_new": "POST only",
    "accounts:factor_remove": "POST only",
    "accounts:session_end": "POST only",
    "accounts:care": "POST only",
    "accounts:renew_grant": "POST only",
    "defence:csp_report": "POST only, by browsers",
    "registry:profile_export": "a file",
    "registry:profile_import": "POST only",
    "registry:profile_retire": "POST only",
    "accounts:end_grant": "POST only",
    "audit:verify": "POST only",
    "audit:export": "a file",
    "jobs:cancel": "POST only",
    "jobs:progress": "a fragment that its page includes",
    "decisions:recheck": "POST only",
    "decisions:paper": "a file",
    "district:basis_file": "a file",
    "district:start_template": "a file",
    "district:sheet_faults": "a file",
    "district:entry_remove": "POST only",
    "district:sheet_match": "POST only",
    "district:sheet_enter": "POST only",
    "district:sheet_drop": "POST only",
    "district:sheet_undo": "POST only",
    "registry:marked": "a file",
    "registry:accept": "POST only",
    "registry:return": "POST only",
    "registry:undo": "POST only",
    "registry:resume": "POST only",
    "registry:review": "POST only",
    "registry:note": "POST only",
    "registry:recheck": "POST only",
    "registry:compare": "POST only",
    "registry:cancel": "POST only",
    "registry:villages_export": "a file",
    "targeting:export": "a file",
    "targeting:progress_export": "a file",
    "targeting:milestone_withdraw": "only for a recorded milestone; looked at in tests/web/targeting",
    "rollover:change": "only after a year was changed; looked at in test_rollover",
    "targeting:families_export": "a file",
    "targeting:families_compute": "POST only",
    "privacy:person": "only after a search by POST; looked at in test_person",
    "privacy:reveal": "POST only",
    "targeting:methods_export": "a file",
    "pairing:export": "a file",
    "pairing:handout": "a file",
    "pairing:agency_paper": "a file",
    "pairing:village_paper": "a file",
    "pairing:bundle": "POST only",
    "pairing:bundle_file": "a file",
    "decisions:keep": "POST only",
    "decisions:template_file": "a file",
    "decisions:template_preview": "a file",
    "decisions:template_use": "POST only",
    "decisions:signatory_end": "only for a term that runs; looked at in tests/web/decisions",
    "targeting:save": "POST only",
    "pairing:solve": "POST only",
    "pairing:keep": "POST only",
    "ui:theme": "POST only",
    "ui:language": "POST only",
    "ui:gallery": "only while developing; checked in tests/web/ui",
}  # fmt: skip


class _Links(HTMLParser):
    """Addresses a person could follow without sending anything: links, and forms that only ask."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and "download" not in given:
            self.found.append(given.get("href") or "")
        if tag == "form" and (given.get("method") or "get").lower() == "get":
            self.found.append(given.get("action") or "")


def view_of(path: str) -> str:
    """The name of the view behind an address of ours; empty where there is none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def plain_addresses() -> list[str]:
    """The address of every view that needs no arguments."""
    found = []
    for name, _route, _view in all_views():
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


@dataclass
class Atlas:
    """Addresses of pages by view name, as one person or another came across them."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def wants(self, path: str) -> bool:
        name = view_of(path)
        known = self.pages[name] if name else []
        return bool(name) and name not in NOT_PAGES and path not in known and len(known) < MORE.get(name, SAMPLES)

    def note(self, path: str) -> None:
        self.pages[view_of(path)].append(path)

    def merge(self, other: "Atlas") -> None:
        for paths in other.pages.values():
            for path in paths:
                if self.wants(path):
                    self.note(path)

    def addresses(self) -> list[str]:
        return [path for paths in self.pages.values() for path in paths]


def is_page(client: APIRequestContext, path: str) -> str:
    """The HTML behind an address when it answers 200 there, else nothing."""
    answer = client.get(path, max_redirects=0)
    html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.text() if answer.status == 200 and html else ""


def crawl(client: APIRequestContext, starts: Iterable[str]) -> Atlas:
    """Follow every same-origin link from the start pages, a few samples of each view."""
    atlas, queue, visits = Atlas(), deque(starts), 0
    while queue and visits < VISITS:
        path = queue.popleft()
        if not atlas.wants(path):
            continue
        visits += 1
        if html := is_page(client, path):
            atlas.note(path)
            queue.extend(_links(html, path))
    return atlas


def _links(html: str, base: str) -> list[str]:
    reader = _Links()
    reader.feed(html)
    joined = (urlsplit(urljoin(base, href)) for href in reader.found if href and not href.startswith("#"))
    return [one.path + (f"?{one.query}" if one.query else "") for one in joined if not one.netloc]
