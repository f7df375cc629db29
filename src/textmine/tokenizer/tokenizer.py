"""Texts to tokens: normalise, take out wrapped breaks, ask MeCab line by line, join, map back to the texts."""

from __future__ import annotations

import os
import re
import warnings
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import unidic_lite

from textmine.tokenizer.assembly import NO_TERMS, Assembler, Seen, TermParts, concatenated
from textmine.tokenizer.batches import batches, checked, short_lines, starts_of
from textmine.tokenizer.cache import fingerprint, kept_folder
from textmine.tokenizer.characters import look_up, safe_view, wide_view
from textmine.tokenizer.compounds import USER, Compounds, letter_of
from textmine.tokenizer.engine import DerivedEngine, Lexicon
from textmine.tokenizer.errors import DictionaryError, TokenizerWarning
from textmine.tokenizer.joining import Joiner
from textmine.tokenizer.mecab_files import REMEDY
from textmine.tokenizer.normal_form import Normalised, decode, encode, normalise_codes, without
from textmine.tokenizer.vocabulary import Entry, Vocabulary
from textmine.tokenizer.word_ids import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from textmine.tokenizer.columns import TokenColumns
    from textmine.tokenizer.fields import Word
    from textmine.tokenizer.sentences import Sentences
    from textmine.tokenizer.stock_engine import StockEngine
    from textmine.tokenizer.tokens import Source, Token
    from textmine.tokenizer.user_dictionary import PreparedTerm
    from textmine.tokenizer.user_terms import UserTerm

Unit = Literal["short", "joined"]
Base = Literal["orth", "lemma"]
EngineKind = Literal["derived", "stock"]
_BREAK: Final = 0x0A
LONGEST_UNKNOWN: Final = 255  # characters of an unknown word; MeCab's 24 cuts longer ones into letters
MECAB_LONGEST_UNKNOWN: Final = 24


