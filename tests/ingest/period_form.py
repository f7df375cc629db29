"""What a made-up form of five years says of two businesses, for tests that write it in many ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textmine.ingest import read_form

from .study import document_of, layouts, wards

if TYPE_CHECKING:
    from pathlib import Path

    from textmine.documents import Reading

TITLE: Final = "栄区地域子育て支援拠点事業 事業評価\n5か年の振り返り(平成30年度~令和4年度)\n"
FIELDS: Final = (
    ("vision", "目指す拠点の姿"),
    ("prior_issue", "(参考)前期の振り返りの課題"),
    ("reason_org", "評価の理由(法人)"),
    ("reason_ward", "評価の理由(区)"),
    ("outcome", "拠点事業としての成果"),
    ("issue", "拠点事業としての課題"),
    ("viewpoint", "振り返りの視点"),
)
FIRST: Final = {
    "vision": ["雨の日にも、思い立って寄れる場所である。", "だれの子どもも、皆で見守っている。"],
    "prior_issue": ["午前の利用に偏り、夕方に来る家庭が少ないため、開く時刻を改める必要がある。"],
    "reason_org": [
        "夕方に粘土の時間を設け、仕事を終えた父親が迎えのついでに寄れるようにした。",
        "祖父母に竹とんぼを教わる会を月に一度開いた。",
        "古い玩具を洗って直し、貸し出す棚を作った。",
    ],
    "reason_ward": ["夕方の時間を区報で知らせた。", "保育園の園長会で案内を配った。"],
    "outcome": ["夕方の利用が三年で二倍となり、父親どうしの輪ができた。"],
    "issue": ["夕方に働ける人が足りず、担い手を募る必要がある。"],
    "viewpoint": ["どの時間にも、くつろげる工夫をしているか。", "子どもの声を聞いているか。"],
}
SECOND: Final = {
    "vision": ["ふだんの会話から、困りごとに気付く。", "一度話した人を、その後も気にかける。"],
    "prior_issue": ["記録の書き方が人によって異なる。"],
    "reason_org": ["帳面を一冊にまとめ、当番が夕方に読み合わせた。", "電話の相談を夜にも受けた。"],
    "reason_ward": ["保健師が月に一度、帳面を一緒に読んだ。"],
    "outcome": ["早く気付き、区と一緒に訪ねた例が増えた。"],
    "issue": ["夜の電話を受ける人の負担が重く、分け合う必要がある。"],
    "viewpoint": ["話を急がせず、最後まで聞いているか。"],
}
TITLES: Final = ((1, "親子の居場所事業", FIRST), (2, "子育て相談事業", SECOND))
MARKS: Final = {"vision": "①②③", "viewpoint": ("ア　", "イ　", "ウ　")}


def marked(section: str, said: list[str]) -> list[str]:
    """Write a statement a line, each with its bullet."""
    return [mark + one for mark, one in zip(MARKS.get(section, "・" * len(said)), said, strict=False)]


def wanted() -> list[tuple[str, int, str]]:
    """List what the form says: section, business and text."""
    return [(section, number, one) for number, _, form in TITLES for section, _ in FIELDS for one in form[section]]


def read(text: str, folder: Path) -> Reading:
    """Read a text as a file."""
    return read_form(document_of(text, folder), layouts(), wards())


def said(reading: Reading) -> list[tuple[str, int | None, str]]:
    """List the statements of a form: section, business and text."""
    return [(one.section, one.goal_no, one.text) for one in reading.statements]
