"""Names every template that nothing renders, extends or includes."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "sanding_web"
# Django asks for these by name.
BY_NAME = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html", "error.html"}


def names() -> set[str]:
    """Template names as Django knows them, of all apps and of the project."""
    return {
        path.relative_to(folder).as_posix()
        for folder in WEB.rglob("templates")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".html", ".txt", ".svg", ".xml"}
    }


def quoted() -> set[str]:
    """Everything that stands in quotes and looks like a template name, in code and templates."""
    found: set[str] = set()
    for path in [*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.txt")]:
        text = path.read_text(encoding="utf-8")
        if constant := re.search(r'^_PARTS = "([\w./]+)"', text, re.M):
            text = text.replace("{_PARTS}", constant.group(1))
        found |= set(re.findall(r"[\"']([\w./-]+\.(?:html|txt|svg|xml))[\"'#]", text))
    return found


def main() -> int:
    unused = sorted(names() - quoted() - BY_NAME)
    for name in unused:
        print(f"templat tak terpakai: {name}. Hapus, atau pakai.")
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
