"""TOML file to plain dataclasses: strict about keys and types, and each fault with its line.

The standard library's reader gives values without positions, so a small scan finds the line and column of each key's
value; a fault inside an inline table is placed at the key that holds it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args, get_origin

import cattrs
from cattrs.errors import ForbiddenExtraKeysError, IterableValidationError, IterableValidationNote

from textmine.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

T = TypeVar("T")
KeyPath = tuple[str, ...]

_HEADER: Final = re.compile(r"^\s*\[(\[)?\s*([^\[\]]+?)\s*\]")
_KEY: Final = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_\-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_\-]+))*)\s*=\s*"""
)
_PART: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^.\s]+))\s*(?:\.|$)""")
_STEP: Final = re.compile(r"\.([A-Za-z_]\w*)|\['([^']*)'\]|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Position:
    """Line and column, both from 1, of the first character of a value (of a string: of its content)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed TOML file that knows where its values stand."""

    path: Path
    name: str  # as shown in messages
    values: Mapping[str, Any]
    positions: Mapping[KeyPath, Position]

    def place(self, keys: KeyPath) -> str:
        """Give file:line:column of a key, or of the nearest one above it that is known."""
        for length in range(len(keys), 0, -1):
            position = self.positions.get(keys[:length])
            if position is not None:
                return f"{self.name}:{position.line}:{position.column}"
        return self.name

    def structure(self, kind: type[T], values: object = None, *, under: KeyPath = ()) -> T:
        """Make a dataclass of the file's values, or of some of them that stand `under` a key.

        Raises:
            StudyError: an unknown or missing key, or a value of another type, with file and line.
        """
        try:
            return _CONVERTER.structure(self.values if values is None else values, kind)
        except cattrs.BaseValidationError as error:
            fault, path = cattrs.transform_error(error, format_exception=_describe)[0].rsplit(" @ ", 1)
            keys = under + _keys_of(path)
            raise StudyError(self.place(_with_key_in(fault, keys)), _named(fault, keys)) from None


def read_toml(path: Path, name: str | None = None) -> TomlFile:
    """Read a TOML file.

    Raises:
        StudyError: the file is missing, is no UTF-8, or is no TOML (with line and column).
    """
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError(shown, "ファイルがありません", "corpus/README.md の説明にそって作ってください") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(shown, f"読めません({error})", "UTF-8 のテキストとして保存してください") from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = f"{shown}:{found[1]}:{found[2]}" if found else shown
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise StudyError(place, f"TOML として読めません: {message}", "かぎ括弧・引用符・= を確かめてください") from None
    return TomlFile(path, shown, values, locate_keys(text))


def locate_keys(text: str) -> dict[KeyPath, Position]:
    """Find where each key's value starts; elements of an array of tables are counted ("0", "1", …)."""
    positions: dict[KeyPath, Position] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    closing = ""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := _HEADER.match(line):
            table = _enter(_parts(header[2]), counts, is_array=bool(header[1]))
            positions.setdefault(table, Position(number, header.start(2) + 1))
        elif key := _KEY.match(line):
            value = line[key.end() :]
            quotes = next((q for q in ('"""', "'''") if value.startswith(q)), "")
            positions[table + _parts(key[1])] = _content(number, key.end(), value, quotes)
            closing = quotes if quotes and quotes not in value[3:] else ""
    return positions


def _content(number: int, column: int, value: str, quotes: str) -> Position:
    if quotes and not value[3:].strip():
        return Position(number + 1, 1)  # TOML drops the line break after the opening quotes
    return Position(number, column + 1 + (len(quotes) or int(value[:1] in "\"'")))


def _enter(keys: KeyPath, counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    path: KeyPath = ()
    for key in keys[:-1]:
        path += (key,)
        if path in counts:
            path += (str(counts[path] - 1),)
    path += keys[-1:]
    if is_array:
        counts[path] = counts.get(path, 0) + 1
        path += (str(counts[path] - 1),)
    return path


def _parts(key: str) -> KeyPath:
    return tuple(next(group for group in match.groups() if group is not None) for match in _PART.finditer(key))


def _keys_of(path: str) -> KeyPath:
    return tuple(next(group for group in match.groups() if group is not None) for match in _STEP.finditer(path))


def _describe(error: BaseException, _kind: type[Any] | None) -> str:
    """Say the fault in Japanese; the part after a bar names the key that it is about, where the path does not."""
    if isinstance(error, ForbiddenExtraKeysError):
        extra = min(error.extra_fields)
        known = [field.name for field in getattr(error.cl, "__attrs_attrs__", ())] or list(
            getattr(error.cl, "__dataclass_fields__", ())
        )
        near = get_close_matches(extra, known, n=1)
        hint = f"もしかして: {near[0]}" if near else f"使えるキー: {', '.join(known)}"
        return f"知らないキー「{extra}」({hint})|{extra}"
    if isinstance(error, KeyError):
        return f"キー「{error.args[0]}」がありません"
    return str(error) if isinstance(error, _WrongTypeError) else f"値が正しくありません({error})"


def _with_key_in(fault: str, keys: KeyPath) -> KeyPath:
    return (*keys, fault.rsplit("|", 1)[1]) if "|" in fault else keys


def _named(fault: str, keys: KeyPath) -> str:
    where = ".".join(key for key in keys if not key.isdigit())  # which one of several, the line says
    return (f"[{where}] " if where else "") + fault.rsplit("|", 1)[0]


class _WrongTypeError(TypeError):
    """A value of another type than the setting takes; the message is for the user."""


def _exact(value: object, kind: type) -> object:
    allowed = (int, float) if kind is float else (kind,)
    if not isinstance(value, allowed) or (isinstance(value, bool) and kind is not bool):
        raise _WrongTypeError(f"{_TYPE_NAMES[kind]}を期待しましたが {value!r} でした")
    return kind(value)


def _one_of(value: object, kind: Any) -> object:  # noqa: ANN401 - a type expression
    known = get_args(kind)
    if value not in known:
        near = get_close_matches(str(value), known, n=1)
        hint = f"もしかして: {near[0]}" if near else f"使える値: {', '.join(known)}"
        raise _WrongTypeError(f"知らない値「{value}」({hint})")
    return value


def _sequence(value: object, kind: Any) -> tuple[object, ...]:  # noqa: ANN401 - a type expression
    if not isinstance(value, list | tuple):
        raise _WrongTypeError(f"配列 [ … ] を期待しましたが {value!r} でした")
    items, faults = [], []
    for number, item in enumerate(value):
        try:
            items.append(_CONVERTER.structure(item, get_args(kind)[0]))
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is given on with its place, as cattrs does
            fault.add_note(IterableValidationNote("", number, kind))
            faults.append(fault)
    if faults:
        raise IterableValidationError("", faults, kind)
    return tuple(items)


_TYPE_NAMES: Final = {str: "文字列", int: "整数", float: "数", bool: "true か false "}


def _is_sequence(kind: Any) -> bool:  # noqa: ANN401 - a type expression
    return get_origin(kind) is tuple and get_args(kind)[1:] == (Ellipsis,)


def _is_choice(kind: Any) -> bool:  # noqa: ANN401 - a type expression
    return get_origin(kind) is Literal


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind in _TYPE_NAMES:
        converter.register_structure_hook(kind, _exact)
    converter.register_structure_hook_func(_is_sequence, _sequence)
    converter.register_structure_hook_func(_is_choice, _one_of)
    return converter


_CONVERTER: Final = _make_converter()
