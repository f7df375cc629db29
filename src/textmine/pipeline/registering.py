"""Put documents into a study: what a form says of itself is shown, can be completed, and goes into sources.csv."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.errors import InputError, StudyError, TextmineError
from textmine.ingest import Source
from textmine.pipeline.one_file import read_one
from textmine.pipeline.reading import files_under
from textmine.pipeline.tables import write_file
from textmine.study.loading import SOURCE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from textmine.documents import Reading
    from textmine.study import Study

UNKNOWN = "未確認"
REPLACED = "replaced"  # folder of a study for documents that newer ones stand for; nothing reads it


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
    study: Study, paths: Iterable[Path], given: Given, *, replace: bool = False, password: str | None = None
) -> Registration:
    """Copy documents to raw/ and add a row for each to sources.csv; both or neither.

    Args:
        study: where they go.
        paths: files, or folders of them.
        given: what the documents do not say themselves.
        replace: a document takes the place of one of the same name, or of the same ward, year and form.
        password: of encrypted documents.

    Raises:
        StudyError: a ward or form that was given is none of the study.
    """
    _check(study, given)
    messages: list[str] = []
    refusals: list[TextmineError] = []
    registered = list(study.sources)
    for path in paths:
        try:
            files = list(files_under(path))
        except InputError as error:
            refusals.append(error)
            continue
        for file in files:
            try:
                source, reading = _detect(study, file, given, password)
                rivals = _rivals(file, source, registered, replace=replace)
                _store(study, file, source, rivals if replace else ())
            except (InputError, StudyError) as error:
                refusals.append(error)
                continue
            registered = [one for one in registered if not (replace and one in rivals)] + [source]
            messages += [_describe(source, reading), *_cautions(study, source, reading, rivals, replaced=replace)]
    if messages:
        messages.append(f"出どころと利用条件は「{UNKNOWN}」です。わかれば sources.csv に書いてください")
    return Registration(tuple(messages), tuple(refusals))


def _check(study: Study, given: Given) -> None:
    wards = [ward.name for ward in study.wards]
    if not wards:
        raise StudyError(str(study.folder / "wards.csv"), "区が一つもありません", "一行に一つずつ書いてください")
    if given.ward is not None and given.ward not in wards:
        raise StudyError(given.ward, "この調査の区ではありません", f"使える名前: {'、'.join(wards)}")
    forms = [layout.id for layout in study.layouts]
    if given.form is not None and given.form not in forms:
        raise StudyError(given.form, "この調査の様式ではありません", f"使える id: {'、'.join(forms)}")


def _detect(study: Study, path: Path, given: Given, password: str | None) -> tuple[Source, Reading]:
    """Read a document as it will be read once it is registered with what was given."""
    layouts = [layout for layout in study.layouts if given.form in (None, layout.id)]
    told = Source(path.name, "", ward=given.ward, fiscal_year=given.fiscal_year)
    reading = read_one(path, layouts, study.wards, source=told, password=password)
    lacking = "、".join(n for n, value in (("区", reading.ward), ("年度", reading.fiscal_year)) if value is None)
    if lacking:
        option = " ".join(f"--{'ward' if name == '区' else 'year'} {name}" for name in lacking.split("、"))
        raise StudyError(str(path), f"{lacking}を読み取れません", f"{option} で指定してください")
    _refuse_contradiction(path, "--ward", given.ward, reading.ward)
    _refuse_contradiction(path, "--year", given.fiscal_year, reading.fiscal_year)
    source = Source(
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        ward=reading.ward,
        fiscal_year=reading.fiscal_year,
        period_start=reading.period_start,
        period_end=reading.period_end,
        form=reading.form,
        operator=reading.operator,
        origin=UNKNOWN,
        terms=UNKNOWN,
    )
    return source, reading


def _refuse_contradiction(path: Path, option: str, given: object, found: object) -> None:
    """Refuse what the document itself denies: the register completes a document and does not overrule it."""
    if given is not None and given != found:
        fault = f"{option} は {given} ですが、資料かファイル名には {found} とあります"
        remedy = f"違うファイルでないか確かめ、{option} を外すか、ファイルの名前を直してください"
        raise StudyError(str(path), fault, remedy)


def _rivals(path: Path, source: Source, registered: Sequence[Source], *, replace: bool) -> list[Source]:
    """Give the registered documents that this one is another version of.

    Raises:
        StudyError: it is one of them, or has the name of one that it is not to replace.
    """
    for one in registered:
        if one.sha256 == source.sha256:
            raise StudyError(str(path), f"同じ内容の資料が {one.file} として登録されています")
        if one.file == source.file and not replace:
            remedy = "ファイルの名前を変えるか、差し替えるなら --replace を付けてください"
            raise StudyError(str(path), "同じ名前で内容の違う資料が登録されています", remedy)
    kind = (source.ward, source.fiscal_year, source.form)
    return [one for one in registered if one.file == source.file or (one.ward, one.fiscal_year, one.form) == kind]


def _store(study: Study, path: Path, source: Source, replaced: Sequence[Source]) -> None:
    table = study.folder / "sources.csv"
    target = study.document_path(source)
    temporary = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(exist_ok=True)
        for one in replaced:
            (study.folder / REPLACED).mkdir(exist_ok=True)
            shutil.copyfile(study.document_path(one), study.folder / REPLACED / f"{one.sha256[:8]}-{one.file}")
        try:
            shutil.copyfile(path, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        rows = _without(table.read_text(encoding="utf-8-sig"), {one.file for one in replaced})
    except OSError as error:
        raise StudyError(
            str(target), f"写せません({error.strerror or error})", "空き容量と書き込みの権限を確かめてください"
        ) from error
    write_file(table, (rows + _as_row(source)).encode("utf-8"))
    for one in replaced:
        if one.file != source.file:
            study.document_path(one).unlink(missing_ok=True)


def _without(table: str, files: set[str]) -> str:
    """Take the rows of some files out of sources.csv; the others stay as they are written."""
    if not files:
        return table.rstrip("\n") + "\n"
    buffer = io.StringIO()
    place = SOURCE_COLUMNS.index("file")
    rows = csv.reader(io.StringIO(table, newline=""))
    csv.writer(buffer, lineterminator="\n").writerows(row for row in rows if row and row[place].strip() not in files)
    return buffer.getvalue()


def _as_row(source: Source) -> str:
    buffer = io.StringIO()
    values = [getattr(source, column) for column in SOURCE_COLUMNS]
    csv.writer(buffer, lineterminator="\n").writerow("" if value is None else value for value in values)
    return buffer.getvalue()


def _describe(source: Source, reading: Reading) -> str:
    period = f"、期間 {source.period_start}〜{source.period_end}" if source.period_start else ""
    found = (
        f"区 {source.ward}、年度 {source.fiscal_year}{period}、様式 {source.form}、運営者 {source.operator or '不明'}"
    )
    return f"{source.file}: 登録しました({found}、{len(reading.statements)}文)"


def _cautions(study: Study, source: Source, reading: Reading, rivals: Sequence[Source], *, replaced: bool) -> list[str]:
    cautions = list(reading.warnings)
    others = "、".join(one.file for one in rivals)
    if rivals and replaced:
        cautions.append(f"{others} と差し替えました。前の資料は {study.folder / REPLACED} にあります")
    elif rivals:
        cautions.append(f"同じ区・年度・様式の {others} があり、どちらの文も数えます。差し替えるなら --replace")
    years = study.settings.years
    if source.fiscal_year and not years.first <= source.fiscal_year <= years.last:
        cautions.append(f"年度が study.toml の years({years.first}〜{years.last})の外にあり、表と図に出ません")
    return [f"注意: {source.file}: {caution}" for caution in cautions]
