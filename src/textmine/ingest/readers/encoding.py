"""Text from bytes: UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP and ISO-2022-JP told apart by what the bytes say.

UTF-8 and ISO-2022-JP are told by their form alone. Shift_JIS and EUC-JP overlap: each reads much of the other without
an error, as rare kanji or half-width kana. The reading with more kana and everyday kanji (JIS X 0208 level 1) wins.
For all else charset-normalizer decides.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from textmine.errors import UnreadableFile

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 400_000  # bytes: enough to tell an encoding, short enough for a file of one 30 MB line
_JAPANESE: Final = re.compile(r"[\u3041-\u3096\u30a1-\u30fc、。「」・\u3000]")  # kana and the marks of every sentence
_IDEOGRAPH: Final = re.compile(r"[\u4e00-\u9fff]")
_ODD: Final = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff\ufffd\x80-\x9f]")  # half-width kana, private use, no character
_LINE_ENDS: Final = re.compile("\r\n?|[\v\x85\u2028\u2029]")  # Word's soft break is \\v
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LEVEL_1: Final = range(0xB0, 0xD0)  # first bytes of its kanji in EUC-JP
_MOST_FAULTS: Final = 0.02  # share of characters that may be damaged in a text that is still worth reading
_MOST_CONTROLS: Final = 0.01  # share of control characters above which bytes are no text


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with line feeds for line ends, its encoding and what was wrong with it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(content: bytes, place: str) -> Decoded:
    """Decode the bytes of a text file; what cannot be decoded becomes U+FFFD and a warning.

    Raises:
        UnreadableFile: the bytes are no text.
    """
    encoding, skip = tell_encoding(content)
    if encoding is None:
        raise UnreadableFile(
            place,
            "文字の並びではない (中身は文書でないデータ)",
            "PDF・Word・Excel・HTML・テキストの様式を指定してください",
        )
    text = _LINE_ENDS.sub("\n", content[skip:].decode(encoding, "replace"))
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise UnreadableFile(
            place, "文字の並びではない (制御文字が多い)", "PDF・Word・Excel・HTML・テキストの様式を指定してください"
        )
    faults = text.count("\N{REPLACEMENT CHARACTER}")
    warnings = (f"{encoding} として読めない箇所が {faults} か所ある (U+FFFD に置き換えた)",) if faults else ()
    return Decoded(text, encoding, warnings)


def tell_encoding(content: bytes) -> tuple[str | None, int]:
    """Give the encoding's Python name (None: no text) and how many bytes its mark takes at the start."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding, len(mark)
    sample = content[:_SAMPLE]
    if _decodes(content, "utf-8") and b"\x00" not in sample and not _is_iso_2022_jp(sample):
        return "utf-8", 0
    if (utf_16 := _utf_16_without_mark(sample)) is not None:
        return utf_16, 0
    if b"\x00" in sample:
        return None, 0
    if _is_iso_2022_jp(sample):
        return "iso2022_jp_2", 0
    return _best_of(("utf-8", "cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004"), sample) or _guess(sample), 0


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_iso_2022_jp(sample: bytes) -> bool:
    return sample.isascii() and re.search(rb"\x1b\$[@B]", sample) is not None and b"\x1b(" in sample


def _utf_16_without_mark(sample: bytes) -> str | None:
    """Japanese text in UTF-16 has kana (0x30) or ASCII (0x00) in every other byte."""
    even, odd = sample[0::2], sample[1::2]
    for encoding, high, low in (("utf-16-be", even, odd), ("utf-16-le", odd, even)):
        common = high.count(0x30) + high.count(0x00)
        if high and common > 0.25 * len(high) and common > 3 * (low.count(0x30) + low.count(0x00)):
            text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
            if _plausible(text) is not None:
                return encoding
    return None


def _best_of(encodings: tuple[str, ...], sample: bytes) -> str | None:
    scores: dict[str, float] = {}
    for encoding in encodings:
        score = _plausible(sample.decode(encoding, "replace"))
        if score is not None:
            scores[encoding] = score
    return max(scores, key=lambda encoding: scores[encoding]) if scores else None


def _plausible(text: str) -> float | None:
    """Rate how much of the text is Japanese as people write it (at most 1); None if it is too damaged to be it."""
    visible = len(text) - sum(text.count(space) for space in " \n\r\t\f")
    faults = text.count("\N{REPLACEMENT CHARACTER}")
    if not visible or faults > max(1, _MOST_FAULTS * visible) or len(_CONTROL.findall(text)) > _MOST_CONTROLS * visible:
        return None
    plain = len(_JAPANESE.findall(text))
    everyday = sum(_is_level_1(ideograph) for ideograph in _IDEOGRAPH.findall(text))
    return (plain + everyday - 2 * len(_ODD.findall(text)) - 10 * faults) / visible


def _is_level_1(ideograph: str) -> bool:
    """Tell whether JIS X 0208 has the kanji in rows 16 to 47, its everyday half."""
    try:
        return ideograph.encode("euc_jp")[0] in _LEVEL_1
    except UnicodeEncodeError:
        return False


def _guess(sample: bytes) -> str | None:
    best = from_bytes(sample).best()
    if best is None or best.encoding in {"utf_7", "cp037", "cp500"}:
        return None
    text = sample.decode(best.encoding, "replace")
    letters = sum(character.isalnum() for character in text)
    return best.encoding if letters > len(text) / 2 else None
