"""Shared by all tests: where the reference data is, and how many random examples to try."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent

settings.register_profile("quick", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("night", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("SANDING_EXAMPLES", "quick"))


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of real reference data beside the project; skips with a clear word where it is absent."""
    folder = Path(os.environ.get("SANDING_REFERENCE") or PROJECT.parent / "shared" / "reference")
    if not (folder / "wilayah_desa.csv").exists():
        pytest.skip(f"reference data absent: set SANDING_REFERENCE or place it at {folder.name}/ beside the project")
    return folder
