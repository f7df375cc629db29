"""The derived dictionary: built once, whole or not at all, and never needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import unidic_lite

from textmine.tokenizer import DictionaryError, Tokenizer, TokenizerWarning, UserTerm
from textmine.tokenizer import tokenizer as module
from textmine.tokenizer.cache import cache_folder, is_whole, kept_folder
from textmine.tokenizer.engine import DerivedEngine
from textmine.tokenizer.stock_engine import StockEngine

TEXT = "父親支援を行った。R5年度"


def write_small(folder: Path) -> None:
    (folder / "small.txt").write_text("父", encoding="utf-8")


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_folder_is_built_once(own_cache: Path) -> None:
    built: list[Path] = []

    def build(folder: Path) -> None:
        built.append(folder)
        write_small(folder)

    assert kept_folder("name", build) == kept_folder("name", build) == str(own_cache / "name")
    assert len(built) == 1
    assert sorted(path.name for path in own_cache.iterdir()) == ["name"]


@pytest.mark.parametrize("damage", ["changed", "cut", "missing", "no manifest", "bad manifest"])
def test_a_damaged_folder_is_built_again(own_cache: Path, damage: str) -> None:
    folder = Path(kept_folder("name", write_small))
    file, manifest = folder / "small.txt", folder / "manifest.txt"
    if damage == "changed":
        file.write_text("母", encoding="utf-8")
    elif damage == "cut":
        file.write_text("", encoding="utf-8")
    elif damage == "missing":
        file.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text("[1]", encoding="utf-8")
    assert not is_whole(folder)
    assert kept_folder("name", write_small) == str(folder)
    assert is_whole(folder)
    assert file.read_text(encoding="utf-8") == "父"
    assert [path.name for path in own_cache.iterdir()] == ["name"]


def test_a_folder_that_was_only_touched_is_not_built_again(own_cache: Path) -> None:
    folder = Path(kept_folder("name", write_small))
    (folder / "small.txt").touch()
    assert own_cache.exists()
    assert is_whole(folder)


def test_a_build_that_fails_leaves_nothing(own_cache: Path) -> None:
    def build(folder: Path) -> None:
        write_small(folder)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        kept_folder("name", build)
    assert list(own_cache.iterdir()) == []


def test_the_cache_is_the_user_s_unless_another_place_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TEXTMINE_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform.startswith("linux"):
        assert cache_folder() == str(tmp_path / "textmine")
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path / "named"))
    assert cache_folder() == str(tmp_path / "named")


def test_without_a_cache_the_stock_dictionary_gives_the_same_with_one_warning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = Tokenizer(user_terms=[UserTerm("子サポ")]).tokenize(TEXT + "子サポ")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    module._warned.clear()
    tokenizer = Tokenizer(user_terms=[UserTerm("子サポ")])
    with pytest.warns(TokenizerWarning) as caught:
        assert tokenizer.tokenize(TEXT + "子サポ") == expected
    assert len(caught) == 1
    assert isinstance(tokenizer._open().engine, StockEngine)
    Tokenizer().tokenize(TEXT)  # a second warning would be an error here


@pytest.mark.slow
def test_a_damaged_derived_dictionary_is_built_again(own_cache: Path) -> None:
    expected = Tokenizer(engine="stock").tokenize(TEXT)
    first = Tokenizer()
    assert first.tokenize(TEXT) == expected
    (folder,) = own_cache.glob("dictionary-*")
    matrix = folder / "matrix.bin"
    matrix.write_bytes(matrix.read_bytes()[:-1000] + bytes(1000))
    again = Tokenizer()
    assert again.tokenize(TEXT) == expected
    assert isinstance(again._open().engine, DerivedEngine)
    assert is_whole(folder)


@pytest.mark.slow
def test_processes_that_build_at_once_all_end_well(own_cache: Path) -> None:
    code = f"from textmine.tokenizer import Tokenizer; print(len(Tokenizer(unit='short').tokenize({TEXT!r})))"
    running = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(3)
    ]
    assert [process.communicate()[0] for process in running] == ["9\n"] * 3
    (folder,) = own_cache.iterdir()
    assert is_whole(folder)


def test_a_dictionary_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match=r"辞書"):
        Tokenizer(dictionary=str(tmp_path)).tokenize("父")


@pytest.mark.parametrize("name", ["sys.dic", "unk.dic", "char.bin", "matrix.bin"])
@pytest.mark.parametrize("content", [b"", b"no dictionary at all" * 10])
def test_a_broken_dictionary_is_a_clear_error(own_cache: Path, tmp_path: Path, name: str, content: bytes) -> None:
    broken = tmp_path / "dictionary"
    broken.mkdir()
    for path in Path(unidic_lite.DICDIR).iterdir():
        if path.is_file():
            (broken / path.name).symlink_to(path)
    (broken / name).unlink()
    (broken / name).write_bytes(content)
    with pytest.raises(DictionaryError, match=r"壊れて|読めません") as caught:
        Tokenizer(dictionary=str(broken)).tokenize("父")
    assert name in caught.value.place
    assert not list(own_cache.glob("*"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["with blank", "日本語", "with,comma"])
def test_a_cache_may_have_any_name(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEXTMINE_CACHE_DIR", str(tmp_path / name))
    tokenizer = Tokenizer(user_terms=[UserTerm("子サポ")])
    assert [token.surface for token in tokenizer.tokenize("孫の子サポを")] == ["孫", "の", "子サポ", "を"]
    assert isinstance(tokenizer._open().engine, DerivedEngine)


@pytest.mark.slow
def test_damaged_terms_are_compiled_again(own_cache: Path) -> None:
    terms = [UserTerm("子サポ")]
    assert len(Tokenizer(user_terms=terms, engine="stock").tokenize("子サポ")) == 1
    (kept,) = own_cache.glob("terms-*.dic")
    kept.write_bytes(kept.read_bytes()[:-7])
    assert len(Tokenizer(user_terms=terms, engine="stock").tokenize("子サポ")) == 1
    assert [path.name for path in own_cache.iterdir()] == [kept.name]
