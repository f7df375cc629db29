"""A word that the user gives to the tokenizer."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UserTerm:
    """A word that the dictionary lacks.

    Attributes:
        surface: the word as it stands in texts (it is normalised as texts are).
        reading: in katakana or hiragana; may be empty.
        part_of_speech: UniDic's levels joined by hyphens (名詞-固有名詞-一般); unknown levels are an error.
        place: where it was read (terms.csv:3), for messages; no part of what it is.
    """

    surface: str
    reading: str = ""
    part_of_speech: str = "名詞-普通名詞-一般"
    place: str = field(default="", compare=False, repr=False)
