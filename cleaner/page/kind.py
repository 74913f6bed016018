"""What kind of page it is: an article, or what comes in place of one.

Told by what the page calls itself (JSON-LD, OpenGraph), by its title, by the kinds of rules that mark its
blocks and by how much of it is links. A page is taken for an article unless something speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from cleaner.decision import main_mark
from cleaner.model import Block, Mark
from cleaner.page.walk import Inside, Page

_SHORT = 150  # words; a longer body is no error page and no wall
_MARKED_SHARE = 0.3  # of the words of a wall are the wall's own
_CARDS = 8  # headings that are links, from which on a page may be a list of articles
_ERROR = re.compile(
    r"^\W*(?:error\W+)?(?:40[0-9]|410|429|50[0-4])\b|^\W*not found\b|^\W*(?:403 )?forbidden\b"
    r"|\b(?:page|site|article|story|content)\b.{0,12}\bnot (?:be )?found"
    r"|\bpage (?:doesn.t|does not|no longer) exist|access (?:to this page )?(?:is |has been )?denied"
    r"|service (?:temporarily )?unavailable|just a moment|attention required"
    r"|(?:are you|not) a robot|verify you are (?:a )?human"
    r"|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no (?:encontrada|existe)"
    r"|pagina non trovata|página não encontrada|pagina niet gevonden|nie znaleziono strony"
    r"|страница не найдена|sayfa bulunamadı|sidan kunde inte hittas|siden blev ikke fundet"
    r"|ページが見つかりません|页面不存在|找不到(?:页面|頁面|网页|網頁)|페이지를 찾을 수 없|الصفحة غير موجودة",
    re.IGNORECASE,
)
_FORUM = re.compile(r"DiscussionForumPosting|QAPage")
_LISTING = re.compile(r"CollectionPage|SearchResultsPage|ItemList")
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|Recipe)\b|\barticle\b")


def page_kind(
    page: Page,
    blocks: Sequence[Block],
    marks: Sequence[Sequence[Mark]],
    kept: Collection[int],
    *,
    metadata: Mapping[str, str],
    types: str,
    paid: bool,
) -> str:
    """`article`, `listing`, `forum`, `error`, `consent` or `paywall`; `kept` are the blocks of the body."""
    words = sum(blocks[number].words for number in kept)
    if words < _SHORT:
        headings = [part.text for part in page.blocks[:100] if page.nodes[part.node].tag in ("h1", "title")]
        if any(_ERROR.search(text[:200]) for text in (metadata.get("title", ""), *headings)):
            return "error"
        if _share(("cookie",), blocks, marks) > _MARKED_SHARE:
            return "consent"
        if paid or _share(("subscribe",), blocks, marks) > _MARKED_SHARE:
            return "paywall"
    if _FORUM.search(types):
        return "forum"
    if not _ARTICLE.search(types) and (_LISTING.search(types) or _is_listing(page, blocks, kept)):
        return "listing"
    return "article"


def _share(kinds: Collection[str], blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> float:
    """The share of a page's words in blocks that rules of these kinds mark."""
    total = sum(block.words for block in blocks)
    marked = sum(
        block.words
        for block, found in zip(blocks, marks, strict=True)
        if (mark := main_mark(found)) is not None and mark.rule.kind in kinds
    )
    return marked / total if total else 0.0


def _is_listing(page: Page, blocks: Sequence[Block], kept: Collection[int]) -> bool:
    """Whether many headings are links to other pages, and stand within the best body there is."""
    cards = [
        number
        for number, part in enumerate(page.blocks)
        if page.nodes[part.node].tag in ("h2", "h3", "h4")
        and part.linked > 0.8 * len(part.text)
        and not page.nodes[part.node].inside & (Inside.NAV | Inside.FOOTER | Inside.ASIDE)
    ]
    if len(cards) < _CARDS:
        return False
    first, last = cards[0], cards[-1]
    inside = sum(blocks[number].words for number in kept if first <= number <= last)
    return inside > 0.5 * sum(blocks[number].words for number in kept)
