"""For tests of pages and actions: the tiny district, the cast, and signed-in clients."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from sanding_web.accounts.models import User
from sanding_web.district.models import Programme
from tests.cast import Cast, make_cast, make_district


@pytest.fixture(autouse=True)
def _own_folders(settings: SettingsWrapper, tmp_path: Path) -> None:
    """Own keys, vintages, uploads and scratch for each test; work runs at once, passwords cost nothing."""
    for name in ("KEYS", "STORE", "UPLOADS", "SCRATCH"):
        folder = tmp_path / name.lower()
        folder.mkdir(mode=0o700)
        setattr(settings, f"SANDING_{name}", folder)
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "scratch")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def district(db: None) -> Programme:
    return make_district()


@pytest.fixture
def cast(district: Programme) -> Cast:
    return make_cast()


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A signed-in client for a person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
