"""What the command prints, and how: messages to standard error, tables to a file or to standard output."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
import warnings
from typing import TYPE_CHECKING, Final

from textmine.errors import TRACEBACK

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from textmine.errors import TextmineError

FORMATS: Final = ("csv", "jsonl", "parquet")


def say(line: str) -> None:
    """Print a message, a line of progress or a fault."""
    print(line, file=sys.stderr, flush=True)


def say_refusal(refusal: TextmineError) -> None:
    """Print why a file was refused; where textmine itself failed, developers may ask for the traceback too."""
    say(str(refusal))
    if refusal.__cause__ is not None and os.environ.get(TRACEBACK):
        say("".join(traceback.format_exception(refusal.__cause__)).rstrip())


def write_table(table: pd.DataFrame, options: argparse.Namespace, *, default: str) -> None:
    """Write a table as `--format` or the file's name says, to `--output` or standard output."""
    from textmine.pipeline import table_bytes

    suffix = options.output.suffix.lower().lstrip(".") if options.output else ""
    write_bytes(table_bytes(table, options.format or (suffix if suffix in FORMATS else default)), options)


def write_bytes(content: bytes, options: argparse.Namespace) -> None:
    """Write to `--output`, or to standard output."""
    from textmine.pipeline import write_file

    if options.output:
        write_file(options.output, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def settle_terminal() -> None:
    """Let no terminal stop us (what it cannot show is an escape), and no library speak in place of us."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # says in English where it keeps its cache
    warnings.showwarning = _show_warning


def _show_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """Show our own warnings as one line; those of libraries are for developers, who run the tests."""
    if category.__module__.startswith("textmine"):
        say(f"注意: {message}")
