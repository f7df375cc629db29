#!/usr/bin/env python3
"""Set textmine up and run it: `python3 run.py report`, `python3 run.py test`. Standard library only.

Needs Python 3.11 to 3.13 with pip (22.3 or newer); no make, no compiler, no system fonts, no root. Everything is
installed into `.venv` from hash-locked requirements, and again only when the lock or the Python changes.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import time
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "textmine.stamp"
BUILD_LOCK = ROOT / "requirements/build.lock"
LOCK = ROOT / "requirements/all.lock"
CONSTRAINTS = ROOT / "requirements/constraints.txt"
SUPPORTED = ((3, 11), (3, 13))
PIP_FOR_OTHERS = (22, 3)  # the first pip that installs into another environment

USAGE = """使い方: python3 run.py コマンド [オプション]

  setup       .venv を用意する(他のコマンドは必要なら自動で行う)
  report      corpus/ の調査を読み、reports/ に報告書(PDF)・図・表を作る
  test        検査とテストをすべて実行する(--fast: 時間のかかるテストを除く)
  check       書式・型・モジュールの決まりだけを検査する
  notebooks   notebooks/ を開く JupyterLab を起動する
  bench       benchmarks/ の計測を実行する
  compare REV 以前の版(git のリビジョン)との主題・語の増減を示す
"""


def main(arguments: list[str]) -> int:
    """Run one command; the exit status is the command's own, 2 for wrong usage."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "setup": lambda _: 0,  # every command sets up; this one does nothing else
        "report": report,
        "test": test,
        "check": lambda _: check(),
        "notebooks": notebooks,
        "bench": bench,
        "compare": compare,
    }
    name = arguments[0] if arguments else ""
    if name in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0
    if name not in commands:
        near = get_close_matches(name, commands, n=1)
        hint = f"(もしかして: {near[0]})" if near else ""
        print(f"知らないコマンド「{name}」{hint}\n" * bool(name) + USAGE, end="", file=sys.stderr)
        return 2
    set_up()
    return commands[name](arguments[1:])


def report(rest: list[str]) -> int:
    """Build the report of the study that corpus/ names, or of another one."""
    return textmine("report", *rest)


def compare(rest: list[str]) -> int:
    """Compare with a revision."""
    return textmine("compare", *rest)


def textmine(*arguments: str) -> int:
    """Run the textmine command of the environment."""
    return python("-m", "textmine.cli", *arguments)


def test(options: list[str]) -> int:
    """Run the checks, then the tests, on all cores; with --fast without those marked slow, with a name those alone."""
    fast = "--fast" in options
    rest = [option for option in options if option != "--fast"]
    failed = check() if not rest else 0
    workers = () if rest else ("--numprocesses", "auto", "--maxprocesses", "8", "--dist", "worksteal")
    return python("-m", "pytest", *(["-m", "not slow"] if fast else []), *workers, *rest) or failed


def check() -> int:
    """Run ruff, the import contracts and mypy; all of them, also when one fails."""
    steps = (
        ("ruff check", ("-m", "ruff", "check", ".")),
        ("ruff format", ("-m", "ruff", "format", "--check", ".")),
        ("import-linter", ("-c", "from importlinter.cli import lint_imports_command as lint; lint()")),
        ("mypy", ("-m", "mypy")),
    )
    failed = []
    for name, command in steps:
        announce(name)
        if python(*command):
            failed.append(name)
    print(f"検査: {'すべて合格' if not failed else '不合格: ' + ', '.join(failed)}", flush=True)
    return 1 if failed else 0


def notebooks(options: list[str]) -> int:
    """Open JupyterLab on the notebooks; it is installed at the first call, since the study itself does not need it."""
    if python("-c", "import importlib.util as u, sys; sys.exit(u.find_spec('jupyterlab') is None)"):
        announce("JupyterLab を .venv に入れます(初回のみ)")
        if install("--constraint", str(CONSTRAINTS), "jupyterlab>=4.3"):  # what is locked stays as it is
            return 1
    return python("-m", "jupyterlab", "notebooks", *options)


