"""Every error that textmine raises on purpose, drawn as one tree.

    TextmineError               one line: place, fault, what to do
    ├── InputError              a file that the user gave cannot be used
    │   ├── UnreadableFile      broken, encrypted, a scan, too large, no permission, of no known kind
    │   ├── NotAForm            read, but no layout of the study fits it
    │   └── ReaderFault         textmine itself failed on it; the exception that it raised is the cause
    ├── StudyError              something under corpus/<study>/ is wrong: file, line, key
    │   └── RuleError           a theme's rule: line and column too
    └── NotEstimable            the data cannot carry the question that was asked

The tokenizer stands alone and has errors of its own (`textmine.tokenizer.errors`).
"""

from __future__ import annotations

from typing import Final

TRACEBACK: Final = "TEXTMINE_TRACEBACK"  # environment variable: the command shows where textmine itself failed


class TextmineError(Exception):
    """One line for the user: place, fault, remedy.

    Args:
        place: file, or file:line:column, that the fault is in.
        fault: what is wrong, and what was found.
        remedy: what the user can do about it; empty if nothing is known.
    """

    def __init__(self, place: str, fault: str, remedy: str = "") -> None:
        self.place = place
        self.fault = fault
        self.remedy = remedy
        super().__init__(place, fault, remedy)

    def __str__(self) -> str:
        """Give the one line that the user sees."""
        return f"{self.place}: {self.fault}" + (f"。{self.remedy}" if self.remedy else "")


class InputError(TextmineError):
    """A file that the user gave cannot be used."""


class UnreadableFile(InputError):  # noqa: N818 - says what the file is
    """The file is broken, encrypted, a scan, too large, not permitted, or of no known kind."""


class NotAForm(InputError):  # noqa: N818 - says what the file is
    """The text was read, but no layout of the study fits it."""


class ReaderFault(InputError):  # noqa: N818 - says whose fault it is
    """Reading the file failed in a way that nobody foresaw: a fault of textmine, not of the file or its user."""


class StudyError(TextmineError):
    """Something in the study folder is wrong."""


class RuleError(StudyError):
    """A theme's rule cannot be parsed or names something that does not exist."""


class NotEstimable(TextmineError):  # noqa: N818 - says what the question is
    """The data cannot carry the question that was asked."""
