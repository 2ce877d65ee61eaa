"""The registers of this district: which of their columns say who somebody is."""

from dataclasses import replace

from sanding.matching.spec import Comparison, Spec

_PERSON = (
    ("nik", "nik", "nik"),
    ("nama", "name", "name"),
    ("lahir", "date", "birth_date"),
    ("kelamin", "exact", "sex"),
    ("desa", "place", "village_code"),
    ("keluarga", "family", "family_key"),
)
_BLOCKING = (
    ("nik",),
    ("nama.key", "lahir"),
    ("lahir", "desa"),
    ("nama.key", "desa", "near:lahir"),
    ("nama.first", "lahir.year", "desa"),
    ("lahir", "nama.first"),
    ("lahir", "nama.last"),
    ("keluarga.kin",),
)


def persons_spec(
    name: str = "orang",
    *,
    left_id: str = "record_id",
    right_id: str = "record_id",
    expected: float = 0.8,
    one_to_one: bool = True,
) -> Spec:
    """Persons of two registers (PERSONS or LISTED with an id column) by NIK, name, birth, sex, village, family.

    The score is cautious: on the development seeds 11 to 13 more than nine in ten pairs between 0.5 and 0.9 were one
    person (ADR 0072); hence 0.5.
    """
    return Spec(
        name=name,
        comparisons=tuple(Comparison(one, kind, column, column) for one, kind, column in _PERSON),
        certain=(("nik",), ("nama.key", "lahir", "kelamin", "desa")),
        blocking=_BLOCKING,
        left_id=left_id,
        right_id=right_id,
        parameters="orang",
        expected=expected,
        threshold=0.5,
        one_to_one=one_to_one,
    )


PERSON_SESSIONS = (("lahir", "desa"), ("nama.key", "desa"), ("nama.key", "lahir.year"))


def duplicates_spec(name: str = "orang ganda", *, record_id: str = "record_id") -> Spec:
    """Persons who stand twice in one register: in two families, under two NIK, or in a row repeated."""
    spec = persons_spec(name, left_id=record_id, right_id=record_id).without("keluarga")
    return replace(spec, certain=(("nik",), ("nama.key", "lahir", "kelamin", "desa")), expected=0.005, review=0.3)
