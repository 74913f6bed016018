"""The command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import Any


def main() -> None:
    """Run `cleaner`; whatever happens, end with an exit code and words, never with a traceback."""
    try:
        heed_signals()
        from cleaner.cli.plain import run_plain  # noqa: PLC0415  (so that Ctrl-C is quiet from the first moment)

        if run_plain(sys.argv[1:]):
            return
        gc.disable()  # what is imported stays: to look for garbage in it costs a tenth of its time
        from cleaner.cli.app import app  # noqa: PLC0415  (imports typer)

        gc.freeze()
        gc.enable()
        app(prog_name="cleaner")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("CLEANER_TRACEBACK"):
            raise
        print(f"cleaner: internal error: {type(error).__name__}: {error}", file=sys.stderr)
        print("Please report it with the traceback that CLEANER_TRACEBACK=1 prints.", file=sys.stderr)
        sys.exit(3)


def heed_signals() -> None:
    """Let SIGTERM clean up as Ctrl-C does, and neither get lost.

    Both arrive as exceptions. Python drops an exception that falls into a destructor (those of `regex` run
    whenever a pattern is compiled): such a signal is sent once more, a moment later.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    before = sys.unraisablehook

    def again(dropped: Any) -> None:
        if isinstance(dropped.exc_value, KeyboardInterrupt | SystemExit):
            sent = signal.SIGINT if isinstance(dropped.exc_value, KeyboardInterrupt) else signal.SIGTERM
            import threading  # noqa: PLC0415  (seldom needed)

            threading.Timer(0.01, os.kill, (os.getpid(), sent)).start()
        else:
            before(dropped)

    sys.unraisablehook = again
