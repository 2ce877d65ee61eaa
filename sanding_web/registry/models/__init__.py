"""What the registry keeps: batches, the versions of families and persons, and what is known of villages."""

from sanding_web.registry.models.batch import Batch, ReviewNote, SourceFile
from sanding_web.registry.models.profile import MappingProfile
from sanding_web.registry.models.register import Family, Person
from sanding_web.registry.models.village import VillageCount, VillageIndex, VillageNeed

__all__ = [
    "Batch",
    "Family",
    "MappingProfile",
    "Person",
    "ReviewNote",
    "SourceFile",
    "VillageCount",
    "VillageIndex",
    "VillageNeed",
]
