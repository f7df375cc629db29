"""Code the made-up forms' gold statements and say, per theme, what was wrongly given or missed (debatable ones aside).

python tests/forms/measure_themes.py [--losses]
"""

from __future__ import annotations

import json
import sys

from generate import HERE
from made_form import THEMES

from textmine.documents import Statement
from textmine.study import load_study
from textmine.themes import code_statements
from textmine.tokenizer import Tokenizer

Row = tuple[str, set[str], set[str]]  # text, themes, debatable


def read_rows() -> list[Row]:
    """List every gold statement with its themes and the debatable ones."""
    paths = [*sorted((HERE / "gold").glob("*.jsonl")), HERE / "given" / "a_totsuka_r4.jsonl"]
    records = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return [(one["text"], set(one["themes"]), set(one.get("debatable", ()))) for one in records]


def code(rows: list[Row]) -> list[set[str]]:
    """Code the texts with the study's codebook."""
    study = load_study(HERE.parent.parent / "corpus" / "yokohama")
    tokenizer = Tokenizer(user_terms=study.user_terms)
    statements = [_statement(number, text) for number, (text, _, _) in enumerate(rows)]
    coding = code_statements(statements, [tokenizer.tokenize(text) for text, _, _ in rows], study.codebook)
    frame = coding.to_frame()
    return [{theme for theme in frame.columns if frame[theme].iloc[place]} for place in range(len(rows))]


def _statement(number: int, text: str) -> Statement:
    return Statement(
        f"made:{number}", "made", None, None, None, None, "annual", "activity", None, 1, text, 1, (), None, "label", 1.0
    )


def main() -> int:
    """Print a line per theme, the losses under it."""
    rows = read_rows()
    coded = code(rows)
    total = [0, 0, 0]
    for theme in THEMES:
        hit = [text for (text, gold, _), came in zip(rows, coded, strict=True) if theme in gold & came]
        extra = [text for (text, gold, open_), came in zip(rows, coded, strict=True) if theme in came - gold - open_]
        missed = [text for (text, gold, _), came in zip(rows, coded, strict=True) if theme in gold - came]
        figures = (len(hit), len(extra), len(missed))
        total = [sum(pair) for pair in zip(total, figures, strict=True)]
        _say(f"{theme}: {_figures(*figures)}")
        if "--losses" in sys.argv:
            for text in extra:
                _say(f"    given: {text}")
            for text in missed:
                _say(f"    missed: {text}")
    _say(f"micro: {_figures(*total)}")
    return 0


def _figures(hits: int, extra: int, missed: int) -> str:
    f1 = 2 * hits / (2 * hits + extra + missed) if hits else 0.0
    return f"F1 {f1:.3f} (right {hits}, given {extra}, missed {missed})"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
