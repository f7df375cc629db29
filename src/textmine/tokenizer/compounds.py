"""Which neighbouring words are one: rules over parts of speech, written as regular expressions over letters.

Every word has a letter for what it can do in a compound; a text is then a string of letters, and a rule is a pattern in
it. Between words that do not touch (a blank, a line break) stands a blank, so no pattern runs over it.

Rules after Nakagawa and Mori (2003, 自然言語処理 10(1), 27-45): runs of nouns, affixes, and adjectival stems before a
noun, on UniDic's parts of speech, with their exceptions: 本当各同次今 open no compound, 等など内上中毎 close none.
User terms are whole already: no rule joins them to anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from textmine.tokenizer.fields import Word

Compounds = Literal["none", "affixes", "nouns"]
LONGEST: Final = 8  # words in one compound; longer runs are lists without commas

BLANK: Final = ord(" ")
ALONE: Final = ord("X")  # joins nothing
USER: Final = ord("U")

_OPEN_NONE: Final = frozenset("本当各同次今おご御")
_CLOSE_NONE: Final = frozenset(
    ("等", "など", "内", "上", "中", "毎", "達", "たち", "さん", "様", "ごと", "ずつ", "向け", "以上", "以下")
)
_AFTER_COUNTS: Final = frozenset(("間", "目", "代", "台", "号", "頃", "ごろ"))
_BY_SURFACE: Final[dict[str, str]] = {
    **dict.fromkeys("ABCDEFGIJKLNOPQUVWXYZabcdefghijklmnopqrstuvwxyz", "X"),  # marks and bullets
    **dict.fromkeys("RHSTMＲＨＳＴＭ", "L"),  # R5: an era's letter
    **dict.fromkeys(("明治", "大正", "昭和", "平成", "令和"), "E"),
    **dict.fromkeys((f"{day}曜" for day in "月火水木金土日"), "W"),
    **dict.fromkeys("今次昨本翌同", "q"),  # 今年度
    **dict.fromkeys("かヵヶカ", "k"),  # 5か年
    **dict.fromkeys(",，", "c"),
    **dict.fromkeys(".．", "d"),
    **dict.fromkeys(":：", "o"),
    **dict.fromkeys("〜~～", "w"),
    **dict.fromkeys("-－", "h"),
    **dict.fromkeys("%％", "C"),
    "年": "y",
    "年度": "Y",
    "月": "m",
    "日": "t",
    "第": "G",
    "元": "g",
}
_BY_PARTS_OF_SPEECH: Final = {
    ("名詞", "普通名詞"): "N",
    ("名詞", "固有名詞"): "N",
    ("名詞", "一般"): "N",  # IPADIC's names
    ("名詞", "サ変接続"): "N",
    ("接尾辞", "名詞的"): "S",
    ("接尾辞", "形状詞的"): "A",
    ("形状詞", "一般"): "A",
    ("形状詞", "タリ"): "A",
    ("接頭辞", ""): "P",
}

# 1,431  1.5  六十  2万5千  3万2,345
_NUMBER: Final = "(?:D(?:cD)*(?:dD)?|K)(?:K(?:D(?:cD)*)?)*"
_AGED: Final = f"{_NUMBER}[CymS]S+N+"  # 3歳児健診, 4か月児健診: a noun with a number in it
_DAY: Final = f"(?:{_NUMBER}m(?:{_NUMBER}t)?)?"  # 4月1日
_AFTER_NUMBER: Final = "|".join(
    (
        f"[Cymt]?w{_NUMBER}[CymtSz]+",  # 0〜3歳  10月〜12月
        f"k?[yY]{_DAY}z?",  # 2023年4月  5か年  3年度目
        f"m(?:{_NUMBER}t)?",  # 4月1日
        f"o{_NUMBER}",  # 10:30
        f"(?:h{_NUMBER})+",  # 045-123-4567
        "k?[CYyt][SzC]*",  # 3か所  1,431件  70歳代
        "[Sz]+",  # 3人目
    )
)
_NUMBER_RULE: Final = "|".join(
    (
        f"{_NUMBER}(?:{_AFTER_NUMBER})?",
        f"[EL](?:{_NUMBER}|g)[yY]?w[EL]?{_NUMBER}k?[yY]",  # R1〜R5年度
        f"[EL](?:{_NUMBER}|g)k?[yY]{_DAY}z?",  # 令和5年4月1日  R5年度
        f"E(?:{_NUMBER}|g)",  # 令和5
        f"G{_NUMBER}(?:[CyYmtN][Sz]*|Wt?|[Sz]+)?",  # 第2回  第1子  第2土曜日
        "Wt",  # 土曜日
        "qY",  # 今年度
    )
)
_NOUN_RULES: Final[dict[Compounds, str]] = {
    "none": "",
    "affixes": "|(?P<noun>P+[NY]S*|[NY]S+)",
    "nouns": (f"|(?P<noun>(?=[NYPA])P*(?:A(?=[NY]))?[NY](?:[NYS]|[PAV](?=[NY])|C(?![DK])){{0,{LONGEST - 1}}})"),
}


def rules(compounds: Compounds) -> re.Pattern[bytes]:
    """Give the pattern whose matches of two words or more are one word; its groups are `aged`, `number`, `noun`."""
    numbers = f"(?=[DKEGLWq])(?:(?P<aged>{_AGED})|(?P<number>{_NUMBER_RULE}))"
    return re.compile(f"{numbers}{_NOUN_RULES[compounds]}".encode("ascii"))


def letter_of(word: Word) -> int:
    """Give the letter that says what a word can do in a compound."""
    return ord(_number_letter(word) or _noun_letter(word) or chr(ALONE))


def _number_letter(word: Word) -> str:
    if word.surface in _BY_SURFACE:
        return _BY_SURFACE[word.surface]
    if word.pos2 == "数詞":
        return "D" if word.surface.isdecimal() else "K" if _is_kanji_numeral(word.surface) else ""
    if word.pos1 == "接尾辞" and word.surface in _AFTER_COUNTS:
        return "z"
    return "C" if "助数詞" in word.pos3 else ""


def _is_kanji_numeral(surface: str) -> bool:
    """Tell 二十, 数 and 何 from ①."""
    return all("一" <= sign <= "龥" or sign == "〇" for sign in surface)


def _noun_letter(word: Word) -> str:
    if word.pos3 == "副詞可能":  # 今年, 以上: they say when and how much
        return ""
    if (word.pos1, word.pos2, word.inflection) == ("動詞", "一般", "連用形-一般"):
        return "V"
    letter = _BY_PARTS_OF_SPEECH.get((word.pos1, word.pos2), "")
    closed = (letter == "P" and word.surface in _OPEN_NONE) or (letter == "S" and word.surface in _CLOSE_NONE)
    return "" if closed else letter
