"""corpus/<study>/ to a Study: every file read and checked, the received documents compared with their checksums."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, get_args

from textmine.documents import Section
from textmine.errors import StudyError, UnreadableFile
from textmine.ingest import Source, Ward
from textmine.study.layouts import read_layouts
from textmine.study.settings import StudySettings
from textmine.study.tables import Row, read_rows
from textmine.study.toml_files import TomlFile, read_toml
from textmine.themes import Codebook, RulePlace
from textmine.themes.gold import GoldStatement, read_gold
from textmine.themes.overrides import Override, read_overrides
from textmine.tokenizer import UserTerm
from textmine.words import WordRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from textmine.ingest import Layout

WARD_COLUMNS: Final = ("code", "name", "reading", "order", "column", "row")
SOURCE_COLUMNS: Final = (
    *("file", "sha256", "ward", "fiscal_year", "period_start", "period_end"),
    *("form", "operator", "origin", "terms"),
)
TERM_COLUMNS: Final = ("surface", "reading", "part_of_speech", "reason")
VARIANT_COLUMNS: Final = ("variant", "canonical", "reason")


@dataclass(frozen=True, slots=True)
class Study:
    """All that a study folder says."""

    folder: Path
    name: str
    settings: StudySettings
    wards: tuple[Ward, ...]
    layouts: tuple[Layout, ...]
    codebook: Codebook
    rule_places: Mapping[str, RulePlace]
    user_terms: tuple[UserTerm, ...]
    word_rules: WordRules
    sources: tuple[Source, ...]
    gold: tuple[GoldStatement, ...]
    overrides: tuple[Override, ...]

    def document_path(self, source: Source) -> Path:
        """Give where a source's document lies."""
        return self.folder / "raw" / source.file


def load_study(folder: Path) -> Study:
    """Read and check a study folder.

    Raises:
        StudyError: the folder or a file of it is missing or wrong.
    """
    if not folder.is_dir():
        raise StudyError(str(folder), "調査のフォルダーがありません", "textmine new フォルダー で新しく作れます")
    wards = _read_wards(folder)
    layouts = read_layouts(folder / "forms")
    codebook, places = _read_codebook(folder)
    settings = _read_settings(folder, layouts, codebook)
    return Study(
        folder=folder,
        name=folder.resolve().name,
        settings=settings,
        wards=wards,
        layouts=layouts,
        codebook=codebook,
        rule_places=places,
        user_terms=_read_terms(folder),
        word_rules=_read_word_rules(folder, settings),
        sources=_read_sources(folder, wards, layouts),
        gold=read_gold(sorted((folder / "gold").glob("*.jsonl")), codebook.theme_ids),
        overrides=_read_overrides(folder),
    )


def load_study_like(folder: Path, study: Study) -> Study:
    """Read what codes statements (codebook, dictionary, decisions by hand, documents); all else is another study's.

    Documents that cannot be read are the other study's too.

    Raises:
        StudyError: the codebook, the dictionary or the decisions are missing or wrong.
    """
    codebook, places = _read_codebook(folder)
    like = replace(
        study,
        codebook=codebook,
        rule_places=places,
        user_terms=_read_terms(folder),
        overrides=_read_overrides(folder),
        gold=(),
    )
    try:
        documents = replace(like, folder=folder, sources=_read_sources(folder, study.wards, study.layouts))
    except StudyError:
        return like
    return like if any(document_fault(documents, source) for source in documents.sources) else documents


def document_fault(study: Study, source: Source) -> UnreadableFile | None:
    """Tell what is wrong with a registered document: it is missing, or is not the one that was registered."""
    path = study.document_path(source)
    if not path.is_file():
        return UnreadableFile(str(path), "sources.csv にある資料がありません", "raw/ に置くか、行を消してください")
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None  # the reader will say why it cannot be opened
    if found == source.sha256:
        return None
    fault = f"チェックサムが違います(登録 {source.sha256[:12]}…、実際 {found[:12]}…)"
    return UnreadableFile(str(path), fault, "受け取ったままの資料に戻すか、textmine add で登録し直してください")


def _read_settings(folder: Path, layouts: tuple[Layout, ...], codebook: Codebook) -> StudySettings:
    """Read study.toml; what it leaves open is settled: forms have their layouts' names, every theme is in the focus."""
    file = read_toml(folder / "study.toml")
    settings = file.structure(StudySettings)
    if settings.years.first > settings.years.last:
        raise StudyError(file.place(("years", "last")), "最後の年度が最初の年度より前です")
    _refuse_unknown(file, ("report", "focus"), settings.report.focus, codebook.theme_ids, "themes.toml の主題")
    for section in settings.sections:
        _refuse_unknown(file, ("sections", section), [section], get_args(Section), "区分")
    for form in settings.forms:
        _refuse_unknown(file, ("forms", form), [form], [layout.id for layout in layouts], "forms/ の様式")
    for number, indicator in enumerate(settings.indicators):
        place = ("indicators", str(number), "theme")
        _refuse_unknown(file, place, [indicator.theme], codebook.theme_ids, "themes.toml の主題")
    return replace(
        settings,
        report=replace(settings.report, focus=settings.report.focus or codebook.theme_ids),
        forms={layout.id: settings.forms.get(layout.id, layout.name) for layout in layouts},
    )


