"""All themes side by side: by ward and year, and the two contrasted sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.report.content import FigureImage, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textmine.report.content import Element
    from textmine.report.findings import Findings, Names


UNVALIDATED: Final = "† は未検証の主題"
SEVERAL: Final = "一つの文に複数の主題が付くことがあるので、縦に足しても100%にはならない。"


def overview(findings: Findings, names: Names) -> Iterator[Element]:
    """Give the heat maps of all themes."""
    yield Heading("主題の全体像")
    yield from _by_form(findings, names) if "heat_map" in findings.figures else _summed(findings, names)
    yield Heading(f"どの{names.place_word}のどの年度に様式があるか", 2)
    yield Paragraph(
        "斜線は様式がないことを示す。様式がないますについて、この報告書は何も述べない。"
        "「欄が空」「読み取れない」はそれぞれ別の模様で、数えて0だったますは白地に0で示す。",
        figures=("coverage",),
    )
    yield FigureImage(
        "coverage",
        f"{names.place_word}と年度別にみた、取り上げる主題に触れた文の割合({names.form(findings.main_form)}の様式)。{UNVALIDATED}",
        f"{names.place_word}を行、年度を列とする濃淡図。様式のないますは斜線。",
    )


def _by_form(findings: Findings, names: Names) -> Iterator[Element]:
    """Show every form beside the others."""
    first, second = (names.section(section) for section in names.contrast)
    yield Paragraph(
        f"図は、{len(names.themes)}の主題それぞれについて、様式ごとに、その主題に触れた文の割合を示す。"
        "各ますの数字は、触れた文の数と、読み取った文の数である。様式の種類は合算せず、並べて示す。" + SEVERAL,
        figures=("heat_map",),
    )
    yield FigureImage(
        "heat_map",
        f"主題別・{names.place_word}と年度別にみた、主題に触れた文の割合(すべての区分)。{UNVALIDATED}",
        "主題を行、様式を列とする濃淡図。各ますに触れた文の数と読み取った文の数を示す。",
    )
    yield Heading(f"{first}と{second}", 2)
    tested = "contrast_test" in findings.figures
    yield Paragraph(
        f"同じ主題が「{first}」として書かれているのか、「{second}」として書かれているのかを、様式ごとに並べる。"
        + ("" if tested else "書き手が少なく、一つの欄の文も数文から数十文なので、二つの差の検定はしない。"),
        figures=("contrast",),
    )
    yield FigureImage(
        "contrast",
        f"{first}と{second}にみる、主題に触れた文の割合。{UNVALIDATED}",
        f"主題を行、様式ごとの{first}と{second}を列とする濃淡図。",
    )


def _summed(findings: Findings, names: Names) -> Iterator[Element]:
    """Show wards and years, where the forms are too many to stand side by side."""
    place, form = names.place_word, names.form(findings.main_form)
    yield Paragraph(
        f"図は、{len(names.themes)}の主題それぞれについて、{form}の様式の文のうち、その主題に触れた文の割合を、"
        f"{place}ごと、年度ごとにまとめて示す。n は読み取った文の数である。{SEVERAL}"
        f"ほかの様式の数と、{place}と年度の組ごとの数は tables/totals.csv と tables/prevalence.csv にある。",
        figures=("heat_map_wards", "heat_map_years"),
    )
    for name, by in (("heat_map_wards", place), ("heat_map_years", "年度")):
        yield FigureImage(
            name,
            f"主題別・{by}別にみた、主題に触れた文の割合({form}の様式、すべての区分)。{UNVALIDATED}",
            f"主題を行、{by}を列とする濃淡図。",
        )
