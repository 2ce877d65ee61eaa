"""The counted district, for every test of this folder."""

from tests.web.counted import counted

__all__ = ["counted"]
