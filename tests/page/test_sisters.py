"""Pages on which extractors lose parts of an article, after public reports: one of each kind, in our own words.

Each body has to hold all paragraphs, in their order, and nothing of what does not belong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import pytest
from conftest import HERE

from cleaner import Cleaner

_STORY = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))["en"]
_MORE = tomllib.loads((HERE / "page" / "tempting.toml").read_text(encoding="utf-8"))["en"]["teasers"]
TITLE = _STORY["title"]
P: Sequence[str] = (*_STORY["paragraphs"], *_MORE)
DECK = "Eleven years after the last keeper left, the fishermen of Crane Island have found a new one."
DAYS = [f"{P[n % 8]} That was day {n} of the long winter on the island." for n in range(400)]
HEADING = f"<h1>{TITLE}</h1>"
MENU = "<header><nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav></header>"
LABEL = '<div class="ad">Advertisement</div>'


def ps(parts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


def article(inside: str) -> str:
    return f"<article>{HEADING}{inside}</article>"


class Case(NamedTuple):
    body: str
    wanted: Sequence[str]
    without: Sequence[str] = ()


CASES: Mapping[str, Case] = {
    "400 paragraphs": Case(article(ps(DAYS)), DAYS),
    "400 lines with breaks": Case(article("<br><br>".join(map(escape, DAYS))), DAYS),
    "400 wrappers with names of a machine": Case(
        article("".join(f'<div class="sc-{n * 7919 % 9973:x}">{ps([day])}</div>' for n, day in enumerate(DAYS))), DAYS
    ),
    "100 containers with advertisements between": Case(
        article(LABEL.join(f'<div class="block">{ps(DAYS[n : n + 4])}</div>' for n in range(0, 400, 4))), DAYS, ["Advertis"]
    ),
    "a table of many screens": Case(
        article(ps(P[:2]) + "<table>" + "".join(f"<tr><td>Buoy {n}<td><td>{n} m" for n in range(150)) + "</table>"),
        [*P[:2], *(f"Buoy {n} | | {n} m" for n in range(150))],
    ),
    "a list of many screens": Case(
        article(ps(P[:2]) + "<ul>" + "".join(f"<li><a href=/{n}>Light {n}</a>, built in {1700 + n}" for n in range(150)) + "</ul>"),
        [*P[:2], *(f"Light {n}, built in {1700 + n}" for n in range(150))],
    ),
    "two containers, two names": Case(
        f'<main>{HEADING}<div class="intro">{ps(P[:2])}</div>{LABEL}<div class="rest">{ps(P[2:6])}</div></main>', P[:6]
    ),
    "a second container outside main": Case(
        f'<main>{HEADING}<div class="body">{ps(P[:4])}</div></main><div class="body">{ps(P[4:])}</div>', P
    ),
    "most of it hidden until it is asked for": Case(
        article(f'<div class="preview">{ps(P[:1])}</div><div class="full" hidden>{ps(P[1:])}</div>'), P
    ),
    "in a form": Case(f"<form>{HEADING}{ps(P[:6])}</form>", P[:6]),
    "in a header": Case(f"<header>{HEADING}{ps(P[:6])}</header>", P[:6]),
    "in an aside": Case(f"<aside>{HEADING}{ps(P[:6])}</aside>", P[:6]),
    "in a blockquote": Case(f"{HEADING}<blockquote>{ps(P[:6])}</blockquote>", P[:6]),
    "in a list": Case(f"{HEADING}<ul>{''.join(f'<li>{part}' for part in P[:6])}</ul>", P[:6]),
    "in definitions": Case(f"{HEADING}<dl>{''.join(f'<dd>{part}' for part in P[:6])}</dl>", P[:6]),
    "in elements of its own": Case(f"<x-story>{HEADING}{''.join(f'<x-par>{part}</x-par>' for part in P[:6])}</x-story>", P[:6]),
    "in a column, paragraphs left open": Case(
        f"<table><tr><td><a href=/>Home</a> <a href=/b>Log</a><td>{HEADING}<p>The lamp turns at rate <i>r</i>, the clock at "
        "<i>2r</i> and the wind at no rate that anybody knows.<p>Whoever counts the turns of a night has <i>n</i> of them.</table>",
        ["The lamp turns at rate r, the clock at 2r and the wind at no rate that anybody knows.",
         "Whoever counts the turns of a night has n of them."],
    ),
    "a span for each word": Case(
        article("".join(f"<p>{' '.join(f'<span>{word}</span>' for word in part.split())}</p>" for part in P[:5])), P[:5]
    ),
    "a large first letter": Case(article(f"<p><span class=cap>{P[0][0]}</span>{P[0][1:]}</p>{ps(P[1:5])}"), P[:5]),
    "a refrain": Case(article(ps([P[0], DECK, P[1], DECK, P[2], DECK])), [P[0], DECK, P[1], DECK, P[2], DECK]),
    "printed for two devices": Case(article(f"<div class=wide>{ps(P[:5])}</div><div class=narrow>{ps(P[:5])}</div>"), P[:5]),
    "a short listing": Case(article(ps(P[:2]) + "<pre>ls -l</pre>" + ps(P[2:4])), [*P[:2], "ls -l", *P[2:4]]),
    "a listing with a button": Case(
        article(ps(P[:2]) + "<div><button>Copy</button><pre>run lamp</pre></div>" + ps(P[2:4])), [*P[:2], "run lamp", *P[2:4]], ["Copy"]
    ),
    "a form for a newsletter": Case(
        article(ps(P[:2]) + "<div class=signup><form><p>Get our newsletter every Friday.</p><input></form></div>" + ps(P[2:6])),
        P[:6], ["newsletter"],
    ),
    "a standfirst outside": Case(f"<div class=head>{HEADING}<div>{DECK}</div></div><div class=text>{ps(P[:4])}</div>", [DECK, *P[:4]]),
    "a standfirst in italics": Case(f"<div>{HEADING}<em>{DECK}</em></div><article>{ps(P[:4])}</article>", [DECK, *P[:4]]),
    "a standfirst and a byline": Case(
        f"<header>{HEADING}<p>{DECK}</p><p>By Mabel Orton</p></header><article>{ps(P[:4])}</article>", [DECK, *P[:4]], ["Orton"]
    ),
    "a caption below the title is none": Case(
        f"<div>{HEADING}<figure><img src=a.jpg><figcaption>{DECK}</figcaption></figure></div><article>{ps(P[:4])}</article>", P[:4], [DECK]
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_nothing_is_lost(case: Case, cleaner: Cleaner) -> None:
    page = (
        f'<html lang=en><head><title>{TITLE} | Island Post</title><meta property="og:type" content="article"></head>'
        f"<body>{MENU}{case.body}<footer><p>© Island Post. All rights reserved.</p></footer></body></html>"
    )
    body = " ".join(cleaner.clean(page, html=True).body.split())
    place, lost = 0, list[str]()
    for part in case.wanted:
        found = body.find(part, place)
        lost += [part] if found < 0 else []
        place = found + len(part) if found >= 0 else place
    assert lost == []
    assert [part for part in case.without if part in body] == []
