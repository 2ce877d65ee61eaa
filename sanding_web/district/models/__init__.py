"""The district itself: programme, places, agencies, what stands around them, and where the office started from."""

from sanding_web.district.models.context import MacroFigure, NationalStatus, PastEffort
from sanding_web.district.models.place import Agency, Companionship, Village, in_force
from sanding_web.district.models.programme import LegalBasis, Programme, StoredFile
from sanding_web.district.models.start import EarlierDecision, EarlierVillage, OfficeSheet

__all__ = [
    "Agency", "Companionship", "EarlierDecision", "EarlierVillage", "LegalBasis", "MacroFigure", "NationalStatus",
    "OfficeSheet", "PastEffort", "Programme", "StoredFile", "Village", "in_force",
]  # fmt: skip
