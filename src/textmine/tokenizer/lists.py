"""Files of words that a researcher keeps: user terms, stop words. Studies may keep them in any other way too."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from textmine.tokenizer.errors import TokenizerError, UserTermError
from textmine.tokenizer.user_terms import UserTerm

if TYPE_CHECKING:
    from os import PathLike

COLUMNS: Final = ("surface", "reading", "part_of_speech")


def read_user_terms(path: str | PathLike[str]) -> tuple[UserTerm, ...]:
    """Read user terms from a CSV or TSV file with at least the columns surface, reading, part_of_speech.

    Raises:
        UserTermError: the file has no such columns, or a row has another number of cells.
        TokenizerError: the file cannot be read.
    """
    lines = _lines(path)
    reader = csv.reader(lines, delimiter="\t" if lines and "\t" in lines[0] else ",")
    head = next(reader, [])
    missing = [column for column in COLUMNS if column not in head]
    if missing:
        raise UserTermError(
            f"{path}:1", f"列 {'、'.join(missing)} がありません", f"見出し行に {','.join(COLUMNS)} を書いてください"
        )
    places = [head.index(column) for column in COLUMNS]
    terms = []
    for row in reader:
        here = f"{path}:{reader.line_num}"
        if len(row) != len(head):
            raise UserTermError(
                here, f"セルが {len(row)} 個です(見出しは {len(head)} 個)", "コンマやタブの数を確かめてください"
            )
        surface, reading, part_of_speech = (row[place].strip() for place in places)
        terms.append(UserTerm(surface, reading, part_of_speech, here))
    return tuple(terms)


def read_stop_words(path: str | PathLike[str]) -> tuple[str, ...]:
    """Read stop words: separated by blanks or line breaks; lines that begin with # are headings.

    Raises:
        TokenizerError: the file cannot be read.
    """
    words = (word for line in _lines(path) if not line.startswith("#") for word in line.split())
    return tuple(dict.fromkeys(words))


def _lines(path: str | PathLike[str]) -> list[str]:
    try:
        with open(path, encoding="utf-8-sig", newline=None) as file:
            return file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenizerError(str(path), f"読めません({error})", "UTF-8 のファイルを置いてください") from error
