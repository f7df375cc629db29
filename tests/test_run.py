"""The bootstrap says what to do when it cannot start: it is all that a user has then."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

RUN = Path(__file__).parents[1] / "run.py"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv/stamp")
    return module


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(RUN), *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"], **environment},
    )


@pytest.mark.parametrize("language", ["C", "C.UTF-8", "ja_JP.SJIS"])
def test_usage_is_shown_on_every_terminal(language: str) -> None:
    done = start("help", LC_ALL=language, PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.startswith("使い方: python3 run.py")


def test_a_misspelt_command_is_told_from_the_nearest_one() -> None:
    done = start("reprot")
    assert (done.returncode, done.stdout) == (2, "")
    assert "「reprot」(もしかして: report)" in done.stderr.splitlines()[0]
    assert start().returncode == 2


def test_another_python_is_refused_with_the_ones_that_do(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 1))
    with pytest.raises(SystemExit, match=r"3\.11〜3\.13"):
        run.main(["setup"])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (ImportError("No module named 'venv'"), "apt install"),
        (subprocess.CalledProcessError(1, "ensurepip"), "apt install"),
        (PermissionError(13, "Permission denied"), "書き込みの権限"),
    ],
)
def test_an_environment_that_cannot_be_made_says_what_is_lacking(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:  # noqa: ANN401 - whatever it is called with
        raise fault

    monkeypatch.setattr("venv.EnvBuilder.create", fail)
    with pytest.raises(SystemExit, match=said):
        run.main(["setup"])


def test_without_network_the_set_up_says_so_and_is_not_taken_as_done(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("venv.EnvBuilder.create", lambda _self, folder: Path(folder).mkdir())
    monkeypatch.setattr(run, "install", lambda *_: 1)
    with pytest.raises(SystemExit, match="ネットワーク"):
        run.main(["setup"])
    assert not run.STAMP.exists()


def test_locked_packages_are_installed_as_they_stand_and_newer_releases_are_not_looked_at(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    # coverage 7.17.5 came out, the lock holds 7.17.3, pytest-cov asks for coverage[toml]: pip found no hash and gave up
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr("venv.EnvBuilder.create", lambda _self, folder: Path(folder).mkdir())
    monkeypatch.setattr(run, "install", lambda *packages: calls.append(packages))
    assert run.main(["setup"]) == 0
    assert len(calls) == 3
    assert all("--no-deps" in packages for packages in calls)


@pytest.mark.parametrize(("version", "able"), [("22.0.2", False), ("22.3", True), ("23.0.1", True), ("26.1", True)])
def test_a_pip_that_cannot_install_elsewhere_is_not_asked_to(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, version: str, *, able: bool
) -> None:
    monkeypatch.setattr(run.importlib.metadata, "version", lambda _: version)
    assert run.outer_pip() is able


def test_a_set_up_that_was_done_is_not_done_again(run: ModuleType) -> None:
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.write_bytes(b"")
    run.STAMP.write_text(run.environment_key(), encoding="ascii")
    assert run.main(["setup"]) == 0
