"""The same tiny district, cast and clients as the web tests, and a world with one of everything in it."""

import pytest
from pytest_django import Settings as SettingsWrapper

from tests.access.world import World, make_world
from tests.cast import Cast
from tests.web.conftest import _own_folders, cast, client_for, district

__all__ = ["_own_folders", "cast", "client_for", "district"]


@pytest.fixture
def world(cast: Cast, settings: SettingsWrapper) -> World:
    """Built with work done at once; what is asked for afterwards only waits."""
    made = make_world(cast)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "ENQUEUE_ON_COMMIT": False}}
    return made


@pytest.fixture(autouse=True)
def _no_pdf_of_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may ask for the archive is the question here; making its PDFs takes longer than a job may be silent."""
    monkeypatch.setattr("sanding_web.pairing.bundles.as_pdfs", lambda documents, **_: dict.fromkeys(documents, b"%PDF"))
