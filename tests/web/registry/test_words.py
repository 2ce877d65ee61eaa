"""What the registry pages call things: the headers of the sheets, and only registers that can be read."""

from sanding.registry.layouts import all_layouts
from sanding_web.registry.forms import UploadForm
from sanding_web.registry.models import Batch
from sanding_web.registry.pages.decision import _measures, _spellings


def test_only_registers_with_a_layout_of_persons_are_offered() -> None:
    offered = [code for code, _ in UploadForm().fields["register"].choices if code]  # type: ignore[attr-defined]
    assert offered == ["DTSEN", "P3KE", "DTKS"]


def test_lost_columns_are_called_as_the_sheets_call_them() -> None:
    batch = Batch(register="DTSEN", summary={"sheets": [{"layout": "dtsen_individu"}, {"layout": "dtsen_keluarga"}]})
    for unit, layout in (("families", "dtsen_keluarga"), ("persons", "dtsen_individu")):
        headers = {column.field: column.headers[0] for column in all_layouts()[layout].columns}
        spelt = _spellings(batch, unit)
        assert {field: spelt[field] for field in headers} == headers
        assert set(_measures()[unit]) <= set(spelt), "a column that no layout spells"
