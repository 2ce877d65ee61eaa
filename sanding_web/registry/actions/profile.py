"""Keeping, handing on and retiring mapping profiles. A profile changes no register: no second person, but logged."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sanding.errors import RuleBroken
from sanding.registry.profile import Profile, refuse_unfit, to_json
from sanding_web.audit.actions import record
from sanding_web.registry.actions.upload import reread_batch
from sanding_web.registry.models import Batch, MappingProfile


@transaction.atomic
def save_profile(actor: Any, profile: Profile, *, imported: bool = False) -> MappingProfile:
    """Keep a profile as the next version of its name; earlier versions stay and are no longer taken."""
    actor.scope.require("batch.upload")
    earlier = MappingProfile.objects.filter(name=profile.name)
    version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
    numbered = Profile(**{**profile.__dict__, "version": version})
    refuse_unfit(numbered, where=profile.name)
    earlier.filter(retired_at=None).update(retired_at=timezone.now())
    kept = MappingProfile.objects.create(
        name=numbered.name,
        source=numbered.source,
        year=numbered.year,
        version=version,
        target=numbered.target,
        fingerprint=numbered.fingerprint,
        content=to_json(numbered).decode(),
        made_by=actor,
    )
    record(
        actor,
        "profile.import" if imported else "profile.save",
        kept,
        name=kept.name,
        version=version,
        target=kept.target,
        columns=len(numbered.columns),
    )
    return kept


@transaction.atomic
def map_batch(actor: Any, batch: Batch, profile: Profile) -> MappingProfile:
    """Keep a profile made for a sheet of this batch and check the batch again by it."""
    kept = save_profile(actor, profile)
    reread_batch(actor, batch, encoding=batch.encoding, delimiter=batch.delimiter, switched_off=batch.switched_off)
    return kept


@transaction.atomic
def retire_profile(actor: Any, kept: MappingProfile) -> None:
    """Take it no longer; batches read by it stay as they are."""
    actor.scope.require("batch.upload")
    if not MappingProfile.objects.filter(pk=kept.pk, retired_at=None).update(retired_at=timezone.now()):
        raise RuleBroken(
            "profil ini sudah dihentikan", where=str(kept), remedy="Tidak ada yang perlu diubah.", code="SND-IMP-62"
        )
    record(actor, "profile.retire", kept, name=kept.name, version=kept.version)
