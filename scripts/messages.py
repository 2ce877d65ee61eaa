"""Interface strings: msgids are Indonesian; English is the second language.

extract   write every string into sanding_web/locale/en/LC_MESSAGES/django.po, keeping what is translated
check     fail where a string of the code has no English, where the catalogue holds a string nobody uses,
          or where Django's own Indonesian misses a string
compile   make the .mo files (done by make setup; needs no gettext on the machine)
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "sanding_web"
LOCALE = WEB / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
_SHOWN = {"InputFault", "RuleBroken", "NotPermitted", "Paper", "Reason", "progress"}
_CALLS = set("_ gettext gettext_lazy gettext_noop ngettext ngettext_lazy pgettext pgettext_lazy npgettext".split())
_CALL_IN_TEMPLATE = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")
Message = tuple[str | None, str | tuple[str, str]]


def from_call(name: str, call: ast.Call) -> Message | None:
    """The message of one gettext call whose arguments are constants."""
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if not texts:
        return None
    context = texts.pop(0) if name.startswith(("p", "np")) else None
    if name.lstrip("n").startswith("pgettext") and not texts:
        return None
    if name.startswith(("ngettext", "npgettext")) and len(texts) > 1:
        return context, (texts[0], texts[1])
    return context, texts[0]


def from_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in _CALLS and (message := from_call(name, node)):
                yield message
            if name in _SHOWN:
                yield from from_shown(name, node)


def from_shown(name: str, call: ast.Call) -> Iterator[Message]:
    """Constant words of an error, a paper, a reason or a job's step, translated by the template that shows them."""
    shown = [*call.args[1:2]] if name == "Paper" else call.args[:1]
    shown += [one.value for one in call.keywords if one.arg in ("where", "remedy")]
    for one in shown:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
            yield None, one.value


def from_template(source: str, origin: str) -> Iterator[Message]:
    """Django turns a template into gettext calls; each is read as a Python expression."""
    from django.utils.translation.template import templatize

    code = templatize(source, origin=origin)
    for match in _CALL_IN_TEMPLATE.finditer(code):
        call = _parse_call(code[match.start() :])
        if call and (message := from_call(match.group(1), call)):
            yield message


def _parse_call(text: str) -> ast.Call | None:
    for end in (i for i, letter in enumerate(text[:4000]) if letter == ")"):
        try:
            node = ast.parse(text[: end + 1], mode="eval").body
        except SyntaxError:
            continue
        return node if isinstance(node, ast.Call) else None
    return None


def from_tables() -> Iterator[Message]:
    """Labels that stand in tables and are shown by name: of the core, and of the pages' life cycles."""
    from typing import get_args

    from sanding.pairing.explain import REASONS
    from sanding.pairing.goals import GOALS
    from sanding.registry.rules import LEVEL_WORDS, all_rules
    from sanding.roles import ACTIONS, ROLES
    from sanding.steps import STEPS
    from sanding.targeting.methods import COMPONENT_WORDS
    from sanding.targeting.rules import Standing
    from sanding_web.decisions.states import STATES
    from sanding_web.registry.states import LABELS
    from sanding_web.ui.words import SHORT_MONEY, Missing

    for rule in all_rules():
        yield from ((None, text) for text in (rule.title, rule.meaning, rule.remedy))
    for label, unit, _sense in GOALS.values():
        yield from ((None, text) for text in (label, unit) if text)
    yield from from_python((ROOT / "sanding" / "targeting" / "explain.py").read_text(encoding="utf-8"))
    yield from ((None, f"{part} {word}") for word in COMPONENT_WORDS.values() for part in ("Sumbangan", "Kebutuhan"))
    yield from ((None, one.value) for one in Missing)
    yield from ((None, word) for _size, word in SHORT_MONEY)
    for words in (REASONS, get_args(Standing), LEVEL_WORDS.values(), STATES.values(), LABELS.values()):
        yield from ((None, text) for text in words)

    yield None, "Terbukti terbaik pada semua tahap."  # what a proven pairing says of itself (pairing/assign.py)
    for step in STEPS:
        yield None, step.label
        yield None, step.group
    for role in ROLES.values():
        yield None, role.label
    for text in ACTIONS.values():
        yield None, text


def extracted() -> dict[Message, list[str]]:
    """Every message with the files that use it."""
    found: dict[Message, list[str]] = {}

    def add(messages: Iterator[Message], place: str) -> None:
        for message in messages:
            places = found.setdefault(message, [])
            if place not in places:
                places.append(place)

    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            add(from_python(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix())
    for path in sorted(WEB.rglob("*.html")):
        place = path.relative_to(ROOT).as_posix()
        add(from_template(path.read_text(encoding="utf-8"), place), place)
    add(from_tables(), "sanding")
    return found


def _fresh() -> Catalog:
    """An empty English catalogue whose head never changes by itself."""
    day = datetime(2026, 11, 22, tzinfo=UTC)
    catalogue = Catalog(
        locale="en",
        project="Sanding",
        version="0",
        header_comment="# English strings of Sanding; msgids are Indonesian.",
        last_translator="The Sanding authors",
        language_team="en",
        charset="utf-8",
        creation_date=day,
        revision_date=day,
        fuzzy=False,
    )
    return catalogue


def load(path: Path) -> Catalog:
    if not path.exists():
        return _fresh()
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def key(message: object) -> Message:
    return message.context, tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id  # type: ignore[attr-defined]


def extract() -> int:
    old = {key(message): message.string for message in load(ENGLISH) if message.id}
    catalogue = _fresh()
    for message, places in sorted(extracted().items(), key=lambda item: str(item[0])):
        context, text = message
        catalogue.add(text, old.get(message, ""), locations=[(place, 0) for place in places], context=context)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, include_lineno=False, sort_output=True)
    print(f"{len(catalogue)} untaian di {ENGLISH.relative_to(ROOT)}")
    return 0


def _empty(string: object) -> bool:
    return not string or (isinstance(string, (tuple, list)) and not all(string))


def check() -> int:
    known = {key(message): message.string for message in load(ENGLISH) if message.id}
    wanted = extracted()
    missing = [message for message in wanted if _empty(known.get(message))]
    unused = [message for message in known if message not in wanted]
    for message in missing[:20]:
        print(f"tanpa bahasa Inggris: {message[1]!r} ({wanted[message][0]})")
    for message in unused:
        print(f"tak dipakai lagi: {message[1]!r}")
    foreign = list(_django_without_indonesian())
    for text in foreign:
        print(f"Django tanpa bahasa Indonesia: {text}")
    if missing or unused:
        print(f"{len(missing)} tanpa bahasa Inggris, {len(unused)} tak dipakai.")
        print("Jalankan: python scripts/messages.py extract, lalu terjemahkan.")
    return 1 if missing or unused or foreign else 0


def _django_without_indonesian() -> Iterator[str]:
    """Strings of Django's own forms and sign-in that would be shown in English."""
    import django

    base = Path(django.__file__).parent
    for part in ("conf", "contrib/auth"):
        for message in load(base / part / "locale" / "id" / "LC_MESSAGES" / "django.po"):
            if message.id and (_empty(message.string) or message.fuzzy):
                yield str(message.id)


def compile_all() -> int:
    for path in sorted(LOCALE.rglob("*.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, load(path))
    return 0


def main() -> int:
    commands = {"extract": extract, "check": check, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        print(__doc__)
        return 2
    sys.path.insert(0, str(ROOT))
    return commands[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
