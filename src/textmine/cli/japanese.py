"""A parser of arguments that speaks Japanese and names the nearest word it knows.

argparse has no Japanese, and its messages are English sentences by the time they can be caught: each is known here by
its pattern, and one that is not known is shown as it is.
"""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WRONG_USAGE: Final = 2

_MESSAGES: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"the following arguments are required: (.+)", lambda m: f"足りません: {m[1].replace(', ', '、')}"),
    (r"argument (.+): expected (?:one|at least one) argument", lambda m: f"{m[1]} には値が要ります"),
    (r"argument (.+): invalid int value: '(.*)'", lambda m: f"{m[1]} は整数です({m[2]} とあります)"),
    (r"argument (.+): ignored explicit argument (.+)", lambda m: f"{m[1]} は値を取りません({m[2]} とあります)"),
    (r"ambiguous option: (.+) could match (.+)", lambda m: f"{m[1]} は {m[2].replace(', ', ' か ')} か決まりません"),
    (r"argument .+: not allowed with argument .+", lambda _: "同時には使えないオプションがあります"),
    (r"argument ([^:]+): (.+)", lambda m: f"{m[1]}: {m[2]}"),
)
_UNKNOWN: Final = re.compile(r"unrecognized arguments: (\S+).*", re.DOTALL)


class _Formatter(argparse.HelpFormatter):
    def add_usage(  # the signature of argparse
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)


class JapaneseParser(argparse.ArgumentParser):
    """An ArgumentParser with Japanese help and faults in one line; it makes sub-parsers of its own kind."""

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        super().__init__(prog=prog, description=description, add_help=False, formatter_class=_Formatter)
        self._positionals.title = "引数"
        self._optionals.title = "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を示す")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and exit."""
        self.exit(WRONG_USAGE, f"{self.prog}: {self._in_japanese(message)}。使い方: {self.prog} --help\n")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse a value that is none of the choices (argparse's hook for it)."""
        if action.choices is not None and value not in action.choices:
            name = action.metavar if isinstance(action.metavar, str) else "/".join(action.option_strings) or action.dest
            raise argparse.ArgumentError(None, f"知らない{name}「{value}」({nearest(str(value), action.choices)})")

    def _in_japanese(self, message: str) -> str:
        if unknown := _UNKNOWN.fullmatch(message):
            return f"知らない引数「{unknown[1]}」({nearest(unknown[1].partition('=')[0], self._options())})"
        for pattern, say in _MESSAGES:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                return say(found)
        return message

    def _options(self) -> list[str]:
        """Give the options of this parser and of its sub-parsers."""
        known = dict.fromkeys(option for action in self._actions for option in action.option_strings)
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - likewise
                for parser in action.choices.values():
                    known |= dict.fromkeys(parser._options())  # noqa: SLF001 - our own
        return list(known)


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that is nearest, or all of them if none is near."""
    names = [str(name) for name in known]
    near = get_close_matches(word, names, n=1)
    return f"もしかして: {near[0]}" if near else f"使えるもの: {'、'.join(names)}"
