"""Tests of accounts that walk through days."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.utils import timezone


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Make it ten in the morning of a day."""

    def freeze(day: date) -> None:
        moment = timezone.make_aware(datetime.combine(day, time(10)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return freeze
