"""Put documents into a study: what a form says of itself is shown, can be corrected, and goes into sources.csv."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.errors import InputError, StudyError, TextmineError
from textmine.ingest import Source, read_path
from textmine.pipeline.tables import write_file
from textmine.study.loading import SOURCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textmine.documents import Reading
    from textmine.study import Study

UNKNOWN = "未確認"


@dataclass(frozen=True, slots=True)
class Registration:
    """What was registered, in words, and what was refused."""

    messages: tuple[str, ...]
    refusals: tuple[TextmineError, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of a document; None leaves it to the document."""

    ward: str | None = None
    fiscal_year: int | None = None
    form: str | None = None


def register_documents(
    study: Study, files: Iterable[Path], given: Given, *, password: str | None = None
) -> Registration:
    """Copy documents to raw/ and add a row for each to sources.csv; both or neither.

    Raises:
        StudyError: a ward or form that was given is none of the study.
    """
    _check(study, given)
    messages: list[str] = []
    refusals: list[TextmineError] = []
    registered = list(study.sources)
    for path in files:
        try:
            source, reading = _detect(study, path, given, registered, password)
            _store(study, path, source)
        except (InputError, StudyError) as error:
            refusals.append(error)
            continue
        registered.append(source)
        messages += _describe(source, reading)
    return Registration(tuple(messages), tuple(refusals))


def _check(study: Study, given: Given) -> None:
    wards = [ward.name for ward in study.wards]
    if given.ward is not None and given.ward not in wards:
        raise StudyError(given.ward, "この調査の区ではありません", f"使える名前: {'、'.join(wards)}")
    forms = [layout.id for layout in study.layouts]
    if given.form is not None and given.form not in forms:
        raise StudyError(given.form, "この調査の様式ではありません", f"使える id: {'、'.join(forms)}")


def _detect(
    study: Study, path: Path, given: Given, registered: list[Source], password: str | None
) -> tuple[Source, Reading]:
    layouts = [layout for layout in study.layouts if given.form in (None, layout.id)]
    reading = read_path(path, layouts, study.wards, password=password)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    for source in registered:
        if source.sha256 == checksum:
            raise StudyError(str(path), f"同じ内容の資料が {source.file} として登録されています")
        if source.file == path.name:
            raise StudyError(str(path), "同じ名前で内容の違う資料が登録されています", "ファイルの名前を変えてください")
    ward, year = given.ward or reading.ward, given.fiscal_year or reading.fiscal_year
    if ward is None or year is None:
        lacking = "、".join(name for name, value in (("区", ward), ("年度", year)) if value is None)
        raise StudyError(str(path), f"{lacking}を読み取れません", "--ward と --year で指定してください")
    source = Source(
        file=path.name,
        sha256=checksum,
        ward=ward,
        fiscal_year=year,
        period_start=reading.period_start,
        period_end=reading.period_end,
        form=reading.form,
        operator=reading.operator,
        origin=UNKNOWN,
        terms=UNKNOWN,
    )
    return source, reading


def _store(study: Study, path: Path, source: Source) -> None:
    table = study.folder / "sources.csv"
    target = study.document_path(source)
    try:
        rows = table.read_text(encoding="utf-8-sig")
        target.parent.mkdir(exist_ok=True)
        temporary = target.with_name(f".{target.name}.part")
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    except OSError as error:
        raise StudyError(
            str(target), f"写せません({error.strerror or error})", "書き込みの権限を確かめてください"
        ) from error
    write_file(table, (rows.rstrip("\n") + "\n" + _as_row(source)).encode("utf-8"))


def _as_row(source: Source) -> str:
    buffer = io.StringIO()
    values = [getattr(source, column) for column in SOURCE_COLUMNS]
    csv.writer(buffer, lineterminator="\n").writerow("" if value is None else value for value in values)
    return buffer.getvalue()


def _describe(source: Source, reading: Reading) -> list[str]:
    period = f"、期間 {source.period_start}〜{source.period_end}" if source.period_start else ""
    found = (
        f"区 {source.ward}、年度 {source.fiscal_year}{period}、様式 {source.form}、運営者 {source.operator or '不明'}"
    )
    lines = [f"{source.file}: 登録しました({found}、{len(reading.statements)}文)"]
    lines += [f"注意: {source.file}: {warning}" for warning in reading.warnings]
    lines.append(f"{source.file}: 出どころと利用条件は「{UNKNOWN}」です。わかれば sources.csv に書いてください")
    return lines
