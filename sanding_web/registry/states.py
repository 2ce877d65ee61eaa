"""The life of a batch, as data: which state may follow which, and what the audit log calls the step."""

from typing import Literal

State = Literal[
    "uploaded", "checking", "waiting", "reviewing", "applying", "accepted", "returned", "failed", "cancelled", "undone"
]
Tone = Literal["good", "busy", "warn", "bad", "quiet"]

LABELS: dict[State, str] = {
    "uploaded": "Terunggah",
    "checking": "Sedang diperiksa",
    "waiting": "Menunggu orang kedua",
    "reviewing": "Dicermati bersama",
    "applying": "Sedang dimasukkan",
    "accepted": "Diterima",
    "returned": "Dikembalikan",
    "failed": "Gagal",
    "cancelled": "Dibatalkan",
    "undone": "Penerimaan dibatalkan",
}

TRANSITIONS: dict[State, dict[State, str]] = {
    "uploaded": {"checking": "batch.check", "cancelled": "batch.cancel"},
    "checking": {"waiting": "batch.checked", "failed": "batch.failed", "cancelled": "batch.cancel"},
    "waiting": {
        "reviewing": "batch.review",
        "checking": "batch.check",
        "applying": "batch.accept",
        "returned": "batch.return",
        "cancelled": "batch.cancel",
    },
    "reviewing": {"waiting": "batch.reviewed", "returned": "batch.return", "cancelled": "batch.cancel"},
    "applying": {"accepted": "batch.accepted", "failed": "batch.failed", "cancelled": "batch.cancel"},
    "accepted": {"undone": "batch.undo"},
    "failed": {"checking": "batch.check", "applying": "batch.resume", "cancelled": "batch.cancel"},
    "returned": {},
    "cancelled": {},
    "undone": {},
}


def audit_event(before: str, after: str) -> str | None:
    """What the audit log calls this step; None where the step is not allowed.

    >>> audit_event("waiting", "applying"), audit_event("returned", "accepted")
    ('batch.accept', None)
    """
    return TRANSITIONS.get(before, {}).get(after)  # type: ignore[call-overload, no-any-return]
