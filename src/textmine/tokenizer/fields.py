"""MeCab's feature string to the fields of a token.

UniDic's lemma is made for lookup and not for show: ママ-mama, サポート-support, コウナン for 港南, nothing for 5.
What a token gives is the lemma without its tail, the written form for names, and the surface where UniDic has nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from textmine.tokenizer.characters import WIDE

_NARROW: Final = {code + WIDE: code for code in range(0x21, 0x7F)}
_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_NONE: Final = ("", "*")


class Layout(NamedTuple):
    """Where a dictionary's features hold what: positions in the feature string; -1 if it has no such field."""

    fewest: int  # fields of a known word
    lemma: int
    orth_base: int
    reading: int
    conjugation: int  # of the inflected form


UNIDIC: Final = Layout(fewest=18, lemma=7, orth_base=10, reading=17, conjugation=5)
UNIDIC_3: Final = Layout(fewest=29, lemma=7, orth_base=10, reading=20, conjugation=5)
IPADIC: Final = Layout(fewest=9, lemma=6, orth_base=6, reading=7, conjugation=5)


class Word(NamedTuple):
    """What is the same for every token of a word: the fields of `Token` but its place, and its first levels."""

    surface: str
    orth_base: str
    lemma: str
    pos1: str
    pos2: str
    reading: str
    pos3: str
    inflection: str
    feature: str  # as in the dictionary


def layout_of(feature: str) -> Layout:
    """Tell a dictionary's layout from the feature of one of its words."""
    n_fields = len(split_feature(feature))
    if n_fields >= UNIDIC_3.fewest:
        return UNIDIC_3
    return UNIDIC if n_fields >= UNIDIC.fewest else IPADIC


def split_feature(feature: str) -> list[str]:
    """Give the fields of a feature string; a quoted field may hold commas."""
    if '"' not in feature:
        return feature.split(",")
    import csv  # noqa: PLC0415 - few words need it

    return next(csv.reader([feature]))


def known_word(surface: str, feature: str, layout: Layout, *, narrow: bool) -> Word:
    """Make a word of the dictionary from its feature string.

    Args:
        surface: as MeCab saw it.
        feature: as in the dictionary.
        layout: of the dictionary's features.
        narrow: whether full-width letters are ASCII again (they are, after MeCab's view of normalised text).
    """
    fields = split_feature(feature)
    if len(fields) < layout.fewest:
        return unknown_word(surface, feature, narrow=narrow)
    show = narrowed if narrow else _as_is
    shown = show(surface)
    orth_base = _modern(show(_field(fields, layout.orth_base)) or shown, shown)
    lemma = _field(fields, layout.lemma)
    is_name = fields[1] == "固有名詞"
    return Word(
        surface=shown,
        orth_base=orth_base,
        lemma=orth_base if is_name or not lemma else show(_without_tail(lemma)),
        pos1=fields[0],
        pos2=_field(fields, 1),
        reading=_field(fields, layout.reading),
        pos3=_field(fields, 2),
        inflection=_field(fields, layout.conjugation),
        feature=feature,
    )


def unknown_word(surface: str, feature: str, *, narrow: bool) -> Word:
    """Make a word that is in no dictionary: its base form is as written, its reading known if it is kana."""
    fields = [*split_feature(feature), "", "", ""]
    shown = narrowed(surface) if narrow else surface
    return Word(shown, shown, shown, fields[0], _field(fields, 1), kana_reading(shown), _field(fields, 2), "", feature)


def kana_reading(surface: str) -> str:
    """Give the reading of a word in kana; nothing for any other."""
    reading = surface.translate(_KATAKANA)
    return reading if all("ァ" <= sign <= "ヶ" or sign == "ー" for sign in reading) else ""


def narrowed(text: str) -> str:
    """Give full-width letters and signs as ASCII."""
    return text.translate(_NARROW)


def _as_is(text: str) -> str:
    return text


def _field(fields: list[str], position: int) -> str:
    return "" if fields[position] in _NONE else fields[position]


def _modern(base: str, surface: str) -> str:
    """応じ -> 応じる, where UniDic says 応ずる; what is written with ず keeps it."""
    return f"{base[:-2]}じる" if base.endswith("ずる") and len(base) > 2 and "ず" not in surface else base  # noqa: PLR2004


def _without_tail(lemma: str) -> str:
    """ママ-mama -> ママ; 居る-他動詞 -> 居る."""
    head = lemma.split("-", 1)[0]
    return head or lemma