def _refuse_unknown(
    file: TomlFile, keys: tuple[str, ...], named: Iterable[str], known: Sequence[str], what: str
) -> None:
    for name in named:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"もしかして: {near[0]}" if near else f"あるもの: {'、'.join(known) or 'なし'}"
            raise StudyError(file.place(keys), f"「{name}」は{what}にありません", remedy)


def _read_wards(folder: Path) -> tuple[Ward, ...]:
    rows = read_rows(folder / "wards.csv", str(folder / "wards.csv"), WARD_COLUMNS)
    numbers = ("order", "column", "row")
    wards = [
        Ward(row.required("code"), row.required("name"), row.required("reading"), *(row.integer(n) for n in numbers))
        for row in rows
    ]
    _refuse_twice(rows, "name")
    return tuple(sorted(wards, key=lambda ward: ward.order))


def _read_codebook(folder: Path) -> tuple[Codebook, dict[str, RulePlace]]:
    file = read_toml(folder / "themes.toml")
    codebook = file.structure(Codebook, {"themes": {}, **file.values})  # forms can be read before there is a theme
    places = {theme: _place(file, ("themes", theme, "rule")) for theme in codebook.themes}
    return codebook, {**places, **{part: _place(file, ("parts", part)) for part in codebook.parts}}


def _place(file: TomlFile, keys: tuple[str, ...]) -> RulePlace:
    position = file.positions.get(keys)
    line, column = (position.line, position.column) if position else (1, 1)
    return RulePlace(file.name, line, column)


def _read_terms(folder: Path) -> tuple[UserTerm, ...]:
    rows = read_rows(folder / "terms.csv", str(folder / "terms.csv"), TERM_COLUMNS)
    _refuse_twice(rows, "surface")
    return tuple(UserTerm(row.required("surface"), row.required("reading"), row["part_of_speech"]) for row in rows)


def _read_word_rules(folder: Path, settings: StudySettings) -> WordRules:
    rows = read_rows(folder / "variants.csv", str(folder / "variants.csv"), VARIANT_COLUMNS)
    _refuse_twice(rows, "variant")
    return WordRules(
        parts_of_speech=settings.words.parts_of_speech,
        stop_words=_read_stop_words(folder / "stopwords.txt"),
        variants={row.required("variant"): row.required("canonical") for row in rows},
        shortest=settings.words.shortest,
    )


def _read_stop_words(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError(str(path), f"読めません({error})", "UTF-8 のテキストとして置いてください") from None
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _read_overrides(folder: Path) -> tuple[Override, ...]:
    path = folder / "overrides.csv"
    return read_overrides(path) if path.exists() else ()


def _read_sources(folder: Path, wards: tuple[Ward, ...], layouts: tuple[Layout, ...]) -> tuple[Source, ...]:
    rows = read_rows(folder / "sources.csv", str(folder / "sources.csv"), SOURCE_COLUMNS)
    _refuse_twice(rows, "file")
    known = {
        "ward": ({ward.name for ward in wards}, "wards.csv の name"),
        "form": ({layout.id for layout in layouts}, "forms/ の id"),
    }
    for row in rows:
        for column, (names, where) in known.items():
            if row[column] and row[column] not in names:
                fault = f"列 {column} に知らない名前「{row[column]}」"
                raise StudyError(f"{row.name}:{row.line}", fault, f"{where}にある名前を書いてください")
    return tuple(
        Source(
            file=row.required("file"),
            sha256=row.required("sha256"),
            ward=row["ward"] or None,
            fiscal_year=row.optional_integer("fiscal_year"),
            period_start=row.optional_integer("period_start"),
            period_end=row.optional_integer("period_end"),
            form=row["form"] or None,
            operator=row["operator"] or None,
            origin=row["origin"],
            terms=row["terms"],
        )
        for row in rows
    )


def _refuse_twice(rows: tuple[Row, ...], column: str) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row[column] in seen:
            fault = f"{column}「{row[column]}」が {seen[row[column]]} 行目にもあります"
            raise StudyError(f"{row.name}:{row.line}", fault, "どちらかを消してください")
        seen[row[column]] = row.line
