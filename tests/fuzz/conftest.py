"""The world of the access matrix: addresses are fuzzed where objects really stand."""

from tests.access.conftest import _no_pdf_of_all_sheets, world
from tests.web.conftest import _own_folders, cast, client_for, district

__all__ = ["_no_pdf_of_all_sheets", "_own_folders", "cast", "client_for", "district", "world"]
