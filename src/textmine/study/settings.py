"""study.toml as dataclasses: what the study asks, of which years, with which models and seeds."""

from __future__ import annotations

from dataclasses import dataclass, field

from textmine.documents import Section  # noqa: TC001 - cattrs reads the annotations when a file is read
from textmine.prevalence import Indicator  # noqa: TC001 - likewise


@dataclass(frozen=True, slots=True)
class Years:
    """First and last fiscal year (Western) that tables and maps show, with or without forms."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Which words are counted; stop words and variants stand in files of their own."""

    parts_of_speech: tuple[str, ...]
    shortest: int = 2
    minimum_statements: int = 3  # a term in fewer statements is left out of models and lists


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """The topic model: the numbers of topics that are looked at, and how their stability is judged."""

    fewest: int
    most: int
    seed: int
    n_subsamples: int
    n_shuffles: int
    parts_of_speech: tuple[str, ...] = ("名詞",)  # verbs that stand beside every topic name none
    forced: bool = False  # answer also for a corpus that is too small, and mark the answer


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What the report shows."""

    focus: tuple[str, ...]  # themes with a chapter of their own; none named: all
    contrast: tuple[Section, Section]  # the two sections that are set against each other
    quotations: int = 5  # per theme, chosen by a stated rule
    characteristic_terms: int = 12


@dataclass(frozen=True, slots=True)
class BoundarySettings:
    """A file of boundaries that the researcher put into the study folder, and the credit that its licence asks for."""

    file: str
    credit: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What only the study can say: its question, its material, its cautions."""

    question: str
    material: str
    coding: str
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudySettings:
    """study.toml."""

    title: str
    subtitle: str
    unit: str  # 拠点: what writes a form
    place_word: str  # 区: what a place is called in tables and running text
    years: Years
    words: WordSettings
    topics: TopicSettings
    report: ReportSettings
    prose: Prose
    sections: dict[str, str] = field(default_factory=dict)  # section id -> name in tables and figures
    boundaries: BoundarySettings | None = None  # without one, maps are of tiles alone
    indicators: tuple[Indicator, ...] = ()  # the forms' own numbers, each beside a theme
    forms: dict[str, str] = field(default_factory=dict)  # form id -> name in tables and figures, if not the layout's
