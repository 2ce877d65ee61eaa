"""From an address to a ranking: the form, the start it departs from, and what the choice changes."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from sanding.parameters import value
from sanding_web.district.models import Programme
from sanding_web.targeting import queries
from sanding_web.targeting.forms import ChoiceForm, start_of
from sanding_web.targeting.inputs import Inputs
from sanding_web.targeting.models import Scenario
from sanding_web.targeting.ranking import Ranking, rank


@dataclass(frozen=True, eq=False)
class Desk:
    """One state of the desk. An invalid choice leaves the ranking at its start and shows the faults."""

    programme: Programme
    form: ChoiceForm
    start: Ranking
    ranking: Ranking
    scenario: Scenario | None

    @property
    def valid(self) -> bool:
        return self.form.is_valid()

    @property
    def query(self) -> str:
        """The choice as the tail of an address, so that every link keeps it."""
        kept = QueryDict(mutable=True)
        kept.update(self.ranking.choice.query())
        if self.scenario is not None:
            kept["skenario"] = str(self.scenario.pk)
        return kept.urlencode()

    @property
    def changed(self) -> bool:
        return self.ranking.choice != self.start.choice


def open_desk(data: QueryDict, on: date) -> Desk | None:
    """The desk for an address, or None while there is nothing to count on."""
    programme = queries.programme()
    inputs = queries.inputs(programme.district_code)
    if inputs is None or inputs.index.is_empty():
        return None
    scenario = _scenario(data, programme.year)
    quota = min(programme.priority_quota, inputs.villages.height)
    first = start_of(scenario, quota=quota, weights=value("targeting.weights", on))
    start = rank(inputs, first, on=on, first_year=programme.year)
    form = ChoiceForm(
        data, start=first, kecamatan=_kecamatan(inputs), villages=inputs.villages.height, waves=len(start.sizes)
    )
    same = not form.is_valid() or form.choice() == first
    ranking = start if same else rank(inputs, form.choice(), on=on, first_year=programme.year)
    return Desk(programme, form, start, ranking, scenario)


def _kecamatan(inputs: Inputs) -> dict[str, str]:
    pairs = inputs.villages.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code")
    return dict(pairs.iter_rows())


def _scenario(data: QueryDict, year: int) -> Scenario | None:
    wanted = data.get("skenario", "")
    return queries.scenarios(year).filter(pk=wanted).first() if wanted.isdecimal() else None
