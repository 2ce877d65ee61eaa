"""What the documents say must be so: commands, links, names, proofs, generated pages."""

import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from sanding.roles import ROLES
from sanding.steps import STEPS
from tests.house.files import PROJECT, files, name, read

README = read(PROJECT / "README.md")
MAKEFILE = read(PROJECT / "Makefile")
HEADINGS = ["Status", "Context", "Decision", "Consequences"]
PICTURES = PROJECT / "docs" / "panduan" / "gambar"


def _script(stem: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"scripts_{stem}", PROJECT / "scripts" / f"{stem}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_fresh_and_the_same_twice() -> None:
    generate = _script("generate_docs")
    pages = generate.pages()
    stale = generate.stale(pages)
    assert not stale, "run make docs"
    assert generate.pages() == pages


def test_the_readme_fits_one_screen() -> None:
    assert len(README.splitlines()) <= 60


def test_every_make_target_named_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))
    for path in files(".md"):
        named = set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", read(path), re.MULTILINE))
        assert named <= targets, f"{name(path)} names {sorted(named - targets)}"


def test_the_readme_tells_the_steps_as_they_are() -> None:
    rows = re.findall(r"^\| (\w+) \| [^|]+ \| [^|]+ \| (yes|not yet) \|$", README, re.MULTILINE)
    assert rows == [(step.name, "yes" if step.built else "not yet") for step in STEPS]


def _links(path: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", read(path), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            yield target.split("#")[0]


def test_every_link_of_the_documents_leads_somewhere() -> None:
    dead = [
        f"{name(path)} → {link}" for path in files(".md") for link in _links(path) if not (path.parent / link).exists()
    ]
    assert not dead


def test_every_picture_of_the_guide_is_shown_somewhere() -> None:
    shown = {(path.parent / link).resolve() for path in files(".md") for link in _links(path)}
    unused = [path.name for path in sorted(PICTURES.glob("*.png")) if path.resolve() not in shown]
    assert not unused


def test_files_named_in_the_documents_exist() -> None:
    packages = "sanding|sanding_web|tests|scripts|docs|benchmarks"
    missing = []
    for document in (
        "README.md",
        "ARCHITECTURE.md",
        "DEVELOPERS.md",
        *(name(one) for one in files(".md", under="docs/adr")),
    ):
        for token in re.findall(rf"`((?:{packages})/[\w./-]*)`", read(PROJECT / document)):
            if not (PROJECT / token).exists():
                missing.append(f"{document}: {token}")
    assert not missing


def test_every_decision_record_has_its_four_headings_and_a_number_of_its_own() -> None:
    records = files(".md", under="docs/adr")
    assert len(records) >= 9
    assert not [number for number, count in Counter(path.name[:4] for path in records).items() if count > 1]
    for path in records:
        text = read(path)
        assert text.startswith(f"# {path.name[:4]} "), f"{name(path)}: the title begins with its number"
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS, name(path)
        assert len(text.splitlines()) <= 40, f"{name(path)}: keep it short"


def test_decision_records_named_anywhere_exist() -> None:
    numbers = {path.name[:4] for path in files(".md", under="docs/adr")}
    for path in files(".md", ".py"):
        unknown = set(re.findall(r"\bADR (\d{4})", read(path))) - numbers
        assert not unknown, f"{name(path)} names ADR {sorted(unknown)}"


def _glossary() -> list[tuple[str, str]]:
    """(English, Indonesian) of every row."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", read(PROJECT / "docs/glossary.md"), re.MULTILINE)
    return [(english, indonesian) for english, indonesian in rows if not english.startswith("English")]


def test_the_glossary_has_one_row_per_thing() -> None:
    english = Counter(one for one, _ in _glossary())
    assert not [one for one, count in english.items() if count > 1]


def test_every_step_and_role_is_in_the_glossary_under_its_own_name() -> None:
    terms = dict(_glossary())
    for step in STEPS:
        assert terms.get(step.name, "").casefold() == step.label.casefold(), f"{step.name}: {step.label}"
    first_words = {term.split()[0].strip(",") for term in terms}
    assert set(ROLES) <= first_words, f"roles without a row: {sorted(set(ROLES) - first_words)}"


def test_every_variable_of_the_environment_is_told_to_the_administrator() -> None:
    guide = read(PROJECT / "docs/administrator.md")
    sources = [*files(".py", under="sanding_web"), *files(".py", under="scripts")]
    named = {one for path in sources for one in re.findall(r"[\"'](SANDING_[A-Z_]+)[\"']", read(path))}
    settings_only = {"SANDING_UPLOAD_LIMIT"}
    missing = sorted(one for one in named - settings_only if f"`{one}" not in guide)
    assert not missing, f"docs/administrator.md does not tell: {missing}"


def _acceptance() -> list[tuple[str, str]]:
    """(number, proof) of every line."""
    text = read(PROJECT / "docs/acceptance.md")
    return re.findall(r"^\| (\d+\.[\w.-]+) \| .+? \| (.+) \|$", text, re.MULTILINE)


def test_every_acceptance_line_names_a_proof_that_exists_or_says_not_yet() -> None:
    lines = _acceptance()
    assert len(lines) >= 25
    broken = []
    for number, proof in lines:
        named = re.findall(r"`([\w./-]+(?:::\w+)*)`", proof)
        broken += [f"{number}: {one}" for one in named if "/" in one and not _exists(one)]
        if not any("/" in one for one in named) and "*not yet*" not in proof:
            broken.append(f"{number}: neither a proof nor *not yet*")
    assert not broken


def _exists(proof: str) -> bool:
    """A file, a folder, or ``file::test`` with that test in the file."""
    file, *tests = proof.split("::")
    path = PROJECT / file
    return path.exists() and all(
        re.search(rf"^\s*(?:async )?def {one}\b|^class {one}\b", read(path), re.MULTILINE) for one in tests
    )


def test_every_acceptance_number_is_used_once() -> None:
    assert not [one for one, count in Counter(number for number, _ in _acceptance()).items() if count > 1]
