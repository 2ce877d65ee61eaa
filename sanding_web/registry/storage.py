"""Where the registry's files stand: sealed uploads, plain scratch for a moment, and the vintages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from sanding.keys import Keys, load_or_create_keys
from sanding.sealed_file import unseal_file
from sanding.store import Folder, Store
from sanding_web.registry.models import Batch


def keys() -> Keys:
    return load_or_create_keys(Path(settings.SANDING_KEYS))


def vintages() -> Store:
    return Store(Path(settings.SANDING_STORE), keys())


def sealed_path(name: str) -> Path:
    return Path(settings.SANDING_UPLOADS) / name


def folder_of(batch: Batch) -> Folder | None:
    """Where the batch's rows and findings stand: its vintage, else its draft; None where neither is there."""
    store = vintages()
    if batch.folder in store.names():
        return store.open(batch.folder)
    return store.drafted(batch.folder)


def discard(batch: Batch) -> None:
    """Remove the files and the draft of a batch that will not enter."""
    vintages().discard(batch.folder)
    for file in batch.files.all():
        sealed_path(file.sealed).unlink(missing_ok=True)
    if batch.marked_file:
        sealed_path(batch.marked_file).unlink(missing_ok=True)


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """A plain folder in the scratch space, empty at the start and gone at the end, also after a kill the next time."""
    path = Path(settings.SANDING_SCRATCH) / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700, parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def plain_files(batch: Batch, *, place: str = "") -> Iterator[list[Path]]:
    """The batch's files in plain, in scratch, under their own names; ``place`` keeps clear of the batch's own check."""
    with scratch(place or f"batch-{batch.pk}") as folder:
        paths = []
        for at, file in enumerate(batch.files.all()):
            own = folder / str(at)
            own.mkdir(mode=0o700)
            unseal_file(sealed_path(file.sealed), own / file.name, keys())
            paths.append(own / file.name)
        yield paths
