"""What the layout needs on every page, gathered once per request and safe before anyone has signed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext

from sanding_web.ui.menu import MenuGroup, MenuItem, StepFacts, build, link

Theme = Literal["light", "dark", "auto"]
THEMES: tuple[Theme, ...] = ("light", "dark", "auto")
THEME_COOKIE = "sanding_theme"
DEVICE_COOKIE = "sanding_device"
BRAND = "Sanding"


@dataclass(frozen=True)
class Facts:
    """What other apps tell the layout; the setting ``UI_FACTS`` names the function (request) -> Facts."""

    brand: str = BRAND
    district: str = ""
    year: int | None = None
    role: str = ""
    person: str = ""
    jobs_running: int = 0
    jobs_percent: int | None = None
    steps: Mapping[str, StepFacts] = field(default_factory=dict)


class Ui:
    """The layout's view of one request; every property is computed on first use."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = bool(getattr(settings, "SANDING_DEMO", False))

    @cached_property
    def facts(self) -> Facts:
        source: str = getattr(settings, "UI_FACTS", "")
        gather: Callable[[HttpRequest], Facts] = import_string(source) if source else lambda request: Facts()
        return gather(self.request)

    @property
    def brand(self) -> str:
        return self.facts.brand or BRAND

    @property
    def now(self) -> datetime:
        return timezone.localtime()

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @property
    def person(self) -> str:
        """The name to show: from the facts, else the account's."""
        user: Any = getattr(self.request, "user", None)
        return self.facts.person or (user.get_full_name() or user.get_username() if self.signed_in else "")

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.person.split()[:2]).upper()

    @cached_property
    def menu(self) -> tuple[MenuGroup, ...]:
        return build(self.request, self.facts.steps) if self.signed_in else ()

    @cached_property
    def extras(self) -> tuple[MenuItem, ...]:
        """Below the thread: decisions, audit trail, settings."""
        pages = (
            ("privacy", gettext("Cari orang"), "privacy:search", "user-search"),
            ("decisions", gettext("Keputusan"), "decisions:index", "file-text"),
            ("audit", gettext("Jejak audit"), "audit:index", "shield-check"),
            ("district", gettext("Pengaturan"), "district:settings", "adjustments"),
        )
        items = (
            MenuItem(app, label, self._link(name), "todo", 0, self._at(app), icon=icon)
            for app, label, name, icon in pages
        )
        return tuple(item for item in items if item.url)

    @cached_property
    def home_url(self) -> str:
        return address("home:index") or "/"

    @cached_property
    def at_home(self) -> bool:
        return self._at("home")

    @cached_property
    def jobs_url(self) -> str:
        return self._link("jobs:index")

    @cached_property
    def search_url(self) -> str:
        return self._link("home:search")

    @cached_property
    def accounts_url(self) -> str:
        return self._link("accounts:index")

    @cached_property
    def health_url(self) -> str:
        return self._link("doctor:index")

    @cached_property
    def security_url(self) -> str:
        return self._link("accounts:security")

    @cached_property
    def role_url(self) -> str:
        return self._link("accounts:choose_role")

    @cached_property
    def sign_out_url(self) -> str:
        return address("accounts:sign_out") or address("accounts:logout")

    @cached_property
    def theme_url(self) -> str:
        return address("ui:theme")

    @cached_property
    def language_url(self) -> str:
        return address("ui:language")

    @property
    def theme(self) -> Theme:
        """The person's choice, by cookie; the device's where none was made."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "auto")
        return next((theme for theme in THEMES if theme == chosen), "auto")

    @property
    def theme_shown(self) -> Literal["light", "dark"]:
        """What ``data-bs-theme`` says: the choice, else what the device was last seen to prefer, else light."""
        if self.theme == "auto":
            prefers = self.request.headers.get(
                "Sec-CH-Prefers-Color-Scheme", self.request.COOKIES.get(DEVICE_COOKIE, "")
            )
            return "dark" if prefers.strip('"') == "dark" else "light"
        return "dark" if self.theme == "dark" else "light"

    @property
    def language(self) -> str:
        return (get_language() or "id")[:2]

    @property
    def languages(self) -> list[tuple[str, str]]:
        return [(code, str(name)) for code, name in settings.LANGUAGES]

    def _at(self, app: str) -> bool:
        match = self.request.resolver_match
        return bool(match and match.app_names[:1] == [app])

    def _link(self, url_name: str) -> str:
        return link(self.request, url_name) if self.signed_in else ""


def address(url_name: str) -> str:
    """The address of a page that everyone may open, or nothing where this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def ui(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``ui`` for the layout, built only where a template asks for it."""
    return {"ui": SimpleLazyObject(lambda: Ui(request))}
