"""Pages that come in place of an article, or are none: pages of our own writing."""

from __future__ import annotations

import json

import pytest
from prose import BRIDGE

from cleaner import Cleaned, clean
from cleaner.report import explain, remarks
from cleaner.report.formats import as_row

ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
LONG = "".join(f"<p>{part}: {sentence}</p>" for part in ("First", "Then", "Last") for sentence in BRIDGE)
CARDS = "".join(
    f'<div><h3><a href="/{n}">Story number {n} of the harbour</a></h3><p>What happened on day {n}.</p></div>'
    for n in range(12)
)
TITLES = [f"Story number {n} of the harbour" for n in range(9)]
LINKS = "".join(f'<li><a href="/{n}">{title}</a></li>' for n, title in enumerate(TITLES))
ROWS = "".join(
    f'<tr><td><a href="/{n}">{title}</a></td><td>04.03.2024</td></tr>' for n, title in enumerate(TITLES)
)
CONSENT = (
    "<p>We and our partners use cookies to store and access information on your device.</p>"
    "<button>Accept all cookies</button> <button>Manage cookies</button><p>See our cookie policy.</p>"
)


def read(body: str, head: str = "", title: str = "Bridge stays closed") -> Cleaned:
    return clean(f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>")


def linked(kind: str, **fields: object) -> str:
    data = json.dumps({"@type": kind, **fields}).replace("</", "<\\/")
    return f'<script type="application/ld+json">{data}</script>'


KINDS = {
    "an article": (ARTICLE, "", "Bridge stays closed", "article"),
    "an article about errors": (LONG, "", "Page not found: how the web forgets", "article"),
    "nothing there": ("<h1>Oops</h1><p>Try our search, or go back.</p>", "", "404 - Page not found", "error"),
    "said in the heading": ("<h1>Access denied</h1><p>You can not see this.</p>", "", "The Herald", "error"),
    "not found, in German": ("<h1>Seite nicht gefunden</h1><p>Leider.</p>", "", "Der Herold", "error"),
    "not found, in Japanese": ("<h1>ページが見つかりません</h1><p>検索。</p>", "", "新聞", "error"),
    "a consent wall": (CONSENT, "", "The Herald", "consent"),
    "a consent bar under an article": (LONG + f"<div>{CONSENT}</div>", "", "Bridge stays closed", "article"),
    "a paid article": (
        f"<p>{BRIDGE[0]}</p>", linked("NewsArticle", isAccessibleForFree=False), "Bridge", "paywall",
    ),
    "a paid article that is all there": (
        LONG, linked("NewsArticle", isAccessibleForFree="False"), "Bridge", "article",
    ),
    "a thread": (ARTICLE, linked("DiscussionForumPosting"), "Bridge", "forum"),
    "a list, by its own word": (ARTICLE, linked("CollectionPage"), "News", "listing"),
    "a list, by its look": (f"<main>{CARDS}</main>", "", "News", "listing"),
    "a short list of links": (f"<main><h1>All news</h1><ul>{LINKS}</ul></main>", "", "All news", "listing"),
    "a table of links": (f"<main><h1>Found</h1><table>{ROWS}</table></main>", "", "Search", "listing"),
    "the page of an author": (f"<h1>Jane Doe</h1><p>She writes on boats.</p>{CARDS}", "", "Jane", "listing"),
    "a limit that is reached": (
        f"<article><h1>Bridge</h1><p>{BRIDGE[0]}</p><div><p>You have reached your limit of free articles.</p>"
        "<button>Subscribe</button></div></article>", "", "Bridge", "paywall",
    ),
    "an article with links in it": (f"{LONG}<ul>{LINKS}</ul>{ARTICLE}", "", "Bridge", "article"),
    "an article with a list behind it": (
        f"<article>{LONG}</article>{CARDS}", linked("NewsArticle"), "Bridge", "article",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "head", "title", "kind"), KINDS.values(), ids=KINDS)
def test_kinds_of_pages(body: str, head: str, title: str, kind: str) -> None:
    cleaned = read(body, head, title)
    assert cleaned.metadata["page_kind"] == kind
    assert cleaned.suspicious == (kind not in ("article", "forum"))


POSTS = [f"<p>Post number {n}: {sentence}</p>" for n, sentence in enumerate(BRIDGE)]
THREADS = {  # one post of each
    "old Reddit": "<div class='thing comment'><p class=tagline><a>keeper</a> 3 points 3 years ago</p>"
    "<form class=usertext><div class='usertext-body md-container'><div class=md>{}</div></div></form>"
    "<ul class=buttons><li><a>permalink</a><li><a>reply</a></ul></div>",
    "comments alone": "<div class=comment><span class=user>keeper</span>{}</div>",
    "comments on an issue": "<div class=timeline-comment><h3>keeper commented 3 days ago</h3>"
    "<div class='comment-body markdown-body'>{}</div></div>",
    "a table of phpBB 2": "<table><tr><td class=row1><span class=name>keeper</span> Posts: 3</td>"
    "<td class=row1><span class=postbody>{}</span></td></tr></table>",
    "a table of Invision 2": "<table><tr><td>keeper</td></tr><tr><td>Members</td>"
    "<td><div class=postcolor>{}</div></td></tr></table>",
    "a table without names": "<table><tr><td>keeper<br>Posts: 3</td><td>March 3<hr>{}</td></tr></table>",
    "boxes without names": "<div><div>keeper wrote on March 3, 2004:</div><div>{}</div><a>Reply</a></div>",
}  # fmt: skip


@pytest.mark.parametrize("post", THREADS.values(), ids=THREADS)
def test_a_thread_keeps_its_posts(post: str) -> None:
    cleaned = read("".join(map(post.format, POSTS)), title="Bridge stays closed : harbour")
    assert [sentence for sentence in BRIDGE if sentence not in cleaned.body] == []
    assert not cleaned.suspicious


def test_below_an_article_posts_are_comments() -> None:
    post = THREADS["old Reddit"]
    said = [f"<p>That is what my neighbour said too, number {n}.</p>" for n in range(4)]
    below = f"<div class=comments>{''.join(map(post.format, said))}</div>"
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in BRIDGE)
    cleaned = read(
        f"<article><h1>Bridge stays closed</h1>{paragraphs}</article>{below}",
        head='<meta property="og:type" content="article">',
    )
    assert [sentence for sentence in BRIDGE if sentence not in cleaned.body] == []
    assert "neighbour" not in cleaned.body


