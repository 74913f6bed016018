"""Time is linear in the input: the exponent of each stage over hostile texts and pages that grow.

A law of the time is fitted to the CPU time of 10, 20, 40 and 80 kB of each, the best of several runs. One
suspect is measured again, for other processes of the machine can only add time. Where an input repeats one
piece a thousand times, each function is held to it: what is quadratic shows long before it takes most of the
time.
"""

from __future__ import annotations

import cProfile
import gc
import math
import pstats
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from time import perf_counter, process_time
from typing import Any, NamedTuple

import pytest

from cleaner import Cleaner, load_rules, select_rules
from cleaner.decision import Decider
from cleaner.match import Matcher
from cleaner.page import extract
from cleaner.page.parse import parse
from cleaner.page.walk import walk
from cleaner.text import decode, looks_like_html, split

SIZES = (10_000, 20_000, 40_000, 80_000)
MOST = 1.2  # exponent
NOTHING = 0.02  # seconds for the largest; what takes less is too short to be measured
RULES = select_rules(load_rules())
CLEANER, MATCHER, DECIDER = Cleaner(RULES), Matcher(RULES), Decider(RULES)
PROSE = "The council met on Monday and agreed on the budget for the coming year after a long debate."
PLEA = "Subscribe to our newsletter. "

Pump = Callable[[int], str]


