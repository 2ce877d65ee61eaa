"""Tables and pages of the generated documents."""

from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "<!-- Dibuat oleh make docs; jangan disunting. -->\n"


def cell(value: object) -> str:
    """One value inside a table of Markdown: on one line, without bars that would end the cell."""
    return " ".join(str(value).split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(one) for one in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def page(title: str, intro: str, *parts: str) -> str:
    return f"{NOTICE}# {title}\n\n{intro}\n\n" + "\n".join(parts)
