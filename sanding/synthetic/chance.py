"""Chance that is the same on every machine: PCG64, whole numbers and plain arithmetic only."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def chance(seed: int, subject: str) -> np.random.Generator:
    """A stream of its own for one subject, so that adding one subject leaves the others as they were."""
    tag = int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, tag])))


def pick(rng: np.random.Generator, size: int, weights: Sequence[float]) -> Ints:
    """Indices 0..len(weights)-1 drawn in proportion to the weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.minimum(np.searchsorted(edges / edges[-1], rng.random(size), side="right"), len(weights) - 1).astype(
        np.int64
    )


def bell(rng: np.random.Generator, size: int) -> Reals:
    """About standard normal: the sum of twelve uniforms less six (no logarithm, so no platform's rounding)."""
    return np.asarray(rng.random((size, 12)).sum(axis=1) - 6.0, dtype=np.float64)


def happens(rng: np.random.Generator, size: int, share: float | Reals) -> Flags:
    return np.asarray(rng.random(size) < share, dtype=np.bool_)


def ranks(values: Reals) -> Reals:
    """The rank of each value as a share in [0, 1)."""
    order = np.argsort(values, kind="stable")
    shares = np.empty(len(values), dtype=np.float64)
    shares[order] = np.arange(len(values)) / max(len(values), 1)
    return shares
