"""User terms checked, each with its row, and made ready for MeCab."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textmine.tokenizer.characters import look_up, safe_view, wide_view
from textmine.tokenizer.errors import DictionaryError, UserTermError
from textmine.tokenizer.fields import Word, kana_reading
from textmine.tokenizer.normal_form import decode, encode, normalise
from textmine.tokenizer.term_costs import NAME_COST, measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textmine.tokenizer.user_terms import UserTerm

LONGEST: Final = 100  # characters of a term
NOUN: Final = "名詞-普通名詞-一般"
INFLECTED: Final = ("動詞", "形容詞", "助動詞")
_ORIGINS: Final = ("和", "固", "*")  # native, name, any: of several ids that a part of speech has by a word's origin


@dataclass(frozen=True, slots=True)
class PreparedTerm:
    """A term that passed every check.

    Attributes:
        view: as MeCab sees it.
        word: what its tokens hold.
        left: id in the dictionary's left-id.def, towards the word before.
        right: id towards the word after.
        cost: of the word in a path.
    """

    view: str
    word: Word
    left: int
    right: int
    cost: int


def view_of(text: str, *, normalising: bool) -> str:
    """Give the text as MeCab sees it."""
    codes = encode(normalise(text) if normalising else text)
    return decode(look_up(wide_view() if normalising else safe_view(), codes))


def prepare_terms(terms: Sequence[UserTerm], dictionary: str, *, normalising: bool) -> list[PreparedTerm]:
    """Check each term and make it ready for the compiler.

    Raises:
        UserTermError: a term cannot be taken; names its row (from 1) and surface.
        DictionaryError: the dictionary does not list its connection ids.
    """
    if not terms:
        return []
    connections = _Connections(dictionary)
    prepared: dict[str, PreparedTerm] = {}
    rows: dict[str, str] = {}
    for row, term in enumerate(terms, 1):
        made = _prepared(term, row, connections, normalising=normalising)
        earlier = prepared.get(made.view)
        if earlier is not None and earlier.word != made.word:
            raise UserTermError(
                _place(row, term),
                f"{rows[made.view]}と表記が同じで、読みか品詞が違います",
                "どちらかを消してください",
            )
        prepared.setdefault(made.view, made)
        rows.setdefault(made.view, term.place or f"{row}行目")
    return measured(list(prepared.values()), dictionary)


def _prepared(term: UserTerm, row: int, connections: _Connections, *, normalising: bool) -> PreparedTerm:
    surface = normalise(term.surface) if normalising else term.surface
    fault, remedy = _fault(surface)
    if fault:
        raise UserTermError(_place(row, term), fault, remedy)
    reading = kana_reading(normalise(term.reading))
    if term.reading and not reading:
        raise UserTermError(
            _place(row, term), f"読み「{term.reading}」に仮名でない字があります", "読みは仮名で書いてください"
        )
    levels = [level for level in (term.part_of_speech or NOUN).split("-") if level not in {"", "*"}]
    if not levels or levels[0] in INFLECTED:
        raise UserTermError(
            _place(row, term),
            f"品詞「{term.part_of_speech}」は登録できません",
            "活用しない品詞(名詞-普通名詞-一般 など)を書いてください",
        )
    found = connections.find(levels)
    if found is None:
        raise UserTermError(
            _place(row, term),
            f"品詞「{term.part_of_speech}」は辞書にありません",
            f"{levels[0]} の品詞: {connections.known(levels[0])}",
        )
    full, connection = found
    word = Word(
        surface, surface, surface, full[0], full[1], reading or kana_reading(surface), full[2], "", ",".join(full)
    )
    return PreparedTerm(view_of(surface, normalising=normalising), word, connection, connection, NAME_COST)


def _fault(surface: str) -> tuple[str, str]:
    """Say what is wrong with a term's surface, and what to do; two empty texts if nothing is."""
    return next(((fault, remedy) for is_so, fault, remedy in _FAULTS if is_so(surface)), ("", ""))


_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_FAULTS: Final[tuple[tuple[Callable[[str], bool], str, str], ...]] = (
    (lambda surface: not surface.strip(), "表記が空です", "表記を書くか、行を消してください"),
    (lambda surface: _UNPRINTABLE.search(surface) is not None, "表記に改行や制御文字があります", "取り除いてください"),
    (lambda surface: surface != surface.strip(), "表記の前後に空白があります", "取り除いてください"),
    (lambda surface: len(surface) > LONGEST, "表記が長すぎます", f"{LONGEST}字までにしてください"),
    (
        lambda surface: len(surface) == 1 and kana_reading(surface) != "",
        "一字の仮名は、ほかの語を切り刻みます",
        "二字以上の語を書いてください",
    ),
    (
        lambda surface: not any(map(str.isalnum, surface)),
        "記号だけの語は登録できません",
        "文字のある語を書いてください",
    ),
)


def _place(row: int, term: UserTerm) -> str:
    return f"{term.place or f'user_terms {row}行目'}「{term.surface[:20]}」"


class _Connections:
    """The parts of speech of a dictionary with their connection ids, from left-id.def."""

    def __init__(self, dictionary: str) -> None:
        path = os.path.join(dictionary, "left-id.def")
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except (OSError, ValueError) as error:
            raise DictionaryError(
                path, "辞書に left-id.def がなく、語を足せません", "left-id.def のある辞書を指定してください"
            ) from error
        self._ids: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for line in lines:
            number, _, feature = line.partition(" ")
            fields = [*feature.split(","), "*", "*", "*", "*"]
            if number.isdecimal() and fields[0] not in INFLECTED:
                self._ids.setdefault(tuple(fields[:4]), []).append((fields[8] if len(fields) > 8 else "*", int(number)))  # noqa: PLR2004

    def find(self, levels: list[str]) -> tuple[tuple[str, ...], int] | None:
        """Give the full part of speech and the id for its first levels: 一般 where a level is not given."""
        alike = [known for known in self._ids if list(known[: len(levels)]) == levels]
        if not alike or len(levels) > 4:  # noqa: PLR2004 - UniDic has four levels
            return None
        rest = ("普通名詞", "一般", "*")
        best = min(
            alike, key=lambda known: [rest.index(level) if level in rest else 3 for level in known[len(levels) :]]
        )
        ids = dict(reversed(self._ids[best]))
        return best, next((ids[origin] for origin in _ORIGINS if origin in ids), next(iter(ids.values())))

    def known(self, first: str) -> str:
        """List the parts of speech under a first level, for a message."""
        names = ("-".join(level for level in known if level != "*") for known in self._ids)
        under = [name for name in names if name.split("-")[0] == first]
        return "、".join(under[:12]) or "(この大分類はありません)"
