"""Whether the tokenizer's words are right, and what they take: each check gives what was counted, and the bar."""

from __future__ import annotations

import pickle
import random
import re
import resource
import statistics
import subprocess
import sys
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from _tokenizer_peers import tagger
from _tokenizer_texts import STUDY, distinct_lines, form_lines, form_texts

from textmine.tokenizer import Token, Tokenizer, normalise, read_user_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[str, str, str]  # what, measured, bar
PLAIN: dict[str, Any] = {"normalise": False, "unwrap": False, "unit": "short"}
N_FUZZED = 100_000
PIECES = (
    *"父親支援のはがをにで、。・ー々〇一二ABz019ｱァ亜漢()「」①…㈱㌔㍻⻑ﾞ゛−－~～\0\u200b\ufeff\ud83d𠮷👨",
    *(
        "子サポ",
        "R5年度",
        "１，４３１件",
        "0～3歳",
        "コ−ヒ−",
        "ｶﾞｲﾄﾞ",
        "か\u3099",
        "葛\U000e0100",
        "한글",
        "子\n育て",
        "か゛",
    ),
    *(" ", "\u3000", "\n", "\r\n", "\t", "プレママ・プレパパ", "e\u0301", "👨\u200d👩\u200d👧"),
)
# what depends on a character's neighbours or is a blank to the one and not to the other
UNEVEN = str.maketrans(dict.fromkeys("−－‐–-〇○ー", "-"))
OTHER_WORDS = (
    *(
        "孫子サポーターの会",
        "親子サポートの輪",
        "双方会員登録",
        "両方会いに行った",
        "一時預かってもらう",
        "はっちゃけた会",
    ),
    *("妊娠期間の過ごし方", "住居場所の確認", "孤育てる", "見える化粧", "産後うつむく", "応援ネットワーク", "多胎児童"),
    *("ワンオペラ", "子育て連絡会議", "出張説明会場"),
)
OURS = "from textmine.tokenizer import Tokenizer; Tokenizer().tokenize('父親支援を行った。')"
USUAL = (
    'import numpy, fugashi, unidic_lite; d = unidic_lite.DICDIR; t = fugashi.Tagger(f\'-r "{d}/mecabrc" -d "{d}"\'); '
    "[(word.surface, word.feature.lemma) for word in t('父親支援を行った。')]"
)


def checks(texts: dict[str, list[str]], rounds: int) -> Iterator[Row]:
    """Count everything: forms and distinct lines apart where two numbers stand."""
    yield from differences()
    yield offsets()
    yield from terms()
    yield from wraps()
    yield kept_bytes(texts)
    pickled = len(pickle.dumps(Tokenizer()))
    yield "pickled tokenizer without user terms, bytes", f"{pickled}", "<= 65536"
    yield first_document(rounds)


def differences() -> Iterator[Row]:
    """Compare every field with `fugashi.Tagger`'s, word by word."""
    lines = [*form_lines(1_000_000), *distinct_lines(1_700_000)]
    cut = tagger()
    engines = {kind: Tokenizer(**PLAIN, engine=kind) for kind in ("derived", "stock")}
    n_words, wrong = 0, dict.fromkeys(engines, 0)
    for at in range(0, len(lines), 2000):
        batch = lines[at : at + 2000]
        expected = [_fields(line, cut(line)) for line in batch]
        n_words += sum(map(len, expected))
        for kind, tokenizer in engines.items():
            found = tokenizer.tokenize_many(batch)
            rows = list(zip(found.surface, found.feature, found.starts.tolist(), found.ends.tolist(), strict=True))
            bounds = found.text_bounds.tolist()
            got = [rows[start:stop] for start, stop in pairwise(bounds)]
            wrong[kind] += sum(one != other for one, other in zip(got, expected, strict=True))
    for kind, count in wrong.items():
        yield f"{kind}: lines that differ from fugashi in any field", f"{count} of {n_words} tokens", "0 of 500,000"


def _fields(line: str, nodes: Any) -> list[tuple[str, str, int, int]]:  # noqa: ANN401 - fugashi has no types
    rows, end = [], 0
    for node in nodes:
        start = line.index(node.surface, end)
        end = start + len(node.surface)
        rows.append((node.surface, node.feature_raw, start, end))
    return rows


def offsets() -> Row:
    """Read every token of random strings back from the text that was given."""
    order = random.Random(4)  # noqa: S311
    texts = ["".join(order.choices(PIECES, k=order.randint(0, 14))) for _ in range(N_FUZZED)]
    n_tokens = n_wrong = 0
    for text, tokens in zip(
        texts, Tokenizer(user_terms=read_user_terms(STUDY / "terms.csv")).tokenize_many(texts), strict=True
    ):
        n_tokens += len(tokens)
        n_wrong += sum(not _is_source(token, text[token.start : token.end]) for token in tokens)
        places = [(token.start, token.end) for token in tokens]
        n_wrong += places != sorted(places)
    return f"tokens that their place does not give back, {N_FUZZED} texts", f"{n_wrong} of {n_tokens}", "0"