def test_a_page_in_place_of_an_article_is_told_of() -> None:
    cleaned = read("<h1>Oops</h1><p>Try our search, or go back.</p>", title="404 - Page not found")
    assert list(remarks(cleaned)) == ["looks like an error page, not an article"]


def test_what_breaks_off_deserves_a_look() -> None:
    assert read(
        f"<article><p>{BRIDGE[0]} The engineers, who …</p><p><a>Subscribe now</a></p></article>"
    ).suspicious
    assert not read(f"{LONG}<p>Nobody knows what comes next …</p>").suspicious


def test_an_empty_shell_gives_the_article_that_its_data_hold() -> None:
    body = "\n\n".join(BRIDGE)
    cleaned = read("<div id=app>Loading…</div>", linked("NewsArticle", articleBody=body))
    assert cleaned.body == body
    assert any("JSON-LD" in warning for warning in cleaned.warnings)
    assert cleaned.metadata["page_kind"] == "article"
    assert [block.type for block in cleaned.blocks] == ["paragraph"] * len(BRIDGE)


def test_data_with_markup_are_read_as_markup() -> None:
    held = ARTICLE + "<h2>What to do</h2><ul><li>Wait.</li></ul><script>wait()</script><p>&lt;b&gt;</p>"
    cleaned = read("<div id=app></div>", linked("NewsArticle", articleBody=held))
    assert cleaned.body == "\n\n".join((*BRIDGE, "What to do", "- Wait.", "<b>"))
    assert [block.type for block in cleaned.blocks[-3:]] == ["heading", "item", "paragraph"]


def test_data_of_a_thread_are_those_of_a_thread() -> None:
    cleaned = read("<div id=app></div>", linked("DiscussionForumPosting", articleBody=ARTICLE))
    assert cleaned.metadata["page_kind"] == "forum"


def test_data_without_an_article_in_them_change_nothing() -> None:
    cleaned = read(f"<p>{BRIDGE[0]}</p>", linked("NewsArticle", articleBody="<div><!-- </div>" * 90))
    assert cleaned.body == BRIDGE[0]


@pytest.mark.slow
def test_a_page_with_more_blocks_than_are_weighed_has_blocks_and_a_kind_too() -> None:
    parts = "".join(f"<p>Part {number}: {BRIDGE[0]}</p>" for number in range(20_010))
    cleaned = read(f"<article><h1>Bridge stays closed</h1>{parts}<ul><li>The end.</li></ul></article>")
    assert cleaned.metadata["page_kind"] == "article"
    assert [block.type for block in cleaned.blocks[:2]] == ["heading", "paragraph"]
    assert (len(cleaned.blocks), cleaned.blocks[-1].type) == (20_012, "item")


def test_data_do_not_replace_what_the_page_shows() -> None:
    cleaned = read(ARTICLE, linked("NewsArticle", articleBody="Something else. " * 60))
    assert cleaned.body == "\n\n".join(BRIDGE)
    assert cleaned.warnings == ()


def test_sources_and_what_came_back_are_told_on_request() -> None:
    aside = f"<aside><p>{BRIDGE[1]}</p></aside>"
    cleaned = read(f"<article><p>{BRIDGE[0]}</p>{aside}<p>{BRIDGE[2]}</p></article>", linked("NewsArticle"))
    assert cleaned.body == "\n\n".join(BRIDGE[:3])
    row = as_row(cleaned, "a.html", explain=True)
    assert row["sources"] == {"title": "<title>", "language": "text"}
    assert [restored["text"] for restored in row["restored"]] == [BRIDGE[1]]
    assert f"a.html (extracted):3: + page/restored: “{BRIDGE[1][:10]}" in explain(
        cleaned, "a.html", html=True
    )
