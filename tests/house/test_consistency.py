"""The shape of the code: steps, sizes, names, codes. Each rule stands in DEVELOPERS.md or ARCHITECTURE.md."""

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator

import sanding
from sanding.parameters import all_parameters
from sanding.roles import ACTIONS, ROLES
from sanding.steps import STEPS, built_steps
from tests.house.files import PROJECT, all_files, files, name, read

NO_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "manager",
    "base",
    "common",
    "misc",
}
PYPROJECT = tomllib.loads(read(PROJECT / "pyproject.toml"))


def test_every_built_step_has_its_core_package_its_app_and_a_first_page() -> None:
    for step in built_steps():
        assert (PROJECT / "sanding" / step.name / "__init__.py").exists(), f"sanding/{step.name} is missing"
        urls = PROJECT / "sanding_web" / step.name / "urls.py"
        assert urls.exists(), f"sanding_web/{step.name}/urls.py is missing, so the menu leaves the step out"
        assert f'app_name = "{step.name}"' in read(urls)
        assert 'name="index"' in read(urls), f"the menu leads to {step.name}:index"


def test_a_step_that_is_not_built_has_no_pages_yet() -> None:
    """Its core may come first, usable from the command line."""
    early = [
        f"sanding_web/{step.name}"
        for step in STEPS
        if not step.built and files(".py", under=f"sanding_web/{step.name}")
    ]
    assert not early, f"set built=True in sanding/steps.py for: {early}"


def test_the_import_contract_lists_the_steps_with_a_core_in_the_order_of_the_cycle() -> None:
    layers = next(
        one["layers"]
        for one in PYPROJECT["tool"]["importlinter"]["contracts"]
        if "core" in one["name"] and "layers" in one
    )
    steps = [layer.split(".")[1] for layer in layers if layer.split(".")[1] in {step.name for step in STEPS}]
    assert steps == [step.name for step in reversed(STEPS) if files(".py", under=f"sanding/{step.name}")]


def test_every_built_step_has_a_rulebook() -> None:
    bare = [step.name for step in built_steps() if not list((PROJECT / "tests/rulebook" / step.name).glob("test_*.py"))]
    assert not bare, f"no rulebook in tests/rulebook for: {bare}"


def _long(paths: list[str], limit: int) -> list[str]:
    counts = {path: len(read(PROJECT / path).splitlines()) for path in paths}
    return [f"{path}: {count} lines" for path, count in counts.items() if count > limit]


def test_no_module_is_longer_than_400_lines() -> None:
    modules = [name(path) for package in ("sanding", "sanding_web", "scripts") for path in files(".py", under=package)]
    assert not _long([path for path in modules if "/migrations/" not in path], 400)


def test_no_test_file_is_longer_than_600_lines() -> None:
    assert not _long([name(path) for path in files(".py", under="tests")], 600)


