"""What a folder of imported site rules costs: the start of a process, and a page of a site that has rules."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.data import table
from cleaner import Cleaner, load_rules, select_rules
from cleaner.workbench.ftr import convert

SITES, KEYS_A_SITE = 2000, 4
_START = "import sys\nfrom cleaner import *\nCleaner(select_rules(load_rules(sys.argv[1:]))).clean('A line.')"


def report() -> None:
    """Print the CPU seconds of a process and of a page, without and with rules of 2,000 generated sites."""
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "sites", Path(name) / "cache"
        folder.mkdir()
        for file, text in convert(dict(map(_configuration, range(SITES)))).files.items():
            (folder / file).write_text(text, encoding="utf-8")
        rows = []
        for what, paths in (("packaged rules", []), (f"and those of {SITES:,} sites", [str(folder)])):
            starts = [_start(paths, cache) for _ in range(6)]
            page = _page(Cleaner(select_rules(load_rules(paths))))
            rows.append((what, f"{starts[0]:.2f}", f"{min(starts[1:]):.2f}", f"{1000 * page:.2f}"))
    print("\n## Rules of many sites: CPU\n")
    print(table(("rules", "first start, s", "start, s", "page, ms"), rows))


def _configuration(number: int) -> tuple[str, str]:
    lines = (
        f"{key}: //div[@class='{key}-{number}-{line}']"
        for key in ("body", "strip")
        for line in range(KEYS_A_SITE)
    )
    return f"site{number}.example.txt", "\n".join(lines)


def _start(paths: list[str], cache: Path) -> float:
    """CPU seconds of a process that cleans a line; the first fills the cache of rules."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    subprocess.run([sys.executable, "-c", _START, *paths], env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _page(cleaner: Cleaner) -> float:
    """CPU seconds of one short page of a site that has rules, the best of five rounds over 50 sites."""
    prose = "<p>The council met for the third time about the pier, and could not agree on what to do.</p>"
    pages = [
        (f"<html><body><article>{prose * 8}</article><div class='strip-{n}-3'>More</div></body></html>", n)
        for n in range(0, SITES, SITES // 50)
    ]
    seconds = []
    for _ in range(6):
        started = time.process_time()
        for page, number in pages:
            cleaner.clean(page, url=f"https://site{number}.example/pier")
        seconds.append((time.process_time() - started) / len(pages))
    return min(seconds[1:])