def again(*units: str) -> Pump:
    """These, again and again."""

    def pump(size: int) -> str:
        whole = "".join(islice(cycle(units), size // max(1, len("".join(units)) // len(units)) + len(units)))
        return whole[:size]

    return pump


def numbered(unit: str) -> Pump:
    """A piece with a number in it, so that no two are the same."""
    return lambda size: "".join(unit.format(n * 7919) for n in range(size // len(unit) + 1))[:size]


def ends(start: str, unit: str, end: str = "") -> Pump:
    """Something that begins, goes on and on, and ends otherwise than was hoped."""
    return lambda size: start + (unit * (size // len(unit) + 1))[: size - len(start)] + end


def attributes(unit: str, first: str = "") -> Pump:
    """A paragraph with ever more attributes."""
    return lambda size: f"<p {first} {numbered(unit)(size)}>{PROSE}</p>"


UNITS = (
    "a", " ", "\n", "\r\n", "\t", ".", "!", "? ", "…", '"', "“", "“ ”", "「", "[", "[]", "[a](", "[a](b",
    "(", "()", "*", "**", "***a", "_", "`", "#", "# a\n", ">", "> > ", "- a\n", "1. a\n", "12 ", "|",
    "a | b\n", "---\n", "—", "a, ", "a@", "a@b.", "www.a", "http://", "&amp;", "<", "<a", "<p>", "\u200b",
    "\u202e", "\u0301", "漢", "漢。", "ก", "é", "👨\u200d", "Also read: ", "Read more\n", "[Read more] ",
    "(Read more: Night buses) ", "Related Articles\n", "Share on Facebook\n", "Share, Tweet, ",
    "By Jane Doe\n", "By Jane Doe ", "September 6, 2023\n", "Tags: a, b\n", "#tag ", "Comments (3)\n",
    "Advertisement\n", "ADVERTISEMENT ", f"{PLEA}\n", PLEA, f"{PROSE} {PLEA}",
    "pic.twitter.com/aB3dE5gH1j ", "— Jane Roe (@jroe) June 1, 2026 ", "Title Of A Story\n\n",
    "A\n\nB b b.\n", "Home > News > ", "1\n2\n3\n", "\ud800", "\x00", "[vc_row] ", f"{PROSE}\n\n",
    "x" * 60 + " ",
)  # fmt: skip
TEXTS: dict[str, Pump] = {
    **{repr(unit): again(unit) for unit in UNITS},
    "a quotation without an end": ends("“", "a b c. "),
    "a link without an end": ends("[", "x"),
    "a share bar that ends in an unknown name": ends("Share: ", "Facebook, Twitter, Pinterest, ", "Xyz"),
    "titles": numbered("Title number {} of it\n"),
    "cards": numbered("Story {0} is here\nSeptember 6, 2023\nStory {0} is here\n\n"),
    "paragraphs": numbered("The council {0} met on Monday and agreed on the budget for the year {0}.\n\n"),
    "pleas glued to paragraphs": numbered(f"{PROSE[:-1]}, said {{}}. {PLEA}\n\n"),
    "headings with items": numbered(f"Related Articles\nStory {{}} is here\n\n{PROSE}\n\n"),
    "keywords": again(
        "Also read, By, Photo, Share, newsletter, Subscribe, Comments, Tags, Source, cookies, "
    ),
    "quoted lines": numbered("> line {}\n"),
    "markdown links": numbered('[a{0}](http://x.y/{0} "t") '),
}
ELEMENTS = (
    "<p>a</p>", "<div>", "<b>", "</p>", "<table><tr><td>", "<ul><li>a", "<a href='/b'>c</a> ", "<h2>a</h2>",
    "<br>", "<!--", "<![CDATA[", "<script>", "<p class='a b c'>d</p>",
    "<article><h2>a</h2><p>b</p></article>", "<form>", "<template>", "&nbsp;", "<meta name='a'>",
    "<time>2026-01-01</time>", "<figure><img><figcaption>a</figcaption></figure>",
    "<nav><a href='/b'>c</a></nav>", f"<p>{PROSE}</p>", f"<p>{PROSE} pic.twitter.com/aB3dE5gH1j</p>",
    "<p>Share on Facebook</p>", "<span hidden>a</span>",
)  # fmt: skip
PAGES: dict[str, Pump] = {
    **{repr(unit): again(unit) for unit in ELEMENTS},
    "attributes": attributes("a{} "),
    "attributes behind a quoted >": attributes("a{}=1 ", 't=">"'),
    "attributes that hold <": attributes('a{}="<" '),
    "attributes of the body": numbered("<body a{}=1>"),
    "paragraphs": numbered("<p>The council {} met on Monday and agreed on the budget for the year.</p>"),
    "cards": numbered(
        "<div class='card'><h3><a href='/s{0}'>Story {0} is here</a></h3><p>Read more</p></div>"
    ),
    "one word": again("a"),
}


def whole_page(size: int, pump: Pump) -> str:
    return f"<html><body>{pump(size)}<p>{PROSE}</p></body></html>"


class Stage(NamedTuple):
    """One step of the way, and how to get ready for it: what makes its input is not measured."""

    run: Callable[[Any], Any]
    ready: Callable[[str], Any] = lambda content: content


def marked(text: str) -> tuple[Any, Any]:
    blocks = split(text)
    return blocks, MATCHER.match(blocks)


def page_alone(page: str) -> Any:
    return extract(page, CLEANER.page_rules)


def decide_page(extracted: Any) -> Any:
    document, page, said, settled = extracted
    if page is None:
        return None
    return CLEANER._pages.decide(document, page, said, MATCHER.match, settled=settled)


OF_TEXTS = {
    "decode": Stage(decode, lambda text: text.encode("utf-8", "surrogatepass")),
    "sniff": Stage(looks_like_html),
    "split": Stage(split),
    "match": Stage(MATCHER.match, split),
    "decide": Stage(lambda found: DECIDER.decide(*found), marked),
    "whole": Stage(lambda text: CLEANER.clean(text, html=False)),
}
OF_PAGES = {
    "parse": Stage(parse),
    "walk": Stage(walk, parse),
    "extract": Stage(page_alone),
    "decide": Stage(decide_page, page_alone),
    "whole": Stage(lambda page: CLEANER.clean(page, html=True)),
}


def seconds(stage: Stage, content: str, runs: int) -> float:
    """CPU time of a stage, the best of several runs."""
    best = math.inf
    for _ in range(runs):
        ready = stage.ready(content)
        began = process_time()
        stage.run(ready)
        best = min(best, process_time() - began)
    return best


def exponent(sizes: tuple[int, ...], times: list[float]) -> float:
    """Of the power of the size that fits the times best: the slope of both logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(max(time, 1e-6)) for time in times]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)) / sum(
        (a - middle_x) ** 2 for a in x
    )


def steep(
    stages: dict[str, Stage], pumps: dict[str, Callable[[int], str]]
) -> Iterator[tuple[str, str, float]]:
    """Each stage, input and exponent that is over the limit, however often it is measured."""
    for stage_name, stage in stages.items():
        for name, pump in pumps.items():
            if seconds(stage, pump(SIZES[-1]), 1) < NOTHING:
                continue
            slopes = []
            for runs in (1, 2, 4, 8):
                times = [seconds(stage, pump(size), runs) for size in SIZES]
                slopes.append(exponent(SIZES, times))
                if slopes[-1] <= MOST:
                    break
            else:
                yield stage_name, name, min(slopes)


def pages(pumps: dict[str, Pump]) -> dict[str, Pump]:
    return {name: partial(whole_page, pump=pump) for name, pump in pumps.items()}


STORY = f"<p>{PROSE}</p>"
EQUAL = {
    "paragraphs": STORY,
    "lines": f"{PROSE}<br>",
    "links": "<li><a href='/b'>Story is here</a></li>",
    "cards": "<div class='card'><h3><a href='/s'>Story is here</a></h3><p>Read more</p></div>",
    "headings": f"<h2>Night buses</h2>{STORY}",
}
EQUAL_TEXTS = {"paragraphs": f"{PROSE}\n\n", "lines": f"{PROSE}\n", "short lines": "Night buses\n"}
TIMES = 1000  # that a piece stands in the smaller of two inputs
GROWTH = 3.0  # of a function's own time if the input is twice as long
LITTLE = 0.1  # seconds; functions that take less of the longer input are too fast to be measured


def own_times(
    run: Callable[[str], Any], content: str, clock: Callable[[], float]
) -> dict[tuple[Any, ...], float]:
    """Time of each function without that of those it calls; of built-in ones, for each caller."""
    profile = cProfile.Profile(clock)
    gc.collect()
    gc.disable()
    try:
        profile.runcall(run, content)
    finally:
        gc.enable()
    times: dict[tuple[Any, ...], float] = {}
    for function, (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if function[0] != "~":
            times[function] = own
        for caller, (_, _, within, _) in callers.items() if function[0] == "~" else ():
            times[function, caller] = within
    return times


def disproportionate(run: Callable[[str], Any], less: str, more: str) -> set[tuple[Any, ...]]:
    """The functions whose time grows by far more than the input, however often it is measured. To ask for
    CPU time at each call is slow: it is done only if the clock on the wall finds a suspect."""
    found: set[tuple[Any, ...]] | None = None
    for clock in (perf_counter, process_time, process_time):
        before, after = own_times(run, less, clock), own_times(run, more, clock)
        now = {key for key, own in after.items() if own > max(LITTLE, GROWTH * before.get(key, 0.0))}
        found = now if found is None else found & now
        if not found:
            break
    return found or set()


def below_article(pieces: str) -> str:
    return f"<html><body><article><h1>Night buses</h1>{STORY * 5}</article>{pieces}</body></html>"


@pytest.mark.parametrize("piece", EQUAL.values(), ids=EQUAL)
def test_no_function_is_quadratic_in_equal_pieces_of_a_page(piece: str) -> None:
    less, more = (below_article(piece * times) for times in (TIMES, 2 * TIMES))
    CLEANER.clean(below_article(piece), html=True)  # what is made once is made here
    assert not disproportionate(partial(CLEANER.clean, html=True), less, more)


@pytest.mark.parametrize("piece", EQUAL_TEXTS.values(), ids=EQUAL_TEXTS)
def test_no_function_is_quadratic_in_equal_pieces_of_a_text(piece: str) -> None:
    CLEANER.clean(piece, html=False)
    less, more = piece * TIMES, piece * 2 * TIMES
    assert not disproportionate(partial(CLEANER.clean, html=False), less, more)


def test_a_quadratic_function_would_be_found() -> None:
    def quadratic(text: str) -> list[int]:
        return [n for n in range(len(text)) if n > min(map(ord, text))]

    assert disproportionate(quadratic, "a" * 2 * TIMES, "a" * 4 * TIMES)


def test_texts_take_linear_time() -> None:
    few = ("'pic.twitter.com/aB3dE5gH1j '", "a share bar that ends in an unknown name", "cards")
    assert not list(steep({"whole": OF_TEXTS["whole"]}, {name: TEXTS[name] for name in few}))


def test_pages_take_linear_time() -> None:
    few = ("attributes", "attributes that hold <", "cards")
    assert not list(steep({"whole": OF_PAGES["whole"]}, pages({name: PAGES[name] for name in few})))


@pytest.mark.slow
@pytest.mark.parametrize("stage", OF_TEXTS)
def test_each_stage_takes_linear_time_of_texts(stage: str) -> None:
    assert not list(steep({stage: OF_TEXTS[stage]}, TEXTS))


@pytest.mark.slow
@pytest.mark.parametrize("stage", OF_PAGES)
def test_each_stage_takes_linear_time_of_pages(stage: str) -> None:
    assert not list(steep({stage: OF_PAGES[stage]}, pages(PAGES)))


def test_what_is_quadratic_would_be_found() -> None:
    quadratic = Stage(lambda text: [text.count(text[n : n + 3] + "\x01") for n in range(0, len(text), 200)])
    assert [name for _, name, _ in steep({"it": quadratic}, {"a": again("a")})]
