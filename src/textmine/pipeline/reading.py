"""Paths to readings: files, folders and whole studies; what cannot be read is named, and the rest goes on."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import InputError, UnreadableFile
from textmine.ingest.table import ledger_table, statement_table
from textmine.pipeline.one_file import read_one
from textmine.study import document_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

    from textmine.documents import Reading, Statement
    from textmine.ingest import Layout, Source
    from textmine.study import Study


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """What was read, what was refused, and what the user should know."""

    readings: tuple[Reading, ...]
    refusals: tuple[InputError, ...]
    warnings: tuple[str, ...]
    unread: tuple[Source, ...] = ()  # registered documents among the refused

    @property
    def statements(self) -> list[Statement]:
        """All statements, in the order of the documents."""
        return [statement for reading in self.readings for statement in reading.statements]

    def statement_table(self) -> pd.DataFrame:
        """Give the statements in the columns of the command line's contract."""
        return statement_table(self.readings)

    def ledger_table(self) -> pd.DataFrame:
        """Give where the characters of each document went."""
        return ledger_table(self.readings)


def read_study(study: Study) -> ReadingOutcome:
    """Read all documents that a study has registered, in the order of its wards, years and names.

    One that is missing or is not the one that was registered is refused, and so is a file that lies among them without
    being registered; the others are read.
    """
    order = {ward.name: ward.order for ward in study.wards}
    sources = sorted(study.sources, key=lambda s: (order.get(s.ward or "", 99), s.fiscal_year or 0, s.file))
    faults = {source: fault for source in sources if (fault := document_fault(study, source))}
    sound = [(study.document_path(source), source) for source in sources if source not in faults]
    outcome = _read_all(sound, study, None)
    refusals = (*faults.values(), *_unregistered(study), *outcome.refusals)
    return replace(outcome, refusals=refusals, unread=(*faults, *outcome.unread))


def _unregistered(study: Study) -> list[InputError]:
    """Name the files in raw/ that nobody registered: put there by hand, they would be missing in silence."""
    raw, registered = study.folder / "raw", {study.document_path(source) for source in study.sources}
    strangers = [file for file in _files_below(raw) if file not in registered]
    remedy = "textmine add で登録するか、raw/ から出してください"
    return [UnreadableFile(str(file), "登録されていないので読みません", remedy) for file in strangers]


def read_paths(paths: Iterable[Path], study: Study, *, password: str | None = None) -> ReadingOutcome:
    """Read files, folders (with what lies below them, in the order of names) and studies.

    A file whose checksum the study has registered gets its ward and year from there where the form does not say.
    """
    registered = {source.sha256: source for source in study.sources}
    found: list[tuple[Path, Source | None]] = []
    missing: list[InputError] = []
    for path in paths:
        try:
            found += [(file, registered.get(_checksum(file))) for file in files_under(path)]
        except InputError as error:
            missing.append(error)
    outcome = _read_all(found, study, password)
    return replace(outcome, refusals=(*missing, *outcome.refusals))


def doubled_forms(readings: Iterable[Reading]) -> list[str]:
    """Say which readings are of one ward, year and kind of form: two versions of one form would be counted twice."""
    documents: dict[tuple[str, int, str], list[str]] = {}
    for reading in readings:
        if reading.ward and reading.fiscal_year:
            kind = (reading.ward, reading.fiscal_year, reading.form)
            documents.setdefault(kind, []).append(reading.document.name)
    return [
        f"{ward}・{year}年度・{form}の様式が{len(names)}件あり、すべて数えます({'、'.join(names)})"
        for (ward, year, form), names in documents.items()
        if len(names) > 1
    ]


def _read_all(files: Sequence[tuple[Path, Source | None]], study: Study, password: str | None) -> ReadingOutcome:
    readings: list[Reading] = []
    refusals: list[InputError] = []
    unread: list[Source] = []
    for path, source in files:
        try:
            layouts = _layouts_for(source, study)
            readings.append(read_one(path, layouts, study.wards, source=source, password=password))
        except InputError as error:
            refusals.append(error)
            unread += [source] if source else []
    warnings = [f"{reading.document.name}: {line}" for reading in readings for line in _warnings(reading)]
    return ReadingOutcome(tuple(_with_own_ids(readings)), tuple(refusals), tuple(warnings), tuple(unread))


def _layouts_for(source: Source | None, study: Study) -> Sequence[Layout]:
    """Give the layout that the register names, or all of them to choose from."""
    return [layout for layout in study.layouts if source and layout.id == source.form] or study.layouts


def _warnings(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*reading.document.warnings, *reading.warnings)))


def files_under(path: Path) -> Iterator[Path]:
    """Give the files that a path stands for; hidden files and the locks of office programs are no documents."""
    if not os.path.lexists(path):
        raise UnreadableFile(str(path), "ファイルもフォルダーもありません", "パスを確かめてください")
    if not path.is_dir():
        yield path
        return
    files = _files_below(path / "raw" if (path / "study.toml").is_file() else path)
    if not files:
        raise UnreadableFile(str(path), "フォルダーに読めるファイルがありません", "様式のファイルを指定してください")
    yield from files


def _files_below(root: Path) -> list[Path]:
    return [
        Path(folder) / name
        for folder, _, names in sorted(os.walk(root))
        for name in sorted(names)
        if not name.startswith((".", "~$"))
    ]


def _checksum(path: Path) -> str:
    if not path.is_file():  # a pipe would wait for ever; the reader will say what it is
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # the reader will say why it cannot be opened


def _with_own_ids(readings: list[Reading]) -> Iterator[Reading]:
    """Keep statement ids apart where two files differ only in their suffix or folder: a.pdf and a.txt."""
    stems = Counter(Path(reading.document.name).stem for reading in readings)
    seen: Counter[str] = Counter()
    for reading in readings:
        name = reading.document.name
        if stems[Path(name).stem] == 1:
            yield reading
            continue
        seen[name] += 1
        own = name if seen[name] == 1 else f"{name}({seen[name]})"
        statements = tuple(
            replace(statement, statement_id=f"{own}:{statement.statement_id.rpartition(':')[2]}")
            for statement in reading.statements
        )
        yield replace(reading, statements=statements)
