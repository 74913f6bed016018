"""Selectors of rules: what they match, and what is refused with a reason."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from cleaner.errors import RuleError
from cleaner.match.selectors import PageRules, compile_selector
from cleaner.model import Rule

PAGE = document_fromstring("""
<html><body>
<div id="top" class="share  share-bar" role="list"><span class="icon">a</span></div>
<main><section class="post"><div><p class="share">b</p></div></section></main>
<p class="shared" data-ad="x-1 y">c</p><aside id="md:x">d</aside>
</body></html>
""")


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        (".share", ["a", "b"]),
        ("p.share", ["b"]),
        (".share.share-bar", ["a"]),
        ("#top", ["a"]),
        ("div#top.share[role=list]", ["a"]),
        ("aside", ["d"]),
        ("[role]", ["a"]),
        ("[role='list']", ["a"]),
        ('[ role = "list" ]', ["a"]),
        ("[data-ad~=y]", ["c"]),
        ("[data-ad~=x]", []),
        ("[data-ad^=x-]", ["c"]),
        ("[data-ad$=y]", ["c"]),
        ("[data-ad*='-1 ']", ["c"]),
        ("[id^=to]", ["a"]),
        ("section p", ["b"]),
        ("main .post p.share", ["b"]),
        (".post main p", []),
        (r"#md\:x", ["d"]),
        (".SHARE", []),
        ("  .share  ", ["a", "b"]),
    ],
)
def test_selects(selector: str, texts: list[str]) -> None:
    assert found_by(selector) == texts
    compiled = compile_selector(selector)
    assert ["".join(e.itertext()) for e in PAGE.iter("*") if compiled.matches(e)] == texts


@pytest.mark.parametrize(
    "selector",
    [
        "",
        "*",
        "div *",
        "main * p",
        "a, *",
        "a >",
        "p::before",
        "p:no-such-class",
        ":not(p), *",
        "div[",
        "..",
        "#",
        "[a=b",
        ".a]",
    ],
)
def test_refuses_what_it_can_not_read(selector: str) -> None:
    with pytest.raises(RuleError, match=r"rules/x\.toml, rule “x/y”, key “css”: can't read the selector"):
        compile_selector(selector, file="rules/x.toml", rule="x/y")


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("div > p", ["b"]),
        ("main > p", []),
        ("aside, .shared", ["c", "d"]),
        ("main + p", ["c"]),
        ("main ~ aside", ["d"]),
        ("p:first-child", ["b"]),
        ("p:not(.share)", ["c"]),
        (".share:not([role])", ["b"]),
        ("main > *:first-child", ["b"]),
        ("P.shared:not(.x)", ["c"]),
    ],
)
def test_what_the_index_does_not_know_is_read_by_cssselect(selector: str, texts: list[str]) -> None:
    assert found_by(selector) == texts


def found_by(selector: str) -> list[str]:
    return ["".join(e.itertext()) for e, _ in PageRules([Rule("x/y", "x", "", css=(selector,))]).find(PAGE)]


@pytest.mark.parametrize(
    "selector",
    [
        "[class*=share]",
        "p > [ CLASS ^= 'ad']",
        "div:not([id*=ad])",
        "[class^=ad]",
        "div[class$='-ad']",
        "[id*=ad]",
    ],
)
def test_classes_match_whole(selector: str) -> None:
    with pytest.raises(RuleError, match="match whole"):
        compile_selector(selector)


def test_each_element_once_with_its_first_rule_in_document_order() -> None:
    rules = [Rule("a/a", "a", "", css=("p.share", ".shared")), Rule("b/b", "b", "", css=(".share", "p"))]
    found = PageRules(rules).find(PAGE)
    assert [("".join(e.itertext()), rule.id) for e, rule in found] == [
        ("a", "b/b"),
        ("b", "a/a"),
        ("c", "a/a"),
    ]


@pytest.mark.parametrize(
    ("host", "count"), [("example.org", 2), ("www.example.org", 2), ("notexample.org", 0), ("", 0)]
)
def test_rules_of_a_site_stay_there(host: str, count: int) -> None:
    rules = PageRules([Rule("a/a", "a", "", css=(".share",), body=(".post",), sites=("example.org",))])
    assert len(list(rules.find(PAGE, host))) == count
    assert len(list(rules.bodies(PAGE, host))) == count // 2


def test_bodies_are_the_outermost_elements_of_each_selector_in_turn() -> None:
    rules = PageRules([Rule("a/a", "a", "", body=(".missing", "div", "xpath://p"), sites=("example.org",))])
    found = [[e.get("id") for e in elements] for _, elements in rules.bodies(PAGE, "example.org")]
    assert found == [[], ["top", None], [None, None]]


def test_a_site_comes_before_its_domain_and_before_the_rest() -> None:
    general = Rule("share/element", "share", "", css=(".share", "aside"))
    domain = Rule("site/example.org:a", "site", "", css=(".share",), sites=("example.org",))
    blog = Rule("site/blog.example.org:a", "site", "", css=("xpath://p",), sites=("blog.example.org",))
    rules = PageRules([general, domain, blog])

    def found(host: str) -> list[str]:
        return [rule.id for _, rule in rules.find(PAGE, host)]

    assert found("elsewhere.org") == [general.id, general.id, general.id]
    assert found("www.example.org") == [domain.id, domain.id, general.id]
    assert found("blog.example.org") == [domain.id, blog.id, blog.id, general.id]
    assert found("elsewhere.org") == [general.id, general.id, general.id]


def test_any_number_of_sites_may_come_in_turn() -> None:
    hosts = [f"site{number}.example" for number in range(200)]
    rules = PageRules([Rule(f"site/{host}/a", "site", "", css=("aside",), sites=(host,)) for host in hosts])
    for host in (*hosts, *hosts):
        assert [rule.sites for _, rule in rules.find(PAGE, host)] == [(host,)]


@pytest.mark.parametrize(
    ("expression", "texts"),
    [
        ("//p", ["b", "c"]),
        ("//div[contains(@class, 'share')] | //aside", ["a", "d"]),
        ("//p[not(@class='share')]", ["c"]),
        ("//*[@id='md:x']", ["d"]),
        ("id('top')/span", ["a"]),
        ("//missing", []),
        ("//section[unknown(@class)]", []),  # fails on the page only
    ],
)
def test_selects_by_xpath(expression: str, texts: list[str]) -> None:
    rule = Rule("x/y", "x", "", css=(f"xpath:{expression}",))
    assert ["".join(e.itertext()) for e, _ in PageRules([rule]).find(PAGE)] == texts


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", "expression"),
        ("//div[", "expression"),
        ("count(//p)", "value"),
        ("//p = 1", "value"),
        ("//p/text()", "text"),
        ("//a/@href", "attributes"),
        ("p:first-child", "prefix"),
    ],
)
def test_refuses_xpath_that_selects_no_elements(expression: str, expected: str) -> None:
    with pytest.raises(RuleError, match=r"key “body”: can't read the selector") as refused:
        compile_selector(f"xpath:{expression}", file="rules/x.toml", rule="x/y", key="body")
    assert expected in str(refused.value)
