"""All themes side by side: by ward and year, and the two contrasted sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.report.content import FigureImage, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names


UNVALIDATED: Final = "† は未検証の主題"


def overview(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the heat maps of all themes."""
    first, second = (names.section(section) for section in names.contrast)
    yield Heading("主題の全体像")
    yield Paragraph(
        f"図は、{len(names.themes)}の主題それぞれについて、様式ごとに、その主題に触れた文の割合を示す。"
        "各ますの数字は、触れた文の数と、読み取った文の数である。様式の種類は合算せず、並べて示す。"
        "一つの文に複数の主題が付くことがあるので、縦に足しても100%にはならない。"
    )
    yield FigureImage(
        "heat_map",
        f"主題別・{names.place_word}と年度別にみた、主題に触れた文の割合(すべての区分)。{UNVALIDATED}",
        "主題を行、様式を列とする濃淡図。各ますに触れた文の数と読み取った文の数を示す。",
    )
    yield Heading(f"{first}と{second}", 2)
    yield Paragraph(
        f"同じ主題が「{first}」として書かれているのか、「{second}」として書かれているのかを、様式ごとに並べる。"
        "書き手が少なく、一つの欄の文も数文から数十文なので、二つの差の検定はしない。"
    )
    yield FigureImage(
        "contrast",
        f"{first}と{second}にみる、主題に触れた文の割合。{UNVALIDATED}",
        f"主題を行、様式ごとの{first}と{second}を列とする濃淡図。",
    )
    yield Heading(f"どの{names.place_word}のどの年度に様式があるか", 2)
    yield Paragraph("斜線は様式がないことを示す。様式がないますについて、この報告書は何も述べない。")
    yield FigureImage(
        "coverage",
        f"{names.place_word}と年度別にみた、取り上げる主題に触れた文の割合({names.form(findings.main_form)}の様式)。{UNVALIDATED}",
        f"{names.place_word}を行、年度を列とする濃淡図。様式のないますは斜線。",
    )
