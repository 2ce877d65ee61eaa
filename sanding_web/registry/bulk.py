"""The bulk connection to the database that Django uses."""

from typing import Any
from urllib.parse import quote

from django.db import connection

from sanding.registry.load import Database


def database_url() -> str:
    """The address of Django's own database, as ADBC wants it."""
    settings: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password = quote(settings["USER"] or ""), quote(settings["PASSWORD"] or "", safe="")
    host, port = settings["HOST"] or "localhost", settings["PORT"] or 5432
    who = f"{user}:{password}@" if password else f"{user}@" if user else ""
    return f"postgresql://{who}{host}:{port}/{quote(settings['NAME'])}"


def open_bulk() -> Database:
    """A second connection for Arrow; close it with ``with``."""
    return Database(database_url())
