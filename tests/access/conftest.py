"""The same tiny district, cast and clients as the web tests, and a world with one of everything in it."""

import pytest

from tests.access.matrix import World, make_world
from tests.cast import Cast
from tests.web.conftest import _own_folders, cast, client_for, district

__all__ = ["_own_folders", "cast", "client_for", "district"]


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)
