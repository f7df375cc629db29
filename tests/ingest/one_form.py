"""What one made-up annual form says, for tests that write it in many ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Block(NamedTuple):
    goal: str
    activity: tuple[str, ...]
    outcome: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()


EVALUATED: Final = (
    Block(
        "妊娠期から安心して過ごせる関係をつくる。",
        ("妊婦を対象にした見学会を毎月開く。", "助産師による相談日を設ける。"),
        ("見学会には延べ48人が参加した。", "相談日の利用が前年度の1.5倍に増えた。"),
        ("働く妊婦が参加しにくいことが課題である。",),
    ),
    Block(
        "多様な家庭が集える場を地域に広げる。",
        ("外国につながる家庭の集まりを開催する。", "公園での出張ひろばを実施する。"),
        ("集まりをきっかけに８組が知り合った。", "出張ひろばを12回実施し、地域の方とつながった。"),
        ("開催場所が北部に偏っており、検討が必要である。",),
    ),
)
NEXT: Final = Block("父親が地域とつながる機会を増やす。", ("父親向けの講座を土曜日に行う。",))
LABELS: Final = ("取組内容", "取組の成果", "取組の課題")


def _wanted() -> Iterator[tuple[str, int, str]]:
    for number, block in enumerate(EVALUATED, 1):
        yield "goal", number, block.goal
        for section in ("activity", "outcome", "issue"):
            yield from ((section, number, said) for said in getattr(block, section))
    yield "next_goal", 1, NEXT.goal
    yield "next_activity", 1, NEXT.activity[0]


WANTED: Final = tuple(_wanted())


def bullets(said: Sequence[str], mark: str = "・", end: str = "\n") -> str:
    """Write a bullet a line."""
    return end.join(mark + one for one in said)
