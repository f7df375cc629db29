"""A limit on the time that a block of Python may take, in any thread and on any system.

The libraries that read PDF and Word loop in Python over what a file says; a damaged file can send them round for ever.
A timer raises `OutOfTimeError` in the thread that reads. It is no `Exception`, so that no library catches it midway.
"""

from __future__ import annotations

import ctypes
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class OutOfTimeError(BaseException):
    """The time is over."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let the block run for so many seconds.

    Raises:
        OutOfTimeError: at the next step of Python code after that.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    finished = False
    fired = False

    def fire() -> None:
        nonlocal fired
        with lock:
            if not finished:
                fired = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(OutOfTimeError))

    timer = threading.Timer(seconds, fire)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            finished = True
            if fired:  # not yet delivered, if the block ended by itself in this very moment
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)
        timer.cancel()