class Tokenizer:
    """Cut Japanese texts into words, with offsets into the texts that were given.

    Safe to share between threads; pickled, it carries its settings alone and opens its dictionary where it wakes up.

    Args:
        user_terms: words that the dictionary lacks; they win over every other way to cut.
        unit: `short` words as in the dictionary, or `joined` numbers and compounds (parts kept).
        base: what `Token.base` is: the written base form, or the lemma.
        compounds: what is joined besides numbers: nothing, nouns with their affixes (養育者), or runs of nouns
        (相談支援).
        normalise: fold full-width letters, half-width kana, radicals and so on before the text is cut.
        unwrap: take out line breaks inside words of wrapped prose.
        dictionary: folder of a compiled MeCab dictionary in UTF-8; UniDic-lite if none is given.
        engine: `derived` builds a faster dictionary once in the user's cache directory; `stock` builds nothing.

    Raises:
        ValueError: a setting has no such value.
    """

    def __init__(  # noqa: PLR0913 - keyword-only settings, each with a default
        self,
        *,
        user_terms: Sequence[UserTerm] = (),
        unit: Unit = "joined",
        base: Base = "orth",
        compounds: Compounds = "nouns",
        normalise: bool = True,
        unwrap: bool = True,
        dictionary: str | None = None,
        engine: EngineKind = "derived",
    ) -> None:
        _check_value("unit", unit, ("short", "joined"))
        _check_value("base", base, ("orth", "lemma"))
        _check_value("compounds", compounds, ("none", "affixes", "nouns"))
        _check_value("engine", engine, ("derived", "stock"))
        self.user_terms = user_terms
        self.unit = unit
        self.base = base
        self.compounds = compounds
        self.normalise = normalise
        self.unwrap = unwrap
        self.dictionary = dictionary
        self.engine = engine
        self._reset()

    def tokenize(self, text: str) -> list[Token]:
        """Give the tokens of one text in their order.

        Raises:
            TypeError: it is no `str`.
        """
        tokens = self._sentence(text)
        return self._cut_batch([*checked([text])]).tokens() if tokens is None else tokens

    def tokenize_many(self, texts: Iterable[str]) -> TokenColumns:
        """Give the tokens of many texts, as columns.

        Raises:
            TypeError: one of them is no `str`, or all of it is one text.
        """
        if isinstance(texts, str):
            raise TypeError("tokenize_many は文章の並びを受け取ります。一つの文章は tokenize に渡してください")
        return concatenated([self._cut_batch(batch) for batch in batches(texts)], self._vocabulary)

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """Give the places of a text's tokens alone, as annotation tools take them: [start, end)."""
        tokens = self._sentence(text)
        if tokens is not None:
            return [(token.start, token.end) for token in tokens]
        columns = self._cut_batch([*checked([text])])
        return list(zip(columns.starts.tolist(), columns.ends.tolist(), strict=True))

    def __call__(self, text: str) -> list[str]:
        """Give the base forms of a text's tokens: the tokenizer is a `tokenizer=` or `analyzer=` of scikit-learn."""
        tokens = self._sentence(text)
        if tokens is not None:
            return [token.base for token in tokens]
        columns = self._cut_batch([*checked([text])])
        bases: list[str] = columns.base.tolist()
        return bases

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002 - scikit-learn's protocol
        """Give the settings by name, as scikit-learn's `clone` asks for them."""
        return {name: getattr(self, name) for name in _SETTINGS}

    def set_params(self, **settings: Any) -> Tokenizer:  # noqa: ANN401 - scikit-learn's protocol
        """Change settings, as scikit-learn's searches do.

        Raises:
            ValueError: there is no such setting, or it has no such value.
        """
        unknown = sorted(set(settings) - set(_SETTINGS))
        if unknown:
            raise ValueError(f"no such setting: {', '.join(unknown)}; known: {', '.join(_SETTINGS)}")
        self.__init__(**(self.get_params() | settings))  # type: ignore[misc]
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the settings alone."""
        return self.get_params()

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Wake up with the settings; the dictionary is opened on first use."""
        self.__dict__.update(state)
        self._reset()

    def __repr__(self) -> str:
        """Show the settings and the number of user terms."""
        shown = [f"{name}={getattr(self, name)!r}" for name in _SETTINGS if name != "user_terms"]
        return f"Tokenizer({', '.join(shown)}, {len(self.user_terms)} user terms)"

    def _reset(self) -> None:
        self._opening = Lock()
        self._vocabulary = Vocabulary()
        self._opened: _Opened | None = None
        self._sentences: Sentences | None = None

    def _open(self) -> _Opened:
        with self._opening:
            if self._opened is None:
                self._opened = self._newly_opened()
        return self._opened

    def _newly_opened(self) -> _Opened:
        folder = os.fspath(self.dictionary or unidic_lite.DICDIR)
        if not os.path.isfile(os.path.join(folder, "sys.dic")):
            raise DictionaryError(folder, "辞書(sys.dic)がありません", REMEDY)
        terms = self._prepared_terms(folder)
        lexicon = Lexicon(folder, terms, self._vocabulary, self._make_entry, normalising=self.normalise)
        options = f"-M {LONGEST_UNKNOWN if self.normalise else MECAB_LONGEST_UNKNOWN}"
        engine = open_engine(lexicon, options, self.engine)
        joiner = Joiner(self._vocabulary, self.compounds) if self.unit == "joined" else None
        parts = NO_TERMS
        if terms:
            plain = Lexicon(folder, (), self._vocabulary, self._make_entry, normalising=self.normalise)
            parts = _parts_of_terms(open_engine(plain, options, self.engine), plain, [term.view for term in terms])
        return _Opened(
            engine,
            Assembler(self._vocabulary, lexicon.blanks, joiner, parts),
            _dot_spacer([term.view for term in terms]) if self.normalise else None,
        )

    def _prepared_terms(self, folder: str) -> Sequence[PreparedTerm]:
        if not self.user_terms:
            return ()
        from textmine.tokenizer.user_dictionary import prepare_terms  # noqa: PLC0415 - not for a first sentence

        return prepare_terms(self.user_terms, folder, normalising=self.normalise)

    def _make_entry(self, word: Word, source: Source) -> tuple[Entry, int]:
        base = word.orth_base if self.base == "orth" else word.lemma
        letter = USER if source == "user" else letter_of(word)
        return (word.surface, base, word.lemma, word.pos1, word.pos2, word.reading, source, word.feature), letter

    def _sentence(self, text: str) -> list[Token] | None:
        """Give the tokens of a plain sentence whose words are known; None for any other text."""
        opened = self._opened
        if opened is None or not isinstance(opened.engine, DerivedEngine):
            return None
        if self._sentences is None:
            from textmine.tokenizer.sentences import Sentences  # noqa: PLC0415 - not for a first sentence

            self._sentences = Sentences(opened.engine, self._vocabulary, opened.assembler.joiner, opened.space_dots)
        return self._sentences.tokens(text)

    def _cut_batch(self, texts: Sequence[str]) -> TokenColumns:
        opened = self._opened or self._open()
        codes = encode("\n".join(texts))
        text_starts = starts_of(texts)
        read, view = self._views(codes, text_starts)
        shown = decode(view)
        if opened.space_dots is not None:
            shown = opened.space_dots(shown)
        cut = opened.engine.cut(short_lines(shown.split("\n")))
        return opened.assembler.columns(cut, Seen(view, read, text_starts))

    def _views(
        self, codes: NDArray[np.uint32], text_starts: NDArray[np.int32]
    ) -> tuple[Normalised, NDArray[np.uint32]]:
        """Give the normalised text and MeCab's view of it: (n_characters,) both."""
        wrapped = _wrapped_breaks(codes, text_starts) if self.unwrap else None
        if self.normalise:
            read = normalise_codes(codes, wrapped)
            return read, look_up(wide_view(), read.codes)
        read = without(codes, wrapped)
        return read, look_up(safe_view(), read.codes)


