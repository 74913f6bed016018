"""Code stays as it is written, whatever its lines look like: no rule marks what a machine reads."""

from __future__ import annotations

from html import escape

import pytest
from prose import BRIDGE

from cleaner import Cleaner

CODE = {
    "python": "# Related articles\nimport share\n\nfor one in related:\n    print(one)\n# Advertisement\n",
    "yaml": "title: A bridge\nauthor: Jane Roe\ndate: 2024-03-04\ntags: [a]\nsource: Reuters\nshare: true",
    "javascript": "// Copyright 2024 Jane Roe\nconst share = true;\n\n/* Read more */\nexport default share;",
    "css": "/* Advertisement */\n.newsletter { display: none }\n\n/* Comments */\n.comments { color: red }",
    "html": "<p>Share this article</p>\n<p>Read more</p>\n<div>Subscribe to our newsletter</div>",
    "sql": "-- Author: Jane Roe\nSELECT author, published FROM posts;\n-- Comments: 3\nSELECT 1;",
    "shell": "# Newsletter\nmail -s 'Read more' jane@x.example\n\n# Share this\nscp a b",
    "log": "2024-03-04 10:02:00 INFO started\n2024-03-04 10:02:01 INFO Updated: 3\nComments: 3",
    "mail": "From: Jane Roe\nDate: Mon, 04 Mar 2024 10:02:00 GMT\nSubject: Read more\n\nSent from my iPhone",
    "diff": "commit 8f1\nAuthor: Jane Roe <jane@x.example>\nDate: Mon Mar 4 2024\n\n© 2024 Jane Roe",
    "java": "/**\n * @author Jane Roe\n * @since 4 March 2024\n */\nclass Share {}",
    "german": "# Lesen Sie auch\n# Anzeige\nx = 1\n# Foto: dpa\ny = 2",
}
PAGE_FORMS = (
    "<pre>{}</pre>",
    "<pre><code>{}</code></pre>",
    "<div><pre><code class=language-x>{}</code></pre></div>",
    "<figure class=highlight><pre>{}</pre></figure>",
)
TEXT_FORMS = (
    "```\n{}\n```",
    "```python\n{}\n```",
    "~~~\n{}\n~~~",
    "  ```yaml\n{}\n  ```",
    "`````\n{}\n`````",
)


def lost(body: str, code: str) -> list[str]:
    return [line for line in code.splitlines() if line.strip() and line.strip() not in body]


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
@pytest.mark.parametrize("form", PAGE_FORMS)
def test_code_on_a_page_stays(form: str, code: str, cleaner: Cleaner) -> None:
    before, after = ("".join(f"<p>{part}</p>" for part in parts) for parts in (BRIDGE[:2], BRIDGE[2:]))
    page = f"<main><article>{before}{form.format(escape(code))}{after}</article></main>"
    body = cleaner.clean(page, html=True).body
    assert not lost(body, code)
    assert all(part in body for part in BRIDGE)


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
@pytest.mark.parametrize("form", TEXT_FORMS)
def test_code_between_fences_stays(form: str, code: str, cleaner: Cleaner) -> None:
    text = "\n\n".join((*BRIDGE[:2], form.format(code), *BRIDGE[2:]))
    found = cleaner.clean(text)
    assert not lost(found.body, code)
    assert cleaner.clean(found.body).body == found.body


JUNK = (
    "By Jane Roe",
    "Share this article",
    "Subscribe to our newsletter",
    "© 2024 The Herald. All rights reserved.",
)
PRINTED = "\n\n".join((JUNK[0], *BRIDGE, *JUNK[1:]))
NO_CODE = {
    "a page printed in pre": f"<html><body><h1>A bridge</h1><pre>{PRINTED}</pre></body></html>",
    "a text between fences": f"```\n{PRINTED}\n```",
    "a fence that is not closed": f"{PRINTED[:-1]}\n\n```\n\n{JUNK[2]}",
    "rows of tildes": "\n\n".join((JUNK[0], "~~~~~~~~", *BRIDGE, "~~~~~~~~", *JUNK[1:])),
    "fences around a paragraph": "\n\n".join((JUNK[0], "~~~", *BRIDGE, *JUNK[1:], "~~~")),
}


@pytest.mark.parametrize("text", NO_CODE.values(), ids=NO_CODE)
def test_articles_are_cleaned_wherever_they_are_printed(text: str, cleaner: Cleaner) -> None:
    body = cleaner.clean(text).body
    assert all(part in body for part in BRIDGE)
    assert not [line for line in JUNK if line in body]
