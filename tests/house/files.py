"""The files of the project as git sees them: tracked, or new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_NOT_OURS = {".git", ".venv", "node_modules", "var", "build", "static_built", "__pycache__"}
_BINARY = {".png", ".jpg", ".woff2", ".ico", ".xlsx", ".xls", ".ods", ".docx", ".mo", ".parquet"}


@cache
def all_files() -> tuple[Path, ...]:
    """Every file that is or may be committed."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        found = subprocess.run(listing, cwd=PROJECT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = [path.relative_to(PROJECT).as_posix() for path in PROJECT.rglob("*") if not _NOT_OURS & {*path.parts}]
    return tuple(sorted(path for name in set(found) if name and (path := PROJECT / name).is_file()))


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Those that end so, in one folder."""
    return [path for path in all_files() if path.suffix in suffixes and inside(path, under)]


def inside(path: Path, folder: str) -> bool:
    return not folder or path.is_relative_to(PROJECT / folder)


def texts() -> list[tuple[str, str]]:
    """(name, content) of every text file."""
    return [(name(path), read(path)) for path in all_files() if path.suffix not in _BINARY]


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()