def _is_source(token: Token, source: str) -> bool:
    if token.parts:
        whole = (token.parts[0].start, token.parts[-1].end) == (token.start, token.end)
        return whole and _inked(token.surface) in _normal(source)
    return bool(source) and _inked(token.surface) in _normal(source)


@lru_cache(maxsize=100_000)
def _normal(source: str) -> str:
    return _inked(normalise(source))


def _inked(text: str) -> str:
    return "".join(text.split()).translate(UNEVEN)


def terms() -> Iterator[Row]:
    """Look for the study's terms in the forms: are they one token, and is everything else as it was?"""
    known = read_user_terms(STUDY / "terms.csv")
    surfaces = sorted({normalise(term.surface) for term in known}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, surfaces)))
    study, plain = Tokenizer(user_terms=known, unit="short"), Tokenizer(unit="short")
    lines = [normalise(line) for text in form_texts().values() for line in text.splitlines()]
    n_found = n_whole = n_others = n_changed = 0
    for line, tokens, before in zip(lines, study.tokenize_many(lines), plain.tokenize_many(lines), strict=True):
        spans = {(token.start, token.end) for token in tokens}
        places = [match.span() for match in pattern.finditer(line)]
        n_found += len(places)
        n_whole += sum(place in spans for place in places)
        covered = {place for t in tokens if t.source == "user" for place in range(t.start, t.end)}
        others = [token for token in before if covered.isdisjoint(range(token.start, token.end))]
        n_others += len(others)
        n_changed += sum(token not in tokens for token in others)
    yield f"occurrences of {len(known)} terms that are one token", _share(n_whole, n_found), ">= 99.5 %"
    yield "other tokens changed", _share(n_changed, n_others), "<= 0.05 %"
    hits = [text for text in OTHER_WORDS if any(token.source == "user" for token in study.tokenize(text))]
    yield "over-match probes that hold a term", f"{len(hits)} of {len(OTHER_WORDS)}", "0"


def wraps() -> Iterator[Row]:
    """Count the words that line breaks cut, by MeCab alone: a word of the dictionary lies over two lines made one."""
    cut = tagger()
    n_broken = n_restored = n_breaks = n_items = 0
    for text in form_texts().values():
        tokens = Tokenizer(unit="short").tokenize(text)
        over = {place for token in tokens for place in range(token.start, token.end) if text[place] == "\n"}
        for match in re.finditer("\n", text):
            before, after = text[: match.start()].rsplit("\n", 1)[-1], text[match.end() :].split("\n", 1)[0]
            n_breaks += 1
            n_items += match.start() in over and _opens_item(after)
            if (
                before.strip()
                and after.strip()
                and _goes_over(cut, normalise(before.strip()), normalise(after.strip()))
            ):
                n_broken += 1
                n_restored += match.start() in over
    yield "words cut by wrapped lines that are whole again", _share(n_restored, n_broken), ">= 95 %"
    yield "breaks before an item that were taken out", f"{n_items} of {n_breaks}", "0"


def _goes_over(cut: Any, before: str, after: str) -> bool:  # noqa: ANN401 - fugashi has no types
    nodes = cut(before + after)
    places = [(start, end) for _, _, start, end in _fields(before + after, nodes)]
    known = [place for node, place in zip(nodes, places, strict=True) if not node.is_unk]
    return any(start < len(before) < end for start, end in known)


def _opens_item(line: str) -> bool:
    return (
        re.match(r"[\s\u3000]*(?:[・●○〇◎■□※①-⑳\-*#|【(（]|[0-9０-９ア-ン]{1,2}[\s\u3000.．)）、])", line) is not None
    )


def kept_bytes(texts: dict[str, list[str]]) -> Row:
    """Count the arrays of joined tokens with their parts; words stand once beside them."""
    tokenizer = Tokenizer(user_terms=read_user_terms(STUDY / "terms.csv"))
    found = []
    for lines in texts.values():
        columns = tokenizer.tokenize_many("\n".join(lines[at : at + 20]) for at in range(0, len(lines), 20))
        arrays = (columns.slots, columns.starts, columns.ends, columns.text_bounds, *columns.parts)
        found.append(sum(array.nbytes for array in arrays) / columns.n_tokens)
    return "joined tokens with parts, bytes each", " / ".join(f"{size:.1f}" for size in found), "<= 16"


def first_document(rounds: int) -> Row:
    """Start fresh interpreters in turn, ours and one with numpy, fugashi and a first parse."""
    _cpu_of(OURS)
    ratios = [_cpu_of(OURS) / _cpu_of(USUAL) for _ in range(max(rounds, 15))]
    return "import + first document x numpy + fugashi", f"{statistics.median(ratios):.2f}", "<= 1.3"


def _cpu_of(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / max(whole, 1):.2f} %)"
