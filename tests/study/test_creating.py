"""A study begins with `create_study` and text files alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.cli import main
from textmine.study import create_study, load_study

if TYPE_CHECKING:
    import pytest

GUIDE = Path(__file__).parents[2] / "src/textmine/study/blank/README.md"
FORM = """# ひがし区センター 年次報告書 令和6年度

## 様式にある見出し
- 長雨の日にも集まりを開いた。
- 新しい本を買った。
"""


def code_blocks(kind: str) -> list[str]:
    found = re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


def test_the_guide_of_an_empty_study_leads_to_coded_statements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "another"
    create_study(folder)
    (wards,), (layout,) = code_blocks(""), code_blocks("toml")
    (folder / "wards.csv").write_text(wards, encoding="utf-8")
    (folder / "forms/yearly.toml").write_text(layout, encoding="utf-8")
    (tmp_path / "form.md").write_text(FORM, encoding="utf-8")
    assert main(["add", str(folder), str(tmp_path / "form.md")]) == 0
    assert main(["read", str(folder), "--format", "csv"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 3
    assert "ひがし区,2024,,,yearly,outcome" in rows[1]
    example = (folder / "themes.toml").read_text("utf-8").partition("# [themes.rain]")
    (folder / "themes.toml").write_text(
        re.sub(r"^# ?", "", "# [themes.rain]" + example[2], flags=re.MULTILINE), "utf-8"
    )
    assert main(["code", str(folder), "--format", "jsonl"]) == 0
    assert [line.count('"themes": ["rain"]') for line in capsys.readouterr().out.splitlines()] == [1, 0]


def test_what_is_made_loads_once_there_is_a_layout(tmp_path: Path, toy_folder: Path) -> None:
    create_study(tmp_path / "like", like=toy_folder)
    assert load_study(tmp_path / "like").settings.title == "みなと市の試し"
    create_study(tmp_path / "blank")
    tomllib.loads((tmp_path / "blank/themes.toml").read_text("utf-8"))
    (tmp_path / "blank/forms/annual.toml").write_bytes((toy_folder / "forms/annual.toml").read_bytes())
    assert load_study(tmp_path / "blank").wards == ()
