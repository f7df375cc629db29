"""forms/*.toml to layouts, each checked for what would else make it miss its form in silence.

What all forms of a study share (lines of a site, signatures, the law's aims) stands once, in `common.toml` beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from textmine.errors import StudyError
from textmine.ingest import Layout
from textmine.study.toml_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from textmine.study.toml_files import KeyPath, TomlFile

_COMMON: Final = "common.toml"
_HOLDERS: Final = ("年度", "番号", "何")  # what may stand in braces in a label
_IN_COMMON: Final = ("furniture", "pointers", "data_captions", "closings", "signatures", "operators")  # patterns
_IN_BRACES: Final = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class _Common:
    """The lists of a layout that every layout of the study has, before its own."""

    furniture: tuple[str, ...] = ()
    pointers: tuple[str, ...] = ()
    table_heads: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    data_captions: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()

    def put_into(self, layout: Layout) -> Layout:
        """Give the layout with its lists after the common ones."""
        lists: dict[str, Any] = {
            field.name: (*getattr(self, field.name), *getattr(layout, field.name)) for field in fields(self)
        }
        return replace(layout, **lists)


def read_layouts(folder: Path) -> tuple[Layout, ...]:
    """Read all layouts of a study, in the order of their files' names, each with what `common.toml` holds for all.

    Raises:
        StudyError: there is none, two have one id, or one cannot work: an unknown section, a pattern that is none.
    """
    paths = sorted(path for path in folder.glob("*.toml") if path.name != _COMMON)
    if not paths:
        remedy = "corpus/README.md の「様式」にそって一つ書くか、textmine new --like でほかの調査から引き継いでください"
        raise StudyError(str(folder), "様式(forms/*.toml)が一つもありません", remedy)
    common = _read_common(folder / _COMMON)
    layouts: dict[str, Layout] = {}
    for path in paths:
        file = read_toml(path)
        layout = file.structure(Layout)
        if layout.id in layouts:
            raise StudyError(file.place(("id",)), f"id「{layout.id}」の様式がほかにもあります", "別の id に")
        _check_needs(file, layout)
        _check_labels(file, layout)
        _check_patterns(file, _patterns(layout))
        layouts[layout.id] = common.put_into(layout)
    return tuple(layouts.values())


def _read_common(path: Path) -> _Common:
    if not path.exists():
        return _Common()
    file = read_toml(path)
    common = file.structure(_Common)
    _check_patterns(file, _listed(common, _IN_COMMON))
    return common


def _check_needs(file: TomlFile, layout: Layout) -> None:
    there = {field.section for field in layout.fields}
    for group in layout.needs:
        if not there.intersection(group):
            fault = f"needs の {'・'.join(group)} の見出しが [[fields]] に一つもありません"
            raise StudyError(file.place(("needs",)), fault, "この欄の labels を書くか、needs から外してください")


def _check_labels(file: TomlFile, layout: Layout) -> None:
    for keys, template in _templates(layout):
        for holder in _IN_BRACES.findall(template):
            if holder.removesuffix("?") not in _HOLDERS:
                known = "、".join(f"{{{name}}}" for name in _HOLDERS)
                fault = f"見出し「{template}」の {{{holder}}} がわかりません"
                raise StudyError(file.place(keys), fault, f"使えるもの: {known}(? を付けると、なくてもよい)")


def _templates(layout: Layout) -> Iterator[tuple[KeyPath, str]]:
    for kind in ("fields", "parts", "businesses"):
        for number, record in enumerate(getattr(layout, kind)):
            yield from (((kind, str(number), "labels"), label) for label in record.labels)


def _check_patterns(file: TomlFile, patterns: Iterable[tuple[KeyPath, str]]) -> None:
    for keys, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            fault = f"正規表現「{pattern}」が正しくありません({error})"
            raise StudyError(file.place(keys), fault, "記号を文字として使うときは \\ を前に置いてください") from None


def _patterns(layout: Layout) -> Iterator[tuple[KeyPath, str]]:
    yield from _listed(layout, ("titles", "subheadings", "metadata", *_IN_COMMON))
    for number, field in enumerate(layout.fields):
        for cue_number, cue in enumerate(field.cues):
            yield ("fields", str(number), "cues", str(cue_number), "pattern"), cue.pattern


def _listed(lists: Layout | _Common, kinds: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    for kind in kinds:
        yield from (((kind,), pattern) for pattern in getattr(lists, kind))
