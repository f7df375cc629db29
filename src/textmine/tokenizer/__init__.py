"""Japanese tokenizer on MeCab with offsets into the text that was given; stands alone.

>>> from textmine.tokenizer import Tokenizer
>>> [token.surface for token in Tokenizer().tokenize("父親支援を行った。")]
['父親支援', 'を', '行っ', 'た', '。']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from textmine.tokenizer.errors import DictionaryError, TokenizerError, TokenizerWarning, UserTermError
from textmine.tokenizer.tokenizer import Tokenizer
from textmine.tokenizer.tokens import Token

if TYPE_CHECKING:
    from textmine.tokenizer.columns import TokenColumns
    from textmine.tokenizer.counting import WordAnalyzer, WordCounts, count_words
    from textmine.tokenizer.filters import WordFilter, never_yielded
    from textmine.tokenizer.lists import read_stop_words, read_user_terms
    from textmine.tokenizer.normal_form import normalise
    from textmine.tokenizer.suggestions import Suggestion, suggest_terms
    from textmine.tokenizer.user_terms import UserTerm

__all__ = [
    "DictionaryError",
    "Suggestion",
    "Token",
    "TokenColumns",
    "Tokenizer",
    "TokenizerError",
    "TokenizerWarning",
    "UserTerm",
    "UserTermError",
    "WordAnalyzer",
    "WordCounts",
    "WordFilter",
    "count_words",
    "never_yielded",
    "normalise",
    "read_stop_words",
    "read_user_terms",
    "suggest_terms",
]

_LATER = {
    "Suggestion": "suggestions",
    "TokenColumns": "columns",
    "UserTerm": "user_terms",
    "WordAnalyzer": "counting",
    "WordCounts": "counting",
    "WordFilter": "filters",
    "count_words": "counting",
    "never_yielded": "filters",
    "normalise": "normal_form",
    "read_stop_words": "lists",
    "read_user_terms": "lists",
    "suggest_terms": "suggestions",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the above
    """Load what is beside the tokenizer when it is asked for: a first sentence needs none of it."""
    if name in _LATER:
        return getattr(import_module(f"textmine.tokenizer.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
