"""Every write of the registry: bringing a batch in, deciding on it, loading the reference sheets."""

from sanding_web.registry.actions.decide import (
    accept_batch,
    add_note,
    close_review,
    open_review,
    resume_batch,
    return_batch,
    undo_batch,
)
from sanding_web.registry.actions.profile import map_batch, retire_profile, save_profile
from sanding_web.registry.actions.reference import (
    load_agencies,
    load_index,
    load_needs,
    load_pairs,
    load_shapes,
    load_villages,
)
from sanding_web.registry.actions.upload import cancel_batch, check_batch, refuse_unfit, reread_batch, upload_batch

__all__ = [
    "accept_batch",
    "add_note",
    "cancel_batch",
    "check_batch",
    "close_review",
    "load_agencies",
    "load_index",
    "load_needs",
    "load_pairs",
    "load_shapes",
    "load_villages",
    "map_batch",
    "open_review",
    "refuse_unfit",
    "reread_batch",
    "resume_batch",
    "retire_profile",
    "return_batch",
    "save_profile",
    "undo_batch",
    "upload_batch",
]
