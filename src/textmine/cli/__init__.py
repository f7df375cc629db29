"""The textmine command: the only printer. Results go to standard output, progress and faults to standard error.

Exit status: 0 all was done; 1 something was refused (one line each; the rest was done); 2 wrong usage. No traceback for
anything that a user's file can hold.

`arguments` is what can be written, `japanese` says what is wrong with it, `commands` do it, `console` prints.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from textmine.cli.arguments import make_parser
from textmine.cli.commands import DONE, REFUSED
from textmine.cli.console import say, settle_terminal
from textmine.errors import TextmineError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    settle_terminal()
    options = make_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except TextmineError as error:
        say(str(error))
        return REFUSED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        say("中断しました。前からあるファイルはそのままです")
        return REFUSED
    return status
