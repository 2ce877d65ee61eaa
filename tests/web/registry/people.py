"""Invented families as clean frames, for tests that begin after the reading of sheets."""

from datetime import date

import polars as pl

from sanding.registry.tables import FAMILIES, PERSONS


def kk(number: int) -> str:
    return f"339901010120{number:04d}"


def nik(number: int) -> str:
    return f"339901010190{number:04d}"


def families(*numbers: int, decile: int = 1, village: str = "3399012001") -> pl.DataFrame:
    """One family per number, in one village."""
    rows = [
        {
            "source_row": at + 2,
            "file": "uji.xlsx",
            "sheet": "KELUARGA",
            "family_key": kk(one),
            "kk": kk(one),
            "village_code": village,
            "head_name": f"KEPALA {one}",
            "head_nik": nik(one),
            "member_count": 2,
            "decile": decile,
            "aid_pkh": True,
        }
        for at, one in enumerate(numbers)
    ]
    return FAMILIES.conform(pl.DataFrame(rows)) if rows else FAMILIES.empty()


def persons(*numbers: int, without_nik: int = 0) -> pl.DataFrame:
    """The head of each family, and for the first ``without_nik`` families a second member without NIK."""
    rows = [
        {
            "source_row": at + 2,
            "file": "uji.xlsx",
            "sheet": "INDIVIDU",
            "family_key": kk(one),
            "kk": kk(one),
            "nik": nik(one),
            "nik_state": "sah",
            "name": f"KEPALA {one}",
            "birth_date": date(1990, 1, 1),
            "sex": "L",
            "relation": "1",
            "village_code": "3399012001",
        }
        for at, one in enumerate(numbers)
    ]
    rows += [
        {
            **row,
            "source_row": 1000 + row["source_row"],
            "nik": None,
            "nik_state": "sementara",
            "relation": "3",
            "name": "ANAK",
        }
        for row in rows[:without_nik]
    ]
    return PERSONS.conform(pl.DataFrame(rows)) if rows else PERSONS.empty()
