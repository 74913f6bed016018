"""What kind of page it is: an article, or what comes in place of one.

Told by what the page calls itself (JSON-LD, OpenGraph), by its title, by the class names that forum software
gives to posts, by the kinds of rules that mark its blocks and by how much of it is links. A page is taken for
an article unless something speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from cleaner.decision import asks_to_pay, main_mark
from cleaner.model import Block, Mark, Shape
from cleaner.page.walk import Inside, Page, PageBlock
from cleaner.text import split

_SHORT = 150  # words; a longer body is no error page and no wall
_MARKED_SHARE = 0.3  # of the words of a wall are the wall's own
_CARDS = 8  # headings that are links, from which on a page may be a list of articles
_TITLE = 4  # words of a link that may be a title
_LINKS, _FEW = 20, 3  # blocks that are links, and paragraphs beside them, of a list of links
_MASS = 5  # paragraphs; with more, what calls itself a list is an article with one
_PARAGRAPH = 25  # words
_EMPTY = 25  # words; a page with fewer is a shell, and a body with fewer none …
_MUCH = 100  # … where so many stand on the page or it has no word
_POSTS = 2  # make a thread
_BESIDE = 0.3  # of the letters of comments; with more beside them they are not what a page is about
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
# What forum software calls a post: phpBB, vBulletin, XenForo, Discourse, bbPress, Invision, SMF, Reddit, …
_POST = re.compile(
    r"(?:^|\s)(?:post_?body|postcontainer|postcontent|message--post|topic-post|topic-reply|js-post|bbp-reply-content"
    r"|cPost|ipsComment|post_wrapper|(?:forum|thread)-?(?:post|message|reply)|answer|comtr"
    r"|usertext-body|postcolor)(?:\s|$)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:^|\s)(?:timeline-)?comment(?:-(?:body|content|text))?(?:\s|$)", re.IGNORECASE)
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
    removed: Sequence[str] = (),
) -> str:
    """`article`, `listing`, `forum`, `error`, `consent`, `paywall`, `shell` or `unknown`.

    `kept` are the blocks of the body, `removed` the texts of elements that rules took out before. A shell has
    no text; of what is unknown hardly a line is left, though the page has more.
    """
    words = sum(blocks[number].words for number in kept)
    if words < _SHORT:
        headings = [part.text for part in page.blocks[:100] if page.nodes[part.node].tag in ("h1", "title")]
        if any(_ERROR.search(text[:200]) for text in (metadata.get("title", ""), *headings)):
            return "error"
        if _share(("cookie",), blocks, marks) > _MARKED_SHARE:
            return "consent"
        if paid or _share(("subscribe",), blocks, marks) > _MARKED_SHARE:
            return "paywall"
        if any(map(asks_to_pay, (*removed, *(block.text for block in blocks)))):
            return "paywall"
    if _FORUM.search(types) or posts(page, types):
        return "forum"
    if not _ARTICLE.search(types):
        paragraphs = _paragraphs(page, blocks, kept)
        if (paragraphs < _MASS and _LISTING.search(types)) or _is_listing(page, blocks, kept, paragraphs):
            return "listing"
    if words < _EMPTY:
        shown = sum(
            block.words for block, part in zip(blocks, page.blocks, strict=True) if not _in_menu(page, part)
        )
        if shown < _EMPTY and not any(_says_something(blocks[number]) for number in kept):
            return "shell"
        if not _ARTICLE.search(types) and _linked_words(page, blocks) > max(words, 0.5 * shown):
            return "listing"
        if shown >= _MUCH or not words:
            return "unknown"
    return "article"


def kind_of_rough(text: str) -> str:
    """`article` or `shell`, of a page of which the text is all that is known."""
    blocks = split(text)
    is_shell = sum(block.words for block in blocks) < _EMPTY and not any(map(_says_something, blocks))
    return "shell" if is_shell else "article"


def _share(kinds: Collection[str], blocks: Sequence[Block], marks: Sequence[Sequence[Mark]]) -> float:
    """The share of a page's words in blocks that rules of these kinds mark."""
    total = sum(block.words for block in blocks)
    marked = sum(
        block.words
        for block, found in zip(blocks, marks, strict=True)
        if (mark := main_mark(found)) is not None and mark.rule.kind in kinds
    )
    return marked / total if total else 0.0


