"""The counted district and a signed list of four villages, for every test of this folder."""

import pytest

from tests.web.counted import counted
from tests.web.counted_steps import propose_priority, sign

__all__ = ["counted"]


@pytest.fixture
def listed(counted, client_for):
    """A signed list of four villages."""
    sign(client_for(counted.bupati), propose_priority(client_for(counted.siti)))
    return counted
