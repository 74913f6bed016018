"""The command line."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Run `cleaner`; whatever happens, end with an exit code and words, never with a traceback."""
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # cleans up as Ctrl-C does
        from cleaner.cli.app import app  # noqa: PLC0415  (so that Ctrl-C is quiet from the first moment)

        app(prog_name="cleaner")
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("CLEANER_TRACEBACK"):
            raise
        print(f"cleaner: a defect: {type(error).__name__}: {error}", file=sys.stderr)
        print("Please report it, with what CLEANER_TRACEBACK=1 adds to this.", file=sys.stderr)
        sys.exit(3)
