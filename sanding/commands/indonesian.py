"""argparse in Indonesian: usage, headings and what it says of a wrong call."""

import argparse
import re
import sys
from typing import Any, NoReturn

_SAYINGS = (
    (r"^argument (.+?): ", r"isian \1: "),
    (r"the following arguments are required: ", "isian wajib belum ada: "),
    (r"unrecognized arguments: ", "isian tidak dikenal: "),
    (r"invalid choice: (.+) \(choose from (.+)\)$", r"pilihan \1 tidak ada; pilih dari \2"),
    (r"invalid \S+ value: (.+)$", r"\1 tidak terbaca"),
    (r"expected one argument$", "perlu satu nilai"),
    (r"expected at least one argument$", "perlu sedikitnya satu nilai"),
    (r"ignored explicit argument (.+)$", r"tidak memerlukan nilai \1"),
    (r"ambiguous option: (.+) could match (.+)$", r"\1 tidak jelas; mungkin \2"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Indonesian; sub-commands made by it do too."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("formatter_class", _Formatter)
        super().__init__(**{**more, "add_help": False})
        self._positionals.title, self._optionals.title = "isian", "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan penjelasan ini")

    def error(self, message: str) -> NoReturn:
        for pattern, words in _SAYINGS:
            message = re.sub(pattern, words, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}. Lihat {self.prog} --help.\n")
