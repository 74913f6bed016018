"""Pages that are broken, hostile or none: each has one outcome, a body, none and a warning, or an error."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest
from laws import rebuilt
from prose import BRIDGE

from cleaner import Cleaner, DocumentError, load_rules, select_rules

SENTENCES = BRIDGE[:3]
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
TEXT = "\n\n".join(SENTENCES)
EMPTY = "no text was found in the page"
BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
CLEANER = Cleaner(select_rules(load_rules()))


class Outcome(NamedTuple):
    body: str = ""
    warnings: tuple[str, ...] = ()
    error: str = ""


WHOLE = Outcome(TEXT)
NOTHING = Outcome("", (EMPTY,))
PAGES: dict[str, tuple[str | bytes, Outcome]] = {
    # --- cut off ------------------------------------------------------------------------------------------
    "cut off in a paragraph": (f"<html><body><article>{ARTICLE}<p>So it", Outcome(f"{TEXT}\n\nSo it")),
    "cut off in a tag": (f"<html><body><article>{ARTICLE}<p><a hre", WHOLE),
    "cut off in a comment": (f"<html><body><article>{ARTICLE}<!-- and then", WHOLE),
    "cut off in a script": (f"<html><body><article>{ARTICLE}<script>var a = '<p>no</p>", WHOLE),
    "cut off in the head": ("<html><head><title>Bri", NOTHING),
    # --- nothing there ------------------------------------------------------------------------------------
    "an empty body": ("<html><body></body></html>", NOTHING),
    "scripts alone": ("<html><body><script>var a = '<p>x</p>'</script></body></html>", NOTHING),
    "frames alone": (
        "<html><frameset cols=*><frame src=menu.html><frame src=text.html></frameset></html>",
        Outcome("", (f"{EMPTY}: what it shows stands in frames",)),
    ),
    "a frame alone": (
        "<html><body><iframe src=text.html></iframe></body></html>",
        Outcome("", (f"{EMPTY}: what it shows stands in frames",)),
    ),
    # --- no page ------------------------------------------------------------------------------------------
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), Outcome(error="is not text (PNG)")),
    "an archive": (b"PK\x03\x04" + bytes(500), Outcome(error="is not text (ZIP")),
    "any bytes": (b"<html>" + bytes(range(256)) * 40, Outcome(error="is not text (other bytes)")),
    "NULs alone": (b"<html><body>" + bytes(10_000), Outcome(error="is not text (other bytes)")),
    # --- two in one ---------------------------------------------------------------------------------------
    "two pages, one behind the other": (
        f"<html><body><p>{SENTENCES[0]}</p></body></html>"
        f"<html><head><title>x</title></head><body>{ARTICLE.partition('</p>')[2]}</body></html>",
        WHOLE,
    ),
    "a page in a page": (f"<html><body><html><body>{ARTICLE}</body></html></body></html>", WHOLE),
    "an article behind the end": (f"<html><body></body></html>{ARTICLE}", WHOLE),
    "an article in the head": (f"<html><head>{ARTICLE}</head></html>", WHOLE),
    # --- encodings ----------------------------------------------------------------------------------------
    "NULs here and there": (f"<html><body>{ARTICLE}</body></html>".replace("bridge", "bri\0dge"), WHOLE),
    "UTF-16 that nobody declares": (f"<html><body>{ARTICLE}</body></html>".encode("utf-16-le"), WHOLE),
    "UTF-7, which browsers do not read": (
        f'<html><head><meta charset="utf-7"></head><body>{ARTICLE}<p>+ADw-b+AD4-</p></body></html>'.encode(),
        Outcome(f"{TEXT}\n\n+ADw-b+AD4-"),
    ),
    # --- entities -----------------------------------------------------------------------------------------
    "a bomb of entities": (
        f'<!DOCTYPE html [<!ENTITY a "lol">{BOMB}]><html><body>{ARTICLE}<p>&i;</p></body></html>',
        Outcome(f"{TEXT}\n\n&i;"),
    ),
    "a bomb of entities, in XHTML": (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "lol">{BOMB}]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{ARTICLE}<p>&i;</p></body></html>',
        Outcome(f"{TEXT}\n\n&i;"),
    ),
    "an entity that is a file": (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<html><body>{ARTICLE}<p>&x;</p></body></html>",
        Outcome(f"{TEXT}\n\n&x;"),
    ),
    "characters that are none": (
        f"<html><body>{ARTICLE}<p>No&#0;t&#xD800;&#x110000;.</p>",
        Outcome(f"{TEXT}\n\nNo\ufffdt\ufffd\ufffd."),
    ),
    # --- XHTML --------------------------------------------------------------------------------------------
    "XHTML": (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{ARTICLE}</body></html>',
        WHOLE,
    ),
    "XHTML with a prefix": (
        '<?xml version="1.0" encoding="utf-8"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body>'
        f"{ARTICLE.replace('<', '<h:').replace('<h:/', '</h:')}</h:body></h:html>",
        WHOLE,
    ),
    "elements of other name spaces": (
        f'<html xmlns:fb="x"><body><article>{ARTICLE}<fb:like></fb:like><o:p></o:p></article></body></html>',
        WHOLE,
    ),
    "CDATA": (f"<html><body>{ARTICLE}<![CDATA[<p>No.</p>]]></body></html>", Outcome(f"{TEXT}\n\nNo.]]>")),
    # --- too much -----------------------------------------------------------------------------------------
    "an attribute of a megabyte": (f'<html><body><article title="{"x" * 1_000_000}">{ARTICLE}', WHOLE),
    "an attribute of a megabyte without an end": (
        f'<html><body><article>{ARTICLE}<p title="{"x" * 1_000_000}',
        WHOLE,
    ),
    "330,000 classes": (f'<html><body><article><p class="{"x " * 330_000}">{ARTICLE[3:]}', WHOLE),
    "200,000 nested elements": (
        f"<html><body>{'<div>' * 200_000}deep",
        Outcome("", ("only the first 500,000 characters of the page could be read", EMPTY)),
    ),
    "300 nested elements": (f"<html><body>{'<div>' * 300}{ARTICLE}", WHOLE),
}


MANY = {
    "quotes": f"<blockquote>{SENTENCES[0]}</blockquote><p>{SENTENCES[1]}</p>",
    "pictures": f"<figure><img src=a><figcaption>{SENTENCES[0]}</figcaption></figure>",
    "pictures without an end": "<figure><figcaption>a b c ",
    "links to other pages": '<a href="/bridge?page=7">7</a> ',
    "articles": f"<article><h1>{SENTENCES[0]}</h1>{ARTICLE}</article>",
    "rows within rows": "<table><tr><td>a<td>",
    "items within items": "<ol><li>a",
}


@pytest.mark.slow
@pytest.mark.parametrize("part", MANY.values(), ids=MANY)
def test_a_page_of_thousands_of_these_takes_seconds(part: str) -> None:
    start = time.process_time()
    CLEANER.clean(f"<html><body>{part * 5_000}</body></html>", url="https://herald.example/bridge")
    assert time.process_time() - start < 20


@pytest.mark.parametrize(("page", "outcome"), PAGES.values(), ids=PAGES)
def test_bad_pages(page: str | bytes, outcome: Outcome) -> None:
    start = time.process_time()
    if outcome.error:
        with pytest.raises(DocumentError, match=outcome.error.replace("(", r"\(").replace(")", r"\)")):
            CLEANER.clean(page, html=True)
        return
    cleaned = CLEANER.clean(page, html=True)
    assert cleaned.body == outcome.body
    assert cleaned.warnings == outcome.warnings
    assert rebuilt(cleaned) == cleaned.original
    assert time.process_time() - start < 10


@pytest.mark.parametrize("depth", [1, 200, 300, 3000])
def test_a_page_of_any_depth_is_what_it_says(depth: int, cleaner: Cleaner) -> None:
    """The parser gives up on deep ones, and their text comes whole nevertheless."""
    story = "The pier was rebuilt. It took a year. Nobody complained."
    deep = cleaner.clean(f"<html><body>{'<div>' * depth}<p>{story}</p></body></html>", html=True)
    assert deep.body == story
    assert (deep.metadata["page_kind"], deep.suspicious) == ("article", False)
    empty = cleaner.clean(f"<html><body>{'<div>' * depth}<p>Loading</p></body></html>", html=True)
    assert (empty.metadata["page_kind"], empty.suspicious) == ("shell", True)


@pytest.mark.parametrize("field", ["<input>", "<select><option>a</select>", "<textarea></textarea>"])
def test_words_around_fields_stay_apart(field: str, cleaner: Cleaner) -> None:
    form = f"<label>User</label>{field}<label>Password</label>{field}<button>Log in</button>"
    cleaned = cleaner.clean(f"<html><body><h1>Log in</h1><form>{form}</form></body></html>", html=True)
    assert "User Password Log in" in cleaned.original
