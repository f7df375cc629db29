"""Japanese tokenizer on MeCab with offsets into the text that was given; stands alone.

>>> from textmine.tokenizer import Tokenizer
>>> [token.surface for token in Tokenizer().tokenize("父親支援を行った。")]
['父親支援', 'を', '行っ', 'た', '。']
"""

from textmine.tokenizer.columns import TokenColumns
from textmine.tokenizer.counting import WordAnalyzer, WordCounts, count_words
from textmine.tokenizer.errors import DictionaryError, TokenizerError, TokenizerWarning, UserTermError
from textmine.tokenizer.filters import WordFilter, never_yielded
from textmine.tokenizer.lists import read_stop_words, read_user_terms
from textmine.tokenizer.normalise import normalise
from textmine.tokenizer.suggestions import Suggestion, suggest_terms
from textmine.tokenizer.tokenizer import Tokenizer
from textmine.tokenizer.tokens import Token, UserTerm

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
