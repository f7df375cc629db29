"""The tokenizer's own errors: one line each, Japanese first; nothing else of textmine is imported here.

TokenizerError          one line: place, fault, what to do
├── DictionaryError     a dictionary is missing, damaged, or of a kind that is not known
└── UserTermError       a user term cannot be taken: names its row
TokenizerWarning        it goes on, more slowly
"""

from __future__ import annotations


class TokenizerError(Exception):
    """One line for the user: place, fault, remedy.

    Args:
        place: what the fault is in: a path, or a row of the user terms.
        fault: what is wrong, and what was found.
        remedy: what the user can do about it; empty if nothing is known.
    """

    def __init__(self, place: str, fault: str, remedy: str = "") -> None:
        self.place = place
        self.fault = fault
        self.remedy = remedy
        super().__init__(place, fault, remedy)

    def __str__(self) -> str:
        """Give the one line."""
        return f"{self.place}: {self.fault}" + (f"。{self.remedy}" if self.remedy else "")


class DictionaryError(TokenizerError):
    """A dictionary is missing, damaged, or of a kind that is not known."""


class UserTermError(TokenizerError):
    """A user term cannot be taken into the dictionary."""


class TokenizerWarning(UserWarning):
    """The result is the same, but something was not as it should be."""
