"""Built assets, and the addresses with the gallery."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pytest_django import Settings as SettingsWrapper

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of built assets, brought up to date; skips with a clear word without Node or its packages."""
    if shutil.which("node") is None or not (PROJECT / "node_modules" / "esbuild").is_dir():
        pytest.skip("Node or node_modules absent: npm ci --ignore-scripts")
    subprocess.run(["node", "scripts/build_assets.mjs"], cwd=PROJECT, check=True, capture_output=True)
    return PROJECT / "sanding_web" / "static_built"


@pytest.fixture
def with_gallery(settings: SettingsWrapper) -> None:
    """Routes the gallery beside the site's own addresses."""
    settings.ROOT_URLCONF = "tests.web.ui.urls_with_gallery"
