"""Pages read from the source itself, by ast: the list of errors and the rulebook's cases."""

import ast
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

from scripts.markdown import ROOT, page, table

# -- errors


def errors() -> str:
    """Every error code with its words, read from the calls that raise it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for package in ("sanding", "sanding_web"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for code, what, remedy in _raised(path):
                found.setdefault(code, set()).add((what, remedy))
    rows = [
        (
            f"`{code}`",
            " / ".join(sorted({what for what, _ in said})),
            " / ".join(sorted({one for _, one in said if one})),
        )
        for code, said in sorted(found.items())
    ]
    intro = "Kode pada akhir pesan, artinya, dan yang dapat dicoba. Tanda … diganti keterangan pada pesannya."
    return page("Daftar galat", intro, table(("kode", "yang terjadi", "yang dilakukan"), rows))


def _raised(path: Path) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            named = {one.arg: _words(one.value) for one in node.keywords}
            if named.get("code", "").startswith("SND-"):
                yield named["code"], _words(node.args[0]), named.get("remedy", "")


def _words(node: ast.expr) -> str:
    """The text of a constant or of an f-string, with … where a value goes in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "…" for one in node.values)
    if isinstance(node, ast.Call) and node.args:
        return _words(node.args[0])
    return "…"


# -- rulebook: the cases that officers can read, from the tests that hold them


def rulebook_steps() -> list[str]:
    from sanding.steps import NAMES

    return [name for name in NAMES if any((ROOT / "tests" / "rulebook" / name).glob("test_*.py"))]


def rulebook_page(step: str) -> str:
    from sanding.steps import STEPS

    label = next(one.label for one in STEPS if one.name == step)
    paths = sorted((ROOT / "tests" / "rulebook" / step).glob("test_*.py"))
    intro = f"Kasus yang diuji pada setiap perubahan. Sumber: `tests/rulebook/{step}/`."
    return page(f"Buku aturan: {label}", intro, *(part for path in paths for part in _rulebook_parts(path)))


def _rulebook_parts(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield f"## {path.stem.removeprefix('test_').replace('_', ' ')}\n\n{cleandoc(ast.get_docstring(tree) or '')}\n"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield _rulebook_case(node)


def _rulebook_case(node: ast.FunctionDef) -> str:
    """The sentence of a test's name, its docstring, and the tables drawn in it."""
    drawn = [
        cleandoc(one.value)
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "\n" in one.value and "|" in one.value
    ]
    docstring = cleandoc(ast.get_docstring(node) or "")
    tables = [f"```\n{one}\n```\n" for one in drawn if one != docstring]
    words = [f"### {node.name.removeprefix('test_').replace('_', ' ').capitalize()}\n"]
    return "\n".join([*words, *([_fenced(docstring) + "\n"] if docstring else []), *tables])


def _fenced(text: str) -> str:
    return f"```\n{text}\n```" if "|" in text else text