def _own_lines(node: ast.FunctionDef) -> int:
    """Lines of a function's body, its docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_does_more_than_60_lines() -> None:
    long = [
        f"{name(path)}: {node.name} ({_own_lines(node)} lines)"
        for package in ("sanding", "sanding_web", "scripts", "benchmarks")
        for path in files(".py", under=package)
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.FunctionDef) and _own_lines(node) > 60
    ]
    assert not long


def test_modules_are_named_for_their_subject() -> None:
    vague = [name(path) for path in files(".py") if path.stem in NO_NAMES or path.parent.name in NO_NAMES]
    assert not vague, f"name these for what they hold: {vague}"


def test_every_module_of_the_packages_says_what_it_is() -> None:
    silent = [
        name(path)
        for package in ("sanding", "sanding_web")
        for path in files(".py", under=package)
        if path.name not in {"__init__.py", "urls.py", "apps.py"}
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(read(path)))
    ]
    assert not silent, f"no module docstring: {silent}"


def test_migrations_are_named_for_their_reason() -> None:
    paths = [path for path in files(".py", under="sanding_web") if path.parent.name == "migrations"]
    unnamed = [name(path) for path in paths if "_auto_" in path.stem or re.fullmatch(r"\d{4}", path.stem)]
    assert not unnamed, f"give these a reason: {unnamed}"


def test_only_the_store_opens_duckdb() -> None:
    pattern = re.compile(r"^\s*(import|from) duckdb\b", re.MULTILINE)
    others = [name(path) for path in files(".py", under="sanding") if pattern.search(read(path))]
    assert set(others) <= {"sanding/store.py"}


def test_rules_import_no_engine() -> None:
    engine = re.compile(r"^\s*(import|from) (polars|duckdb|splink|highspy|numpy|scipy)\b", re.MULTILINE)
    rules = [path for path in files(".py", under="sanding") if path.stem == "rules" or path.parent.name == "rules"]
    assert rules
    assert not [name(path) for path in rules if engine.search(read(path))]


def _raised() -> Iterator[tuple[str, str, str]]:
    """(code, words, file) of every error of the house."""
    for package in ("sanding", "sanding_web"):
        for path in files(".py", under=package):
            for node in ast.walk(ast.parse(read(path))):
                if isinstance(node, ast.Call) and node.args:
                    for keyword in node.keywords:
                        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                            yield str(keyword.value.value), ast.unparse(node.args[0]), name(path)


def test_an_error_code_stands_for_one_message() -> None:
    words: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for code, text, file in _raised():
        if code.startswith("SND-"):
            words[code].add(text)
            places[code].add(file)
    shared = {code: sorted(places[code]) for code, texts in words.items() if len(texts) > 1 and len(places[code]) > 1}
    assert not shared, f"one code, several messages: {shared}"


def test_every_action_of_the_roles_is_asked_for_somewhere() -> None:
    source = "".join(read(path) for path in files(".py", ".html", under="sanding_web"))
    idle = [action for action in ACTIONS if f'"{action}"' not in source and f"'{action}'" not in source]
    assert not idle, f"no page asks for: {idle}"


def test_every_action_is_held_by_a_role_and_every_role_holds_known_actions() -> None:
    held = Counter(action for role in ROLES.values() for action in role.actions)
    assert set(held) == set(ACTIONS)


def test_every_parameter_is_read_somewhere() -> None:
    source = "".join(
        read(path) for path in files(".py") if path.parts[len(PROJECT.parts)] in {"sanding", "sanding_web"}
    )
    idle = [full for full in all_parameters() if full.split(".", 1)[1] not in source]
    assert not idle, f"parameters that nothing reads: {idle}"


def test_every_parameter_has_meaning_unit_and_source() -> None:
    for values in all_parameters().values():
        for one in values:
            assert one.meaning and one.unit and one.source, one.name
        dates = [one.valid_from for one in values]
        assert dates == sorted(set(dates)), f"{values[0].name}: two values from one date"


def test_the_version_is_the_same_everywhere() -> None:
    assert PYPROJECT["project"]["version"] == sanding.__version__
    assert f"## [{sanding.__version__}]" in read(PROJECT / "CHANGELOG.md")


def test_what_make_and_ci_call_exists() -> None:
    makefile = read(PROJECT / "Makefile")
    named = set(re.findall(r"\bscripts/[\w./-]+\.(?:py|mjs|sh)\b", makefile + read(PROJECT / "scripts/check.py")))
    missing = [one for one in sorted(named) if not (PROJECT / one).exists()]
    modules = re.findall(r"\$\(PYTHON\) -m (sanding\w*|benchmarks)\b", makefile)
    missing += [one for one in sorted(set(modules)) if not (PROJECT / one / "__main__.py").exists()]
    assert not missing


def test_every_folder_of_tests_is_run_by_the_suite() -> None:
    runner = read(PROJECT / "scripts/run_tests.py")
    folders = {
        path.parts[len(PROJECT.parts) + 1] for path in files(".py", under="tests") if path.name.startswith("test_")
    }
    left_out = sorted(folder for folder in folders if f'"tests/{folder}"' not in runner)
    assert not left_out, f"add to scripts/run_tests.py: {left_out}"


def test_files_listed_here_are_the_projects_own() -> None:
    assert PROJECT / "Makefile" in all_files()
    assert not [path for path in all_files() if ".venv" in path.parts or "node_modules" in path.parts]