def _wrapped_breaks(codes: NDArray[np.uint32], text_starts: NDArray[np.int32]) -> NDArray[np.bool_] | None:
    if int((codes == _BREAK).sum()) < len(text_starts):  # only those between texts
        return None
    from textmine.tokenizer.unwrap import wrapped_breaks  # noqa: PLC0415 - not for a first sentence

    return wrapped_breaks(codes, text_starts)


class _Opened(NamedTuple):
    """What a tokenizer opens on first use."""

    engine: DerivedEngine | StockEngine
    assembler: Assembler
    space_dots: Callable[[str], str] | None


def open_engine(lexicon: Lexicon, options: str, kind: EngineKind) -> DerivedEngine | StockEngine:
    """Open the derived dictionary, built now if need be, or the stock one where that cannot be."""
    if kind == "stock":
        return _stock_engine(lexicon, options)
    try:
        sources = [os.path.join(lexicon.dictionary, name) for name in _SOURCES]
        folder = kept_folder(f"dictionary-{FORMAT}-{fingerprint(sources)}", partial(_write_derived, lexicon.dictionary))
    except OSError as error:
        _warn_once(f"速い辞書を作れないため、元の辞書で続けます(結果は同じ、時間は約2倍): {error}")
        return _stock_engine(lexicon, options)
    return DerivedEngine(folder, lexicon, options)


def _stock_engine(lexicon: Lexicon, options: str) -> StockEngine:
    from textmine.tokenizer.stock_engine import StockEngine  # noqa: PLC0415 - few need it

    return StockEngine(lexicon, options)


def _write_derived(dictionary: str, folder: Path) -> None:
    from pathlib import Path  # noqa: PLC0415 - only the first run builds

    from textmine.tokenizer.derived import write_derived  # noqa: PLC0415

    write_derived(Path(dictionary), folder)


_warned: set[str] = set()


def _warn_once(message: str) -> None:
    if message not in _warned:
        _warned.add(message)
        warnings.warn(message, TokenizerWarning, stacklevel=2)


def _parts_of_terms(engine: DerivedEngine | StockEngine, plain: Lexicon, views: Sequence[str]) -> TermParts:
    """Cut each term as if it were none."""
    cut = engine.cut(views)
    with plain.vocabulary.lock:
        local = [
            plain.vocabulary.add(entry, letter) for entry, letter in zip(cut.local, cut.local_letters, strict=True)
        ]
    slots = cut.slots.copy()
    if local:
        slots[slots < 0] = np.array(local, np.int32)[-1 - slots[slots < 0]]
    ends = np.cumsum([len(plain.inked(view)) for view in views])
    bounds = np.append(0, np.searchsorted(np.cumsum(cut.lengths), ends, "right"))
    return TermParts(bounds, slots, cut.lengths)


def _dot_spacer(views: Sequence[str]) -> Callable[[str], str]:
    """Give what sets middle dots between katakana apart; to MeCab プレママ・プレパパプログラム is one word."""
    whole = sorted((view for view in views if "・" in view), key=len, reverse=True)
    terms = re.compile("|".join(map(re.escape, whole)) or "(?!)")

    def space(view: str) -> str:
        kept = [match.span() for match in terms.finditer(view)] if any(term in view for term in whole) else []
        if not kept:
            return _DOT.sub(" ・ ", view)
        return _DOT.sub(lambda dot: "・" if any(a < dot.start() < b for a, b in kept) else " ・ ", view)

    return space


_DOT: Final = re.compile("・(?=[ァ-ヺ])(?<=[ァ-ヺー]・)")


def _check_value(name: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise ValueError(f"{name}={value!r}; known: {', '.join(known)}")


_SOURCES: Final = ("sys.dic", "unk.dic", "matrix.bin", "char.bin", "dicrc")
_SETTINGS: Final = ("user_terms", "unit", "base", "compounds", "normalise", "unwrap", "dictionary", "engine")
