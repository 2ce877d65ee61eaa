"""Which SQL only reads: read heads are listed, every other statement is a write, and so is a read with a write in it.

The words are those of SQLite and PostgreSQL. Where a text can be read in two ways it counts as a write.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_TOKEN = re.compile(
    r"""
      (?P<skip> \s+ | --[^\n]* | /\*.*?\*/ )
    | (?P<text> [eE]'(?:\\.|[^'\\]|'')*' | '(?:[^']|'')*' | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ )
    | (?P<name> "(?:[^"]|"")*" | `[^`]*` )
    | (?P<word> [^\W\d][\w$]* )
    | (?P<end> ; )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_READS = {"select", "with", "values", "table", "explain", "show", "declare", "fetch", "close"}
_TRANSACTION = {"savepoint", "release", "rollback", "begin", "start", "commit", "end"}
_WRITING_WORDS = {"insert", "update", "delete", "merge", "into", "create", "execute", "refresh"}
_WRITING_CALLS = {
    "setval", "nextval", "load_extension", "writefile", "edit", "pg_notify", "pg_logical_emit_message", "query_to_xml",
    "query_to_xml_and_xmlschema", "cursor_to_xml", "pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf",
}  # fmt: skip
_WRITING_FAMILIES = ("lo_", "dblink", "pg_file_", "pg_create_", "pg_drop_", "pg_switch_", "pg_rotate_", "pg_import_")
_ASKING_PRAGMAS = {
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_key_check", "integrity_check", "quick_check",
}  # fmt: skip
# A read may leave its trace in the log (add only); the session and the count of requests are not the person's data.
_ADDED = {"audit_entry", "django_session", "defence_tally"}
_CHANGED = {"django_session", "defence_tally"}


@lru_cache(maxsize=4096)
def writes(sql: str) -> bool:
    """Whether any statement of a text changes something that a page which only reads may not change.

    >>> writes("SELECT 1"), writes("/* x */ with a as (delete from t returning 1) select 1")
    (False, True)
    """
    return any(_statement_writes(tokens) for tokens in _statements(sql))


def _statements(sql: str) -> Iterator[list[str]]:
    """The tokens of each statement: words in small letters, names as they are in quotes, texts as ``''``."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(sql):
        kind = match.lastgroup if match.lastgroup != "tag" else "text"
        if kind == "end":
            yield tokens
            tokens = []
        elif kind == "word":
            tokens.append(match.group().lower())
        elif kind == "text":
            tokens.append("''")
        elif kind != "skip":
            tokens.append(match.group())
    yield tokens


def _statement_writes(tokens: Sequence[str]) -> bool:
    words = [one for one in tokens if one != "("][:1]
    if not words:
        return False
    head = words[0]
    if head in _TRANSACTION:
        return "prepared" in tokens
    if head in _READS:
        return _holds_write(tokens)
    if head == "pragma":
        return _pragma_writes(tokens)
    if head in ("insert", "update", "delete"):
        return not _is_exempt(tokens)
    return not (head == "set" and tokens[1:2] in (["constraints"], ["local"], ["time"]))


def _holds_write(tokens: Sequence[str]) -> bool:
    for at, token in enumerate(tokens):
        if token in _WRITING_WORDS and not (token == "update" and tokens[at - 1] in ("for", "key")):
            return True
        if tokens[at + 1 : at + 2] == ["("] and _is_writing_call(token.strip('"').lower()):
            return True
    return False


def _is_writing_call(name: str) -> bool:
    return name in _WRITING_CALLS or name.startswith(_WRITING_FAMILIES)


def _pragma_writes(tokens: Sequence[str]) -> bool:
    return "=" in tokens or not _ASKING_PRAGMAS & set(tokens[1:4])


def _is_exempt(tokens: Sequence[str]) -> bool:
    """``INSERT INTO``, ``UPDATE``, ``DELETE FROM`` exactly one of the tables named above, and nothing else with it."""
    length = 1 if tokens[0] == "update" else 2
    if len(tokens) <= length or tokens[1:length] not in ([], ["into"], ["from"]):
        return False
    table, rest = tokens[length], tokens[length + 1 :]
    allowed = _ADDED if tokens[0] == "insert" else _CHANGED
    if table.strip('"') in _CHANGED:
        rest = _without_upsert(rest)
    return table.strip('"') in allowed and rest[:1] != ["."] and not _holds_write(rest)


def _without_upsert(tokens: Sequence[str]) -> list[str]:
    """``DO UPDATE`` of an insert changes the row of the same table, so it is no other write."""
    return [token for at, token in enumerate(tokens) if token != "update" or tokens[at - 1] != "do"]
