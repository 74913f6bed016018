"""`python -m benchmarks WHAT`; `--help` tells what there is."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from benchmarks.data import DEFAULT_BENCH, Bench


def main() -> None:
    options = _parse()
    bench = Bench(options.bench)
    if options.what in ("scrape", "train", "leave-one-out", "repeats"):
        _learn(options, bench)
        return
    if options.what in ("train-pages", "held-out-pages", "leave-one-out-pages"):
        _learn_pages(options, bench)
        return
    # imported late: --help needs no peer, and none of their start-up
    from benchmarks import (  # noqa: PLC0415
        library,
        memory,
        parts,
        peers,
        quality,
        rules_report,
        sites,
        speed,
        stages,
    )

    print(f"{date.today()} · {speed.machine()}\n{peers.versions()}")
    texts, pages = options.only in ("", "text"), options.only in ("", "html")
    if options.what in ("quality", "all"):
        if texts:
            quality.text(bench, with_url=options.with_url)
        if pages:
            quality.html(bench)
    if options.what in ("speed", "all"):
        if texts:
            speed.text(bench, documents=options.texts, repeat=options.repeat)
        if pages:
            speed.html(bench, pages=options.pages, repeat=options.repeat)
            stages.report(bench, pages=options.pages, repeat=options.repeat)
            memory.report(bench, pages=options.pages)
        speed.start_up()
    if options.what == "parts":
        parts.report(bench, documents=options.texts, repeat=options.repeat)
    if options.what == "batch":
        from benchmarks import batch  # noqa: PLC0415

        batch.report(bench, repeat=options.repeat, files=options.files)
    if options.what == "metadata":
        from benchmarks import metadata  # noqa: PLC0415

        metadata.report(bench, options.more, pages=options.pages, show=options.show, half=options.half)
    if options.what == "library":
        library.report(bench, documents=options.texts, repeat=options.repeat)
    if options.what == "languages":
        from benchmarks import languages  # noqa: PLC0415

        languages.report(bench, show=int(options.show or 0))
    if options.what == "sites":
        sites.report()
    if options.what == "rules" and options.sites:
        rules_report.report_sites(bench)
    elif options.what == "rules":
        rules_report.report(bench, with_url=options.with_url, tier=options.tier, show=options.show)


def _learn(options: argparse.Namespace, bench: Bench) -> None:
    """The commands that need the extra `train`."""
    if options.what == "scrape":
        from benchmarks import scrape  # noqa: PLC0415

        scrape.make(bench, options.out or Path("more-texts"))
    elif options.what == "repeats":
        from benchmarks import repeats  # noqa: PLC0415

        repeats.report(bench, options.more)
    elif options.what == "leave-one-out":
        from benchmarks import leave_one_out  # noqa: PLC0415

        if options.sites:
            leave_one_out.report_sites(bench, options.more)
        else:
            leave_one_out.report(bench, options.more, share=options.share)
    else:
        from benchmarks import train  # noqa: PLC0415

        train.train(bench, options.more, options.out or train.WEIGHTS)


def _learn_pages(options: argparse.Namespace, bench: Bench) -> None:
    """The commands for the trees of pages: they need the extra `train` too."""
    from benchmarks import quality, train, train_pages  # noqa: PLC0415
    from benchmarks.learn.texts import load  # noqa: PLC0415

    seeds = range(options.seeds)
    if options.what == "train-pages":
        train_pages.train(bench, options.out or train_pages.WEIGHTS)
    elif options.what == "leave-one-out-pages":
        train_pages.leave_one_out(bench, seeds)
    elif options.more:
        weights = train.learn(*load(train.files(bench, options.more)), by_fold=True).by_fold
        for seed, bodies in train_pages.held_out(bench, seeds, weights):
            quality.held_out_pages(bench, bodies, f"cleaner, weights and trees held out by site, seed {seed}")
    else:
        for seed, bodies in train_pages.held_out(bench, seeds):
            quality.held_out_pages(bench, bodies, f"cleaner, trees held out by site, seed {seed}")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure cleaner beside its peers on a bench folder."
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=(
            *("quality", "speed", "parts", "library", "rules", "languages", "sites", "batch", "all"),
            *("scrape", "train", "leave-one-out", "repeats", "train-pages", "held-out-pages"),
            "leave-one-out-pages",
            "metadata",
        ),
        default="all",
        help="all: quality and speed; parts: where the time of cleaning a text goes; "
        "library: what loading the rules and ten times as many "
        "rules cost; rules: how often each rule marks junk, and how often the article; "
        "languages: what stays and what goes in texts of each language; "
        "sites: what rules of many sites cost; "
        "metadata: titles, authors, dates and languages of pages; "
        "batch: what many documents cost beside cleaning them; "
        "scrape: labelled texts of all pages the bench has none of; train: the weights; "
        "leave-one-out: quality on texts of suites the weights have not seen; "
        "repeats: the same beside the site's other pages; "
        "train-pages, held-out-pages, leave-one-out-pages: the same for the trees of the decision over pages",
    )
    parser.add_argument(
        "--more",
        type=Path,
        nargs="*",
        default=[],
        metavar="PATH",
        help="train, leave-one-out, repeats: what scrape wrote; held-out-pages: weights of texts too; "
        "metadata: files of labels",
    )
    parser.add_argument("--out", type=Path, metavar="PATH", help="scrape (a folder), train: where to")
    parser.add_argument(
        "--share",
        type=int,
        default=1,
        metavar="N",
        help="leave-one-out: learn from one text in N (%(default)s)",
    )
    parser.add_argument(
        "--bench",
        type=Path,
        default=DEFAULT_BENCH,
        metavar="DIR",
        help="default: ../shared/bench, seen from the repository",
    )
    parser.add_argument(
        "--only", choices=("text", "html"), default="", help="quality, speed: one half of the bench"
    )
    parser.add_argument("--with-url", action="store_true", help="texts: tell the cleaner their addresses")
    parser.add_argument(
        "--texts", type=int, default=400, metavar="N", help="speed: how many; 0 all (%(default)s)"
    )
    parser.add_argument(
        "--pages", type=int, default=100, metavar="N", help="speed, metadata: how many; 0 all (%(default)s)"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="speed: best of N (%(default)s)")
    parser.add_argument(
        "--files", type=int, default=10_000, metavar="N", help="batch: for the memory; 0 none (%(default)s)"
    )
    parser.add_argument("--tier", default="", help="rules: core, light or hard texts only, and no pages")
    parser.add_argument(
        "--sites",
        action="store_true",
        help="rules: those of single sites, in their pages; leave-one-out: new sites of suites that teach",
    )
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="…-out-pages: how many, from 0 (%(default)s)"
    )
    parser.add_argument(
        "--show",
        default="",
        metavar="RULE",
        help="rules: print the article lines a rule marks; metadata: the misses of a field; "
        "languages: print so many junk lines that stay",
    )
    parser.add_argument(
        "--half",
        type=int,
        choices=(0, 1),
        default=-1,
        help="metadata: half of the sites alone, by their names",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
