"""What may never stand in a file: identity numbers that could be real, paths of a machine, a registry, colours."""

import re
from unicodedata import normalize

from tests.house.files import PROJECT, files, name, read, texts

INVENTED = "3399"
SIXTEEN = re.compile(r"(?<![\w.,-])\d{16}(?![\w]|[.,]\d)")
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/[\w.]|[A-Z]:\\Users")
HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")


def test_every_sixteen_digit_number_is_invented() -> None:
    numbers = {(file, normalize("NFKC", one)) for file, text in texts() for one in SIXTEEN.findall(text)}
    found = {f"{file}: {one[:4]}…" for file, one in numbers if not one.startswith(INVENTED)}
    assert not found, f"build bad examples in code, invent the rest in {INVENTED}: {sorted(found)}"


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = sorted({file for file, text in texts() if MACHINE.search(text)})
    assert not found, f"absolute paths in: {found}"


def test_locks_hold_versions_and_hashes_and_no_registry() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = read(PROJECT / lock)
        assert "--hash=sha256:" in text
        assert not re.search(r"index-url|find-links|https?://", text), f"{lock} names a registry"
        unpinned = [line for line in text.splitlines() if re.match(r"[A-Za-z]", line) and "==" not in line]
        assert not unpinned
    package = read(PROJECT / "package-lock.json")
    assert '"integrity"' in package
    assert '"resolved"' not in package


def test_locks_know_every_named_dependency() -> None:
    for wanted in ("requirements", "requirements-dev"):
        locked = {
            one.lower() for one in re.findall(r"^([A-Za-z0-9_.-]+)", read(PROJECT / f"{wanted}.txt"), re.MULTILINE)
        }
        named = re.findall(r"^([A-Za-z][A-Za-z0-9_.-]*)", read(PROJECT / f"{wanted}.in"), re.MULTILINE)
        missing = [one for one in named if one.lower().replace("_", "-") not in locked]
        assert not missing, f"run make lock: {missing}"


def test_colours_stand_in_the_tokens_alone() -> None:
    paths = files(".css", under="sanding_web/ui/assets")
    assert any(path.name == "tokens.css" for path in paths)
    coloured = [name(path) for path in paths if path.name != "tokens.css" and HEX.search(_without_comments(read(path)))]
    assert not coloured, f"use a --s- token: {coloured}"


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", css, flags=re.DOTALL)


def test_templates_hold_no_colour_no_style_and_no_inline_script() -> None:
    bad = {}
    for path in files(".html", under="sanding_web"):
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", read(path), flags=re.DOTALL)
        found = re.findall(r"<style\b|\sstyle=|\son[a-z]+=[\"']|=\"#[0-9a-fA-F]{6}\"|javascript:", text)
        found += [
            one for one in re.findall(r"<script\b[^>]*>", text) if "src=" not in one and "application/json" not in one
        ]
        if found:
            bad[name(path)] = found
    assert not bad, f"the content policy refuses these: {bad}"


def test_templates_load_nothing_from_elsewhere() -> None:
    loads = re.compile(r"(?:src|href|action)=\"(?:https?:)?//(?!www\.w3\.org)")
    assert not [name(path) for path in files(".html", ".css", under="sanding_web") if loads.search(read(path))]


def test_code_holds_no_forgotten_notes() -> None:
    notes = re.compile(r"\b(?:FIXME|XXX|HACK|TODO)\b(?! \(#\d+\))")
    paths = [path for path in files(".py", ".html", ".css", ".js") if "house" not in path.parts]
    assert not [name(path) for path in paths if notes.search(read(path))]
