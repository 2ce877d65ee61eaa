"""The working register: every row is a version of a family or a person (ADR 0005).

DTSEN and P3KE are separate registers in this release: a row's identity is its register and its NIK (KK), or a key of
its own where there is none. That the same family stands in two registers is for the matching step to find.
Loaded in bulk by ADBC: only text, bytes, integers and dates. Chronic illness is not loaded at all.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from sanding_web.registry.models.batch import REGISTERS, Batch


def _text() -> "models.TextField[str | None, str | None]":
    return models.TextField(null=True)


def _number() -> "models.BigIntegerField[int | None, int | None]":
    return models.BigIntegerField(null=True)


def _small() -> "models.SmallIntegerField[int | None, int | None]":
    """Deciles and yes/no (1/0); null = not known."""
    return models.SmallIntegerField(null=True)


class Version(models.Model):
    """What family and person versions share. ``uid`` stays the same over all versions of one family or person."""

    id = models.BigAutoField(primary_key=True)
    uid = models.BigIntegerField(help_text="Nomor tetap milik kami: id versi pertamanya")
    batch = models.ForeignKey(Batch, models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+")
    until_batch = models.ForeignKey(
        Batch, models.DO_NOTHING, null=True, db_index=False, db_constraint=False, related_name="+"
    )
    kind = models.CharField(max_length=7, choices=[("new", "baru"), ("changed", "berubah")])
    register = models.CharField(max_length=12, choices=REGISTERS)
    match_key = models.BinaryField(help_text="NIK atau KK bersandi; kunci isi bila sementara")
    family_key = models.BinaryField(help_text="Kunci keluarga bersandi")
    kk = models.BinaryField(null=True)
    source_row = models.BigIntegerField()
    file = models.TextField()
    sheet = models.TextField()
    village_code = models.CharField(max_length=10)
    address = _text()
    rt = _text()
    rw = _text()
    dusun = _text()
    decile = _small()
    pbi_national = _small()
    pbi_local = _small()
    aid_pkh = _small()
    aid_bpnt = _small()
    aid_sembako = _small()
    aid_bst = _small()
    aid_bpum = _small()
    stunting_risk = _small()
    dukcapil_matched = _small()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.register} {self.uid}"

    @classmethod
    def bulk_columns(cls) -> dict[str, Any]:
        """Column name to field, in the order of the table: what a bulk load fills."""
        return {field.column: field for field in cls._meta.concrete_fields}


class Family(Version):
    """One version of a family (keluarga, not rumah tangga)."""

    head_nik = models.BinaryField(null=True)
    source_family_id = _text()
    head_name = _text()
    member_count = _number()
    decile_province = _small()
    decile_district = _small()
    home_ownership = _text()
    floor = _text()
    wall = _text()
    roof = _text()
    water = _text()
    lighting = _text()
    power = _text()
    fuel = _text()
    toilet = _text()
    closet = _text()
    sewage = _text()
    floor_area = _number()
    asset_gas_tube = _small()
    asset_fridge = _small()
    asset_ac = _small()
    asset_water_heater = _small()
    asset_phone = _small()
    asset_tv = _small()
    asset_gold = _small()
    asset_computer = _small()
    asset_motorcycle = _small()
    asset_bicycle = _small()
    asset_car = _small()
    asset_boat = _small()
    asset_motor_boat = _small()
    asset_smartphone = _small()
    asset_land = _small()
    asset_house = _small()
    cattle = _number()
    buffalo = _number()
    horse = _number()
    pig = _number()
    goat = _number()

    class Meta:
        verbose_name_plural = "families"
        indexes = [
            models.Index(fields=["match_key"], name="family_by_key"),
            models.Index(fields=["village_code"], name="family_by_village"),
            models.Index(fields=["until_batch"], condition=Q(until_batch__isnull=False), name="family_ended_by"),
        ]


class Person(Version):
    """One version of a person. A temporary identity (no valid NIK) has no ``nik`` and is never merged."""

    nik = models.BinaryField(null=True)
    source_person_id = _text()
    nik_state = _text()
    name = _text()
    name_given = _text()
    birth_date = models.DateField(null=True)
    sex = _text()
    relation = _text()
    marital = _text()
    deceased_hint = _small()
    school = _text()
    school_level = _text()
    school_class = _text()
    diploma = _text()
    works = _text()
    sector = _text()
    work_status = _text()
    has_business = _text()
    nutrition = _text()
    occupation_ktp = _text()
    education_ktp = _text()
    wage = _number()
    sees = _text()
    hears = _text()
    walks = _text()
    uses_hands = _text()
    learns = _text()
    controls_behaviour = _text()
    speaks = _text()
    cares_for_self = _text()
    remembers = _text()
    depressed = _text()

    class Meta:
        indexes = [
            models.Index(fields=["match_key"], name="person_by_key"),
            models.Index(fields=["family_key"], name="person_by_family"),
            models.Index(fields=["until_batch"], condition=Q(until_batch__isnull=False), name="person_ended_by"),
        ]