def _says_something(block: Block) -> bool:
    """Whether a block is a sentence, and not one that asks for scripts."""
    return block.shape in (Shape.PROSE, Shape.SENTENCE) and "javascript" not in block.folded


def _is_mostly_links(page: Page, kept: Collection[int]) -> bool:
    """Whether the best body there is holds more text in links than beside them."""
    parts = [page.blocks[number] for number in kept]
    return 2 * sum(part.linked for part in parts) >= sum(len(part.text) for part in parts)


def _linked_words(page: Page, blocks: Sequence[Block]) -> int:
    """The words of blocks that are links, beside menus."""
    pairs = zip(blocks, page.blocks, strict=True)
    return sum(block.words for block, part in pairs if _is_link(part) and not _in_menu(page, part))


def _is_link(part: PageBlock) -> bool:
    return part.linked > 0.8 * len(part.text)


def posts(page: Page, types: str) -> set[int]:
    """The elements of a thread's posts, by what forum software calls them; none where there are too few.

    Comments are posts on a page that neither calls itself an article nor has one beside them.
    """
    if found := _called(page, _POST):
        return found
    found = set() if _ARTICLE.search(types) else _called(page, _COMMENT)
    beside = sum(len(part.text) - part.linked for part in page.blocks if part.node not in found)
    inside = sum(len(part.text) for part in page.blocks if part.node in found)
    return found if beside < _BESIDE * inside else set()


def _called(page: Page, name: re.Pattern[str]) -> set[int]:
    """The elements of such a name, and all in them; none where there are too few."""
    found, outermost = set[int](), 0
    for number, node in enumerate(page.nodes):
        if node.parent in found:
            found.add(number)
        elif node.name and name.search(node.name):
            found.add(number)
            outermost += 1
    return found if outermost >= _POSTS else set()


def posts_to_keep(page: Page, types: str) -> set[int]:
    """The same where the page does not call itself an article: below one, posts are its readers' comments."""
    return set() if _ARTICLE.search(types) else posts(page, types)


def _in_menu(page: Page, part: PageBlock) -> bool:
    return bool(page.nodes[part.node].inside & (Inside.NAV | Inside.FOOTER | Inside.ASIDE))


def _paragraphs(page: Page, blocks: Sequence[Block], kept: Collection[int]) -> int:
    """The paragraphs of the body that are not links."""
    long = (page.blocks[number] for number in kept if blocks[number].words >= _PARAGRAPH)
    return sum(part.linked < 0.5 * len(part.text) for part in long)


def _is_listing(page: Page, blocks: Sequence[Block], kept: Collection[int], paragraphs: int) -> bool:
    """Whether many headings are links to other pages and stand within the best body there is, or there is
    hardly a paragraph among many links."""
    links = [number for number, part in enumerate(page.blocks) if _is_link(part) and not _in_menu(page, part)]
    if len(links) >= _LINKS and paragraphs < _FEW and _is_mostly_links(page, kept):
        return True
    if not paragraphs and len(kept) >= _CARDS and _is_mostly_links(page, kept):
        return True
    cards = [number for number in links if page.nodes[page.blocks[number].node].tag in ("h2", "h3", "h4")]
    if not paragraphs and len(cards) < _CARDS:
        cards = [number for number in links if blocks[number].words >= _TITLE]
    if len(cards) < _CARDS or paragraphs > len(cards):
        return False  # too few, or more than a teaser under each
    inside = [number for number in kept if cards[0] <= number <= cards[-1]]
    words = sum(blocks[number].words for number in inside)
    return words > 0.5 * sum(blocks[number].words for number in kept)
