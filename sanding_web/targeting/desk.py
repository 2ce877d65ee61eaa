"""From an address to a ranking: the form, the start it departs from, and what the choice changes."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from sanding.parameters import value
from sanding_web.district.models import Programme
from sanding_web.targeting import queries
from sanding_web.targeting.choice import Choice
from sanding_web.targeting.continuing import continued
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
    first = start_of(scenario, year=programme.year, quota=quota, weights=value("targeting.weights", on))
    if scenario is None:
        first = continued(first, programme.year, inputs)
    start = rank(_inputs_for(first, inputs, on) or inputs, first, on=on, first_year=programme.year)
    form = ChoiceForm(
        data, start=first, kecamatan=_kecamatan(inputs), villages=inputs.villages.height, waves=len(start.sizes)
    )
    ranking = start
    if form.is_valid() and (choice := form.choice()) != first:
        used = _inputs_for(choice, inputs, on)
        if used is None:
            form.add_error(
                "bobot_remoteness", _("Jarak belum dapat dihitung: isi dahulu letak kantor perangkat daerah.")
            )
        else:
            ranking = rank(used, choice, on=on, first_year=programme.year)
    return Desk(programme, form, start, ranking, scenario)


def _inputs_for(choice: Choice, inputs: Inputs, on: date) -> Inputs | None:
    """The inputs with distances where they are weighed; None where no distance can be computed."""
    return queries.with_remoteness(inputs, on) if choice.weights.get("remoteness") else inputs


def _kecamatan(inputs: Inputs) -> dict[str, str]:
    pairs = inputs.villages.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code")
    return dict(pairs.iter_rows())


def _scenario(data: QueryDict, year: int) -> Scenario | None:
    wanted = data.get("skenario", "")
    return queries.scenarios(year).filter(pk=wanted).first() if wanted.isdecimal() else None
