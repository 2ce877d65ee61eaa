"""What the command line can do. Each command is a module with ``HELP``, ``add_arguments`` and ``run``."""

from argparse import ArgumentParser, Namespace
from typing import Protocol

from sanding.commands import (
    audit,
    backup,
    certificate,
    check,
    compare,
    dedupe,
    demo,
    doctor,
    freeze,
    import_files,
    install,
    keys,
    link,
    pair,
    rank,
    restore,
    upgrade,
)


class Command(Protocol):
    """One command: its line of help, its options, and what it does; ``run`` returns the exit code."""

    HELP: str

    def add_arguments(self, part: ArgumentParser, /) -> None: ...
    def run(self, arguments: Namespace, /) -> int: ...


COMMANDS: dict[str, Command] = {
    "demo": demo,
    "check": check,
    "import": import_files,
    "rank": rank,
    "pair": pair,
    "compare": compare,
    "link": link,
    "dedupe": dedupe,
    "freeze": freeze,
    "audit": audit,
    "install": install,
    "upgrade": upgrade,
    "certificate": certificate,
    "doctor": doctor,
    "backup": backup,
    "restore": restore,
    "keys": keys,
}
