"""Invented families in the working register of the tiny district, enough for tiers, groups and pockets."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sanding_web.registry.models import Batch, Family, Person
from sanding_web.targeting.family_results import basis, compute
from tests.cast import Cast
from tests.web.counted import count_district

VILLAGE, NEAR, FAR = "3399012001", "3399012002", "3399022001"
OLD, YOUNG = date(1950, 1, 1), date(1990, 1, 1)
ADDRESS = "JALAN RAHASIA 12"


@dataclass
class Kin:
    """A family: number, village, decile, and which groups its rows prove."""

    number: int
    village: str = VILLAGE
    decile: int | None = 1
    alone_and_old: bool = False
    disabled: bool = False
    woman: bool = False
    asked: bool = True
    dusun: str | None = "KRAJAN"
    rt: str | None = "001"


def _key(kind: str, number: int) -> bytes:
    return sha256(f"{kind}{number}".encode()).digest()


def add(batch: Batch, kin: Kin) -> None:
    """The family's row without a place, as DTSEN writes it, and its members with one."""
    common = {
        "batch": batch, "kind": "new", "register": batch.register, "family_key": _key("kk", kin.number),
        "source_row": kin.number, "file": "uji.xlsx", "village_code": kin.village, "address": ADDRESS,
    }  # fmt: skip
    Family.objects.create(
        uid=kin.number, match_key=_key("kk", kin.number), sheet="KELUARGA", head_name=f"KEPALA {kin.number}",
        member_count=1 if kin.alone_and_old else 2, decile=kin.decile, **common,
    )  # fmt: skip
    for member in range(1 if kin.alone_and_old else 2):
        Person.objects.create(
            uid=10_000 + kin.number * 2 + member, match_key=_key(f"nik{member}", kin.number), sheet="INDIVIDU",
            nik=_key(f"nik{member}", kin.number), name=f"KEPALA {kin.number}" if member == 0 else f"ANAK {kin.number}",
            relation="1" if member == 0 else "3", sex="P" if kin.woman and member == 0 else "L",
            birth_date=OLD if kin.alone_and_old else YOUNG, deceased_hint=0, dusun=kin.dusun, rt=kin.rt, rw="002",
            sees=None if not kin.asked else "1" if kin.disabled and member == 0 else "4", **common,
        )  # fmt: skip


def usual() -> list[Kin]:
    """Thirty families in VILLAGE (one of each single group, one with two, the rest without), fewer elsewhere."""
    here = [
        Kin(1), Kin(2, woman=True), Kin(3, disabled=True), Kin(4, alone_and_old=True),
        Kin(5, disabled=True, woman=True), Kin(6, decile=2, disabled=True), Kin(7, decile=None), Kin(8, asked=False),
        Kin(9, decile=7),
    ]  # fmt: skip
    here += [Kin(number, dusun="KRAJAN" if number < 25 else "WETAN", rt="002") for number in range(10, 31)]
    return here + [Kin(number, village=NEAR, decile=5 if number % 4 else 1) for number in range(31, 71)] + [
        Kin(number, village=FAR, decile=2) for number in range(71, 81)
    ]  # fmt: skip


def fill(cast: Cast, families: list[Kin]) -> Batch:
    """The accepted batch of the tiny district with these families in it; not counted yet."""
    batch = count_district(cast)
    for kin in families:
        add(batch, kin)
    return batch


def count() -> None:
    """What the background work does after an acceptance."""
    found = basis()
    assert found is not None
    compute(found, lambda *_: None)