def bench(options: list[str]) -> int:
    """Run the benchmarks that were named, or all of them, one after the other."""
    chosen = [ROOT / "benchmarks" / f"{name.removesuffix('.py')}.py" for name in options]
    status = 0
    for script in chosen or sorted((ROOT / "benchmarks").glob("[a-z]*.py")):
        announce(script.name)
        status = python(str(script)) or status
    return status


def set_up() -> None:
    """Make .venv unless it is there and as new as the locks and this Python."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        now = sys.version.split()[0]
        sys.exit(f"Python 3.11〜3.13 が必要です(今は {now})。入っていれば、例: python3.11 run.py report")
    key = environment_key()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == key:
        return
    started = time.monotonic()
    announce("初回の準備: .venv に必要なものを入れます(数分、約 1.3 GB)")
    make_environment()
    # A lock is complete, so nothing is left to resolve; resolving would look at releases newer than the lock, which
    # have no hash: coverage[toml] of pytest-cov made pip refuse the whole set-up on the day of coverage's next release.
    locked = ("--no-build-isolation", "--no-deps")
    steps = (
        ("1/3 ビルドの道具", ("--no-deps", "--require-hashes", "-r", str(BUILD_LOCK))),
        ("2/3 ライブラリーとフォント", (*locked, "--require-hashes", "-r", str(LOCK))),
        ("3/3 textmine", (*locked, "-e", str(ROOT))),
    )
    for title, packages in steps:
        announce(title)
        if install(*packages):
            sys.exit(
                "準備に失敗しました。上のメッセージと、ネットワークの接続、空き容量(約 2 GB)を確かめ、"
                "もう一度実行してください。"
            )
    STAMP.write_text(key, encoding="ascii")
    announce(f"準備完了({time.monotonic() - started:.0f} 秒)")


def make_environment() -> None:
    """Make an empty .venv in place of the one that is there."""
    try:
        import venv  # noqa: PLC0415 - Debian splits it off

        if ENVIRONMENT.exists():
            shutil.rmtree(ENVIRONMENT)
        venv.EnvBuilder(with_pip=not outer_pip()).create(ENVIRONMENT)
    except (ImportError, subprocess.CalledProcessError):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(
            f"この Python には venv か pip がありません。入れてから、もう一度実行してください。"
            f"例(Debian・Ubuntu): sudo apt install python{version}-venv python3-pip"
        )
    except OSError as error:
        sys.exit(f"{ENVIRONMENT} を作れません({error.strerror})。書き込みの権限と空き容量を確かめてください。")


def environment_key() -> str:
    """Hash what the environment is made of."""
    parts = [path.read_bytes() for path in (BUILD_LOCK, LOCK, ROOT / "pyproject.toml")]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode(), str(ROOT).encode()])).hexdigest()


def outer_pip() -> bool:
    """Tell whether this Python has a pip that can install into another environment (Debian splits ensurepip off)."""
    try:
        version = importlib.metadata.version("pip")
    except importlib.metadata.PackageNotFoundError:
        return False
    return tuple(int(part) for part in version.split(".")[:2]) >= PIP_FOR_OTHERS


def install(*packages: str) -> int:
    """Install packages into .venv."""
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)] if outer_pip() else [str(PYTHON), "-m", "pip"]
    quiet = ("--disable-pip-version-check", "--no-input", "--quiet")
    return subprocess.call([*pip, "install", *quiet, *packages], cwd=ROOT)


def python(*arguments: str) -> int:
    """Run the environment's Python in the project's folder, speaking UTF-8 whatever the terminal is."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen([str(PYTHON), *arguments], cwd=ROOT, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # it was sent to the process too, which ends by itself and tidies up
                continue


def announce(text: str) -> None:
    """Say on standard output what comes next."""
    print(f"■ {text}", flush=True)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\n中断しました。もう一度実行すると、準備を初めからやり直します。")
