"""Who is eligible for the priority list: plain functions, each with its source. No engine here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Standing = Literal[
    "prioritas",
    "di bawah kuota",
    "di luar kategori",
    "kecamatan di luar rencana gelombang",
    "data belum lengkap",
    "terbawa",
]


@dataclass(frozen=True)
class Category:
    """The dated rule for *kategori miskin ekstrem* (S2.7): fewest decile-1 families and smallest share."""

    families_d1: int
    share_d1: float


def in_category(families: int | None, families_d1: int | None, rule: Category) -> bool:
    """Whether a village falls in the category of extreme poverty (S2.7); unknown counts never do.

    >>> in_category(400, 60, Category(families_d1=1, share_d1=0.1))
    True
    >>> in_category(400, 0, Category(families_d1=1, share_d1=0.0))
    False
    """
    if not families or families_d1 is None:
        return False
    return families_d1 >= rule.families_d1 and families_d1 / families >= rule.share_d1


def may_join(
    *, families: int | None, families_d1: int | None, ranked: bool, in_plan: bool, rule: Category
) -> Standing | None:
    """Why a village cannot be chosen at all, or None if it may take a place of the quota."""
    if not ranked or families is None:
        return "data belum lengkap"
    if not in_category(families, families_d1, rule):
        return "di luar kategori"
    return None if in_plan else "kecamatan di luar rencana gelombang"


@dataclass(frozen=True)
class TierRule:
    """The dated order of target families (S1.21, S4.8).

    deciles   taken in this order; other deciles are no target
    groups    vulnerable groups in their order
    several   from how many groups on a family stands before all with fewer
    """

    deciles: tuple[int, ...]
    groups: tuple[str, ...]
    several: int

    @property
    def steps(self) -> int:
        """Tiers within one decile: several groups, each single group in its order, none."""
        return len(self.groups) + 2


def tier_of(decile: int | None, proven: Sequence[str], rule: TierRule) -> int | None:
    """Tier of a family, 1 = first; None outside the deciles of the rule. Decile first, then vulnerability.

    proven   the groups that data prove; what is unknown is not proven. Below ``several`` the first group decides.

    >>> rule = TierRule(deciles=(1, 2), groups=("lone_elderly", "disability"), several=2)
    >>> [tier_of(1, one, rule) for one in (["disability", "lone_elderly"], ["lone_elderly"], ["disability"], [])]
    [1, 2, 3, 4]
    >>> tier_of(2, [], rule), tier_of(3, ["disability"], rule)
    (8, None)
    """
    if decile not in rule.deciles:
        return None
    before = rule.deciles.index(decile) * rule.steps
    found = [at for at, group in enumerate(rule.groups) if group in proven]
    if len(found) >= rule.several:
        return before + 1
    return before + (2 + found[0] if found else rule.steps)


Progress = Literal["terjadwal", "belum mulai", "berjalan", "tuntas", "belum tuntas"]


def progress_state(*, wave_year: int, year: int, done: int, needed: int) -> Progress:
    """How far a village of a wave is in a year (S2.6): its year over and not all done = *belum tuntas*, carried over.

    >>> progress_state(wave_year=2021, year=2022, done=3, needed=4)
    'belum tuntas'
    """
    if done >= needed:
        return "tuntas"
    if wave_year > year:
        return "terjadwal"
    if wave_year < year:
        return "belum tuntas"
    return "berjalan" if done else "belum mulai"
