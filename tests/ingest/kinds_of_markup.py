"""One form as plain text, Markdown and HTML, in the many ways in which wards lay forms out and name their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .one_form import EVALUATED, LABELS, NEXT, Block, bullets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def _heads(year: str, following: str) -> str:
    return f"【単年度事業評価様式】\n港北区地域子育て支援拠点事業\n{year}重点目標評価結果・{following}重点目標\n"


def _text(  # noqa: PLR0913 - the ways in which forms differ
    goal: str = "重点目標{n}",
    *,
    labels: tuple[str, str, str] = LABELS,
    numbers: str = "①②③",
    part: str = "次年度重点目標",
    following: str = "",
    mark: str = "・",
    years: tuple[str, str] = ("令和5年度", "令和6年度"),
    end: str = "\n",
) -> str:
    text = _heads(*years)
    for number, block in zip(numbers, EVALUATED, strict=False):
        text += goal.format(n=number) + "\n" + block.goal + end
        for label, said in zip(labels, block[1:], strict=True):
            text += label + "\n" + bullets(said, mark) + end
    text += f"{part}\n{(following or goal).format(n=numbers[0])}\n{NEXT.goal}{end}"
    return text + labels[0] + "\n" + bullets(NEXT.activity, mark) + end


def _mixed(cell: Callable[[Block], str]) -> str:
    """Write outcomes and issues in one cell."""
    text = _heads("令和5年度", "令和6年度")
    for number, block in zip("①②", EVALUATED, strict=True):
        text += f"重点目標{number}\n{block.goal}\n取組内容\n{bullets(block.activity)}\n{cell(block)}\n"
    return text + f"次年度重点目標\n重点目標①\n{NEXT.goal}\n取組内容\n{bullets(NEXT.activity)}\n"


def _texts() -> Iterator[tuple[str, str]]:
    yield "plain", _text()
    yield "roman_goals", _text("目標{n}", numbers="ⅠⅡⅢ")
    yield "sono_goals", _text("重点目標その{n}", numbers="１２３")
    yield "short_years", _text("Ｒ５重点目標{n}", following="Ｒ６重点目標{n}")
    yield (
        "kanji_years",
        _text("令和五年度重点目標{n}", following="令和六年度重点目標{n}", years=("令和五年度", "令和六年度")),
    )
    yield "western_years", _text("2023年度重点目標{n}", following="2024年度重点目標{n}", years=("2023年度", "2024年度"))
    yield (
        "two_eras.2019",
        _text(
            "平成31年度（令和元年度）重点目標{n}",
            following="令和2年度重点目標{n}",
            years=("平成31年度（令和元年度）", "令和2年度"),
        ),
    )
    yield (
        "two_eras_dot.2019",
        _text(
            "平成３１年度・令和元年度重点目標{n}",
            following="令和２年度重点目標{n}",
            years=("平成３１年度・令和元年度", "令和２年度"),
        ),
    )
    yield (
        "brackets",
        _text("【重点目標 {n}】", labels=("＜取組内容＞", "＜取組の成果＞", "＜取組の課題＞"), numbers="123"),
    )
    yield "effects", _text(labels=("主な取組内容", "取組の成果・効果", "今後の課題と方向性"))
    yield "states", _text(labels=("取組状況", "成果・効果", "課題・今後の方向性"))
    yield "marks_in_brackets", _text(labels=("取組", "評価（成果）", "評価（課題）"))
    yield "deeds", _text(labels=("実施したこと", "成果", "今後に向けて"))
    yield "spelling", _text(labels=("取組み", "取組みの成果", "取組みの課題"))
    yield "other_spelling", _text(labels=("取り組み内容", "取り組みの成果", "とりくみの課題"))
    yield "no_bullets", _text(mark="　　")
    yield "indented", _text(mark="　　・")
    yield "airy", _text(end="\n\n")
    yield (
        "numbered_labels",
        _text("{n} 重点目標", numbers="１２３", labels=("ア　取組内容", "イ　取組の成果", "ウ　取組の課題")),
    )
    yield "dashes", _text("―重点目標{n}―", labels=("――取組内容――", "――取組の成果――", "――取組の課題――"))
    yield "arrow_part", _text(part="⇒次年度の重点目標")
    yield "both_in_one", _mixed(lambda block: f"成果と課題\n{bullets(block.outcome + block.issue)}")
    yield (
        "both_headed",
        _mixed(lambda block: f"取組の成果と課題\n【成果】\n{bullets(block.outcome)}\n【課題】\n{bullets(block.issue)}"),
    )
    yield "both_looked_back", _mixed(lambda block: f"評価・ふりかえり\n{bullets(block.outcome + block.issue)}")


def _markdowns() -> Iterator[tuple[str, str]]:
    title = "# 令和5年度 港北区地域子育て支援拠点 事業評価\n\n"

    def fields(block: Block, label: str) -> str:
        return "".join(
            f"{label.format(l=name)}\n\n{bullets(said, '- ')}\n\n"
            for name, said in zip(LABELS, block[1:], strict=True)
            if said
        )

    for name, goal, label in (
        ("headings", "## 重点目標{n}\n\n{g}\n\n", "### {l}"),
        ("goal_in_heading", "## 重点目標{n}：{g}\n\n", "### {l}"),
        ("bold", "**重点目標{n}**　{g}\n\n", "**{l}**"),
    ):
        blocks = (
            goal.format(n=number, g=block.goal) + fields(block, label) for number, block in enumerate(EVALUATED, 1)
        )
        last = goal.format(n=1, g=NEXT.goal) + fields(NEXT, label)
        yield name, title + "".join(blocks) + f"## 次年度重点目標\n\n{last}"


def _cell(said: Sequence[str]) -> str:
    return bullets(said, end="<br>")


def _list(said: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{one}</li>" for one in said) + "</ul>"


def _rows(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _pages() -> Iterator[tuple[str, str]]:
    last = "<h2>次年度重点目標</h2>" + _rows(
        f"<th>重点目標1</th><td>{NEXT.goal}</td>", f"<th>取組内容</th><td>{_cell(NEXT.activity)}</td>"
    )
    for name, write in (
        ("definitions", _definitions),
        ("divisions", _divisions),
        ("details", _details),
        ("goals_beside", _goals_beside),
        ("goals_as_heads", _goals_as_heads),
        ("goals_in_rows", _goals_in_rows),
        ("goal_over_rows", _goal_over_rows),
        ("labels_in_labels", _labels_in_labels),
        ("two_fields_a_row", _two_fields_a_row),
        ("labels_over_text", _labels_over_text),
    ):
        head = "<!DOCTYPE html><html><body><h1>港北区地域子育て支援拠点 令和5年度 単年度事業評価</h1>"
        yield name, f"{head}{write()}{last}</body></html>"


def _definitions() -> str:
    return "".join(
        f"<h2>重点目標{number}</h2><p>{block.goal}</p><dl>"
        + "".join(
            f"<dt>{label}</dt>" + "".join(f"<dd>{one}</dd>" for one in said)
            for label, said in zip(LABELS, block[1:], strict=True)
        )
        + "</dl>"
        for number, block in enumerate(EVALUATED, 1)
    )


def _divisions() -> str:
    return "".join(
        f"<div><div>重点目標{number}</div><div>{block.goal}</div>"
        + "".join(f"<div>{label}</div><div>{_cell(said)}</div>" for label, said in zip(LABELS, block[1:], strict=True))
        + "</div>"
        for number, block in enumerate(EVALUATED, 1)
    )


def _details() -> str:
    return "".join(
        f"<details><summary>重点目標{number}　{block.goal}</summary>"
        + "".join(f"<h4>{label}</h4>{_list(said)}" for label, said in zip(LABELS, block[1:], strict=True))
        + "</details>"
        for number, block in enumerate(EVALUATED, 1)
    )


def _columns() -> list[str]:
    return [
        f"<th>{label}</th>" + "".join(f"<td>{_cell(block[field])}</td>" for block in EVALUATED)
        for field, label in enumerate(LABELS, 1)
    ]


def _goals_beside() -> str:
    goals = "<th>目標</th>" + "".join(f"<td>{block.goal}</td>" for block in EVALUATED)
    return _rows("<th></th><th>重点目標1</th><th>重点目標2</th>", goals, *_columns())


def _goals_as_heads() -> str:
    heads = "".join(f"<th>重点目標{number}<br>{block.goal}</th>" for number, block in enumerate(EVALUATED, 1))
    return _rows(f"<th></th>{heads}", *_columns())


def _goals_in_rows() -> str:
    rows = (
        f"<td>{number} {block.goal}</td>" + "".join(f"<td>{_cell(said)}</td>" for said in block[1:])
        for number, block in enumerate(EVALUATED, 1)
    )
    return _rows("<th>重点目標</th><th>取組内容</th><th>成果</th><th>課題</th>", *rows)


def _goal_over_rows() -> str:
    rows = []
    for number, block in enumerate(EVALUATED, 1):
        first = f"<td rowspan=3>重点目標{number}<br>{block.goal}</td>"
        for label, said in zip(LABELS, block[1:], strict=True):
            rows.append(f"{first}<th>{label}</th><td>{_cell(said)}</td>")
            first = ""
    return _rows(*rows)


def _labels_in_labels() -> str:
    return "".join(
        _rows(
            f"<th colspan=2>重点目標{number}</th><td>{block.goal}</td>",
            f"<th colspan=2>取組内容</th><td>{_cell(block.activity)}</td>",
            f"<th rowspan=2>評価</th><th>成果</th><td>{_cell(block.outcome)}</td>",
            f"<th>課題</th><td>{_cell(block.issue)}</td>",
        )
        for number, block in enumerate(EVALUATED, 1)
    )


def _two_fields_a_row() -> str:
    return "".join(
        _rows(
            f"<th>重点目標{number}</th><td colspan=3>{block.goal}</td>",
            f"<th>取組内容</th><td colspan=3>{_cell(block.activity)}</td>",
            f"<th>取組の成果</th><td>{_cell(block.outcome)}</td><th>取組の課題</th><td>{_cell(block.issue)}</td>",
        )
        for number, block in enumerate(EVALUATED, 1)
    )


def _labels_over_text() -> str:
    return "".join(
        _rows(
            f"<th colspan=2>重点目標{number}　{block.goal}</th>",
            "<th colspan=2>取組内容</th>",
            f"<td colspan=2>{_cell(block.activity)}</td>",
            "<th>取組の成果</th><th>取組の課題</th>",
            f"<td>{_cell(block.outcome)}</td><td>{_cell(block.issue)}</td>",
        )
        for number, block in enumerate(EVALUATED, 1)
    )


MARKUP: Final[dict[str, bytes]] = {
    **{f"{name}.txt": text.encode() for name, text in _texts()},
    **{f"{name}.md": text.encode() for name, text in _markdowns()},
    **{f"{name}.html": text.encode() for name, text in _pages()},
}
