"""Texts to counts of words: an analyzer for scikit-learn's vectorizers, and beside it the sparse matrix itself.

The matrix is made from the columns, without a list of strings for each text; scikit-learn and scipy are asked for only
where their objects are.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.tokenizer.filters import WordFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from textmine.tokenizer.columns import TokenColumns
    from textmine.tokenizer.tokenizer import Tokenizer


class WordAnalyzer:
    """An `analyzer=` for `CountVectorizer` and `TfidfVectorizer`: raw text to counted words. Can be cloned and pickled.

    Args:
        tokenizer: cuts the texts.
        word_filter: which tokens are counted; None for content words.
    """

    def __init__(self, tokenizer: Tokenizer, word_filter: WordFilter | None = None) -> None:
        self.tokenizer = tokenizer
        self.word_filter = word_filter

    def __call__(self, text: str) -> list[str]:
        """Give the counted words of one text."""
        return (self.word_filter or WordFilter()).terms(self.tokenizer.tokenize_many([text]))[0]

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002 - scikit-learn's protocol
        """Give the settings by name, as scikit-learn's `clone` asks for them."""
        return {"tokenizer": self.tokenizer, "word_filter": self.word_filter}

    def set_params(self, **settings: Any) -> WordAnalyzer:  # noqa: ANN401 - scikit-learn's protocol
        """Change settings, as scikit-learn's searches do.

        Raises:
            ValueError: there is no such setting.
        """
        unknown = sorted(set(settings) - {"tokenizer", "word_filter"})
        if unknown:
            raise ValueError(f"no such setting: {', '.join(unknown)}; known: tokenizer, word_filter")
        self.__dict__.update(settings)
        return self


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """How often each word occurs in each text: a sparse matrix by rows (CSR).

    Attributes:
        words: (n_words,) sorted; the columns.
        counts: (n_cells,) that are not zero.
        columns: (n_cells,) column of each, ascending within a row.
        bounds: (n_texts + 1,) first cell of each row.
    """

    words: list[str]
    counts: NDArray[np.int64]
    columns: NDArray[np.int32]
    bounds: NDArray[np.int64]

    def to_scipy(self) -> Any:  # noqa: ANN401 - scipy is imported only here
        """Give the matrix as `scipy.sparse.csr_matrix`, (n_texts, n_words), as scikit-learn's vectorizers do."""
        shape = (len(self.bounds) - 1, len(self.words))
        return import_module("scipy.sparse").csr_matrix((self.counts, self.columns, self.bounds), shape=shape)


def count_words(tokenizer: Tokenizer, texts: Iterable[str], word_filter: WordFilter | None = None) -> WordCounts:
    """Count the words of texts."""
    return count_columns(tokenizer.tokenize_many(texts), word_filter)


def count_columns(tokens: TokenColumns, word_filter: WordFilter | None = None) -> WordCounts:
    """Count the words of texts that are cut already."""
    kept = np.flatnonzero((word_filter or WordFilter()).keeps(tokens))
    types, of_token = np.unique(tokens.slots[kept], return_inverse=True)
    bases = [tokens.local[-1 - slot][1] if slot < 0 else tokens.vocabulary.entries[slot][1] for slot in types.tolist()]
    words = sorted(set(bases))
    column = {word: place for place, word in enumerate(words)}
    of_type = np.array([column[base] for base in bases], np.int64)
    cells = tokens.texts[kept].astype(np.int64) * max(len(words), 1) + of_type[of_token]
    found, counts = np.unique(cells, return_counts=True)
    rows, columns = np.divmod(found, max(len(words), 1))
    bounds = np.searchsorted(rows, np.arange(len(tokens) + 1))
    return WordCounts(words, counts.astype(np.int64), columns.astype(np.int32), bounds.astype(np.int64))
